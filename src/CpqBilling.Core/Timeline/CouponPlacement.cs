using System.Collections.Immutable;
using CpqBilling.Core.Calendar;
using CpqBilling.Core.Contract;
using CpqBilling.Core.Cpq;
using CpqBilling.Core.Pricing;
using CpqBilling.Core.Requests;
using CpqBilling.Core.Settings;
using NodaTime;

namespace CpqBilling.Core.Timeline;

/// <summary>Which coupons stand where: on phases, on items, on one-time items.</summary>
/// <remarks>
/// A percentage of an order stays on that order's lines: on the phase as long as it holds nothing else, afterwards on the items.
/// An amount stays on the phase until its months are over, and never stands on invoices of pending items (docs/decisions/0043).
/// </remarks>
internal sealed class CouponPlacement(ContractLife life, ImmutableArray<CouponSpec> coupons, BillingSettings settings, BillingDay day)
{
    private readonly CouponTerms _terms = new(life, coupons, day);
    private readonly BillMoments _bills = new(life, day);
    private readonly ImmutableArray<CouponSpec> _ofOrders = [.. coupons.Where(coupon => coupon.LineId is null)];
    private readonly bool _endsWithItsOrder = settings.AmendedOrderCoupons == OrderCouponRule.End;
    private readonly HashSet<string> _moved = [];

    public IEnumerable<Instant> Ends => _terms.Ends;

    /// <summary>The phase with the coupons of orders; phases are asked for in order.</summary>
    public TimelinePhase Place(TimelinePhase phase)
    {
        if (_ofOrders.IsEmpty || OnlyGivesBack(phase))
        {
            return phase;
        }

        var standing = _ofOrders.Where(coupon => IsOfPhase(coupon, phase)).ToList();
        var onItems = standing.Where(coupon => coupon.PercentOff is not null && IsOnItems(coupon, phase)).ToList();
        return phase with
        {
            Discounts = OnPhase(standing.Except(onItems).Where(coupon => IsInForce(coupon, phase.Start, FromOf(coupon)))),
            Items =
            [
                .. phase.Items.Select(item =>
                    item with
                    {
                        Coupons = With(item.Coupons, onItems, item.Line.Life.Order, coupon => IsInForce(coupon, phase.Start, FromOf(coupon))),
                    }
                ),
            ],
            Charges =
            [
                .. phase.Charges.Select(charge =>
                    charge.Unit < 0
                        ? charge
                        : charge with
                        {
                            Coupons = With(charge.Coupons, onItems, charge.Order, coupon => IsForCharge(coupon, phase.Start, FromOf(coupon))),
                        }
                ),
            ],
        };
    }

    /// <summary>Where a termination cancels everything at once, its invoice holds what is given back, and the rebate of it that is asked for again.</summary>
    private bool OnlyGivesBack(TimelinePhase phase) => life.Termination is { IsImmediate: true } termination && termination.From <= phase.Start;

    /// <summary>A line's own coupons on its item.</summary>
    public ImmutableArray<CouponSpec> OnItem(PricedLine line, Boundary at) =>
        [.. line.Coupons.Where(coupon => IsInForce(coupon, at, line.Life.From))];

    /// <summary>A line's own coupons on what is charged once.</summary>
    public ImmutableArray<CouponSpec> OnCharge(PricedLine line, Boundary at) =>
        [.. line.Coupons.Where(coupon => (coupon.AmountOff is null || IsOnCycle(at)) && IsForCharge(coupon, at, line.Life.From))];

    private bool IsForCharge(CouponSpec coupon, Boundary at, Boundary from) =>
        coupon.IsOnce ? at == from : at >= from && (_terms.EndOf(coupon) is not { } end || at.At < end);

    /// <summary>Whether Stripe makes a bill by itself at this moment.</summary>
    private bool IsOnCycle(Boundary at) => !at.IsNow && day.AsDate(at.At) is not null && _bills.IsBilledAt(at);

    private bool IsOfPhase(CouponSpec coupon, TimelinePhase phase) =>
        life.Orders.Any(order => order.Order.Id == coupon.OrderId && !order.IsInvoice)
        && phase.Start >= FromOf(coupon)
        && (!_endsWithItsOrder || life.Applied(phase.Order).From.At == FromOf(coupon).At);

    private Boundary FromOf(CouponSpec coupon) => life.Orders.First(order => order.Order.Id == coupon.OrderId).From;

    private bool IsInForce(CouponSpec coupon, Boundary at, Boundary from) =>
        at >= from
        && (_terms.EndOf(coupon) is not { } end || at.At < end)
        && (!coupon.IsOnce || (_terms.FirstBillOf(coupon) is { } first ? at.At <= first : at == from));

    /// <summary>From the first phase on that bills anything but lines of its order, or bills them on an invoice of their own.</summary>
    private bool IsOnItems(CouponSpec coupon, TimelinePhase phase)
    {
        var charged = phase.Charges.Where(charge => charge.Unit > 0).ToList();
        var bills = phase.Items.Select(item => item.Line.Life.Order.Id).Concat(charged.Select(charge => charge.Order.Id));
        if (!_endsWithItsOrder && (bills.Any(order => order != coupon.OrderId) || (charged.Count > 0 && !IsOnCycle(phase.Start))))
        {
            _moved.Add(coupon.Ref.Id);
        }

        return _moved.Contains(coupon.Ref.Id);
    }

    /// <summary>One coupon of two orders would stand on a phase twice, which Stripe does not take.</summary>
    private static ImmutableArray<CouponSpec> OnPhase(IEnumerable<CouponSpec> standing)
    {
        var seen = new HashSet<StripeValue>();
        return [.. standing.Select(coupon => seen.Add(coupon.Id) ? coupon : coupon.Copy())];
    }

    /// <summary>On every item a coupon is redeemed anew: one of so many redemptions needs a copy without that limit.</summary>
    private static ImmutableArray<CouponSpec> With(
        ImmutableArray<CouponSpec> own,
        IEnumerable<CouponSpec> onItems,
        Order order,
        Predicate<CouponSpec> stands
    ) =>
        [
            .. own,
            .. onItems
                .Where(coupon => coupon.OrderId == order.Id && stands(coupon))
                .Select(coupon => coupon.IsLimited || own.Any(other => other.Key == coupon.Key) ? coupon.Copy() : coupon),
        ];
}
