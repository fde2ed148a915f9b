using System.Collections.Immutable;
using CpqBilling.Core.Calendar;
using CpqBilling.Core.Contract;
using CpqBilling.Core.Errors;
using CpqBilling.Core.Pricing;
using CpqBilling.Core.Settings;

namespace CpqBilling.Core.Timeline;

/// <summary>Amounts that are charged once, with their prices and coupons.</summary>
internal sealed class LineChargeMaker(
    ContractLife life,
    Prices prices,
    ImmutableArray<CouponSpec> coupons,
    CouponPlacement placement,
    BillingSettings settings
)
{
    private readonly OneTimeReturns _returns = new(life, prices, settings);

    public IEnumerable<OrderNote> Notes() => _returns.Notes();

    public Checked<TimelineCharge> OfReturn(OneTimeReturn taken) => _returns.Credit(taken);

    public Checked<TimelineCharge> OfOneTimeLine(OneTimeLine line) =>
        OneTimeLinePricer
            .Price(line, prices)
            .Select(priced => new TimelineCharge(
                line.Order,
                line.Line,
                null,
                priced.Price,
                priced.Price,
                priced.Unit,
                priced.Quantity,
                null,
                null,
                false,
                [.. coupons.Where(coupon => coupon.LineId == line.Line.Id)]
            ));

    /// <param name="start">Of the phase that it begins.</param>
    public TimelineCharge OfLine(PricedLine line, OneTimeCharge charge, Boundary start) =>
        line.Life.Line.IsRebate ? OfRebate(line, charge) : OfSale(line, charge, start);

    private TimelineCharge OfSale(PricedLine line, OneTimeCharge charge, Boundary start)
    {
        var isInitialRemainder = charge.Kind == ChargeKind.Remainder && line.Life.IsInitial;
        // A termination leaves a part of the amount that was stored with the line.
        var isWhole = line.End.At >= life.Calendar.Day.StartOf(line.Life.Term.EndExclusive);
        var isOwn =
            isInitialRemainder
            && isWhole
            && charge.At == line.Life.From
            && (line.IsOneTimeThroughout || !prices.Variants.IsStoredRecurring(line.Life.Line));
        var role = charge.Kind == ChargeKind.Remainder ? "remainder" : "proration";
        return new TimelineCharge(
            line.Life.Order,
            line.Life.Line,
            charge.Kind,
            charge.Unit < 0 || charge.Kind == ChargeKind.Credit
                ? null
                : prices.Variants.OneTime(line.Life.Line, line.Price, charge.Unit, role, isOwn),
            line.Price,
            charge.Unit,
            charge.Quantity,
            charge.Since,
            charge.Until,
            isInitialRemainder && charge.At != line.Life.From,
            charge.Unit < 0 ? [] : placement.OnCharge(line, start)
        )
        {
            Units = charge.Units,
        };
    }

    /// <summary>Parts of periods are taken off as amounts of their own, and come back with units that go.</summary>
    private static TimelineCharge OfRebate(PricedLine line, OneTimeCharge charge) =>
        new(line.Life.Order, line.Life.Line, charge.Kind, null, line.Price, -charge.Unit, charge.Quantity, charge.Since, charge.Until, false, [])
        {
            Units = charge.Units,
        };
}
