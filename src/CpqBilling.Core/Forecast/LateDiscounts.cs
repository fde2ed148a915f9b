using System.Collections.Immutable;
using CpqBilling.Core.Calendar;
using CpqBilling.Core.Contract;
using CpqBilling.Core.Money;
using CpqBilling.Core.Pricing;
using CpqBilling.Core.Timeline;
using NodaTime;

namespace CpqBilling.Core.Forecast;

/// <summary>Discounts of bills that an amendment missed because it was synced late, bill by bill.</summary>
/// <remarks>
/// What was missed is one proration. Where every bill in it would have had the same percentages, they stand on it; otherwise
/// what they would have taken is one negative item beside it.
/// </remarks>
internal sealed class LateDiscounts(BillingTimeline timeline, ScheduleBilling billing, BillingDay day)
{
    private readonly CouponTerms _terms = new(timeline.Life, timeline.Coupons, day);
    private readonly Dictionary<string, PricedLine> _lines = timeline.Lines.ToDictionary(line => line.Life.Line.Id);

    public BillingTimeline Settle()
    {
        var phases = timeline.Phases.Select(OfPercentages).ToImmutableArray();
        foreach (var coupon in timeline.Coupons.Where(coupon => coupon is { LineId: null, AmountOff: not null }))
        {
            phases = WithMissedAmounts(phases, coupon);
        }

        return timeline with
        {
            Phases = phases,
        };
    }

    private TimelinePhase OfPercentages(TimelinePhase phase)
    {
        var charges = new List<TimelineCharge>();
        foreach (var charge in phase.Charges)
        {
            var own = charge is { Kind: ChargeKind.Proration, Since: not null, Unit: > 0 } ? OfLine(charge) : [];
            if (own.IsEmpty)
            {
                charges.Add(charge);
                continue;
            }

            var bills = Missed(charge)
                .Select((bill, index) => (bill.Amount, Coupons: own.Where(coupon => Stands(coupon, bill.Date, index == 0)).ToList()))
                .ToList();
            if (own.All(coupon => coupon.PercentOff is not null) && bills.TrueForAll(bill => bill.Coupons.SequenceEqual(bills[0].Coupons)))
            {
                charges.Add(
                    charge with
                    {
                        Coupons = [.. bills[0].Coupons.Select(coupon => coupon.IsLimited && coupon.LineId is null ? coupon.Copy() : coupon)],
                    }
                );
                continue;
            }

            charges.Add(charge with { Coupons = [] });
            charges.AddRange(Discount(charge, bills.Sum(bill => Off(bill.Amount, bill.Coupons))));
        }

        return phase with
        {
            Charges = [.. charges],
        };
    }

    /// <summary>The line's own coupons, then the percentages of its order.</summary>
    private ImmutableArray<CouponSpec> OfLine(TimelineCharge charge) =>
        [
            .. timeline.Coupons.Where(coupon => coupon.LineId == charge.Line.Id),
            .. timeline.Coupons.Where(coupon => coupon is { LineId: null, PercentOff: not null } && coupon.OrderId == charge.Order.Id),
        ];

    /// <summary>The bills inside a proration: the part of a period it begins with, then whole periods.</summary>
    private IEnumerable<(LocalDate Date, decimal Amount)> Missed(TimelineCharge charge)
    {
        var term = _lines[charge.Line.Id].Life.Term;
        var calendar = timeline.Life.Calendar.Of(term.ChargedMonths);
        var dates = new List<LocalDate>();
        for (var index = calendar.IndexAtOrAfter(charge.Since!.Value); calendar.Nth(index) < charge.Until!.Value; index++)
        {
            dates.Add(calendar.Nth(index));
        }

        var rest = (charge.Unit * charge.Quantity) - (dates.Count * term.PeriodPrice * charge.Quantity);
        if (Math.Abs(rest) >= 1 || dates.Count == 0)
        {
            yield return (charge.Since.Value, MinorUnits.LineAmount(rest, 1));
        }

        foreach (var date in dates)
        {
            yield return (date, MinorUnits.LineAmount(term.PeriodPrice, charge.Quantity));
        }
    }

    private bool Stands(CouponSpec coupon, LocalDate date, bool isFirst) =>
        (!coupon.IsOnce || isFirst) && (_terms.EndOf(coupon) is not { } end || day.StartOf(date) < end);

    private static decimal Off(decimal amount, IEnumerable<CouponSpec> coupons) =>
        amount - coupons.Aggregate(amount, (left, coupon) => coupon.LeftOf(left));

    /// <summary>An amount of a late order would have lowered every bill since its start.</summary>
    private ImmutableArray<TimelinePhase> WithMissedAmounts(ImmutableArray<TimelinePhase> phases, CouponSpec coupon)
    {
        var applied = timeline.Life.Orders.FirstOrDefault(order => order.Order.Id == coupon.OrderId);
        if (applied is null || !applied.Order.IsAmendment || applied.From.At == day.StartOf(applied.Terms.Start))
        {
            return phases;
        }

        var missed = new LineBills(timeline, billing, day)
            .Before(applied.From.At)
            .Where(bill => bill.IsOnCycle && bill.At >= day.StartOf(applied.Terms.Start) && bill.Invoice.Total > 0)
            .Where(bill => _terms.EndOf(coupon) is not { } end || bill.At < end)
            .Take(coupon.IsOnce ? 1 : int.MaxValue)
            .Sum(bill => Math.Min(bill.Invoice.Total, coupon.AmountOff!.Value));
        return
        [
            .. phases.Select(phase =>
                phase.Start == applied.From && missed > 0
                    ? phase with
                    {
                        Charges =
                        [
                            .. phase.Charges,
                            DiscountCharge.Of(LineOf(phase, applied), missed, applied.Terms.Start, day.DateOf(applied.From.At)),
                        ],
                    }
                    : phase
            ),
        ];
    }

    private static PricedLine LineOf(TimelinePhase phase, AppliedOrder applied) =>
        phase.Items.Select(item => item.Line).FirstOrDefault(line => line.Life.Order == applied.Order) ?? phase.Items[0].Line;

    private IEnumerable<TimelineCharge> Discount(TimelineCharge charge, decimal off) =>
        off > 0 ? [DiscountCharge.Of(_lines[charge.Line.Id], off, charge.Since!.Value, charge.Until!.Value)] : [];
}
