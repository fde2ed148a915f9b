using System.Collections.Immutable;
using CpqBilling.Core.Calendar;
using CpqBilling.Core.Contract;
using CpqBilling.Core.Errors;
using CpqBilling.Core.Money;
using CpqBilling.Core.Pricing;

namespace CpqBilling.Core.Timeline;

/// <summary>Stripe takes no negative recurring price: what lines take off whole periods stands on phases as coupons (docs/decisions/0044).</summary>
internal sealed class RebatePlacement(ContractLife life, ImmutableArray<PricedLine> rebates, PriceVariants variants)
{
    public ImmutableArray<SyncError> FrequencyErrors()
    {
        var frequencies = life.Lines.Concat(life.Rebates).Select(line => line.Term.PeriodMonths).Distinct().Order().ToList();
        return frequencies.Count <= 1
            ? []
            : [.. life.Rebates.Select(line => ShapeErrors.RebateOfMixedFrequencies(line.Line.Ref, string.Join(" and ", frequencies)))];
    }

    /// <summary>The phase with what is taken off its bills.</summary>
    public TimelinePhase Place(TimelinePhase phase)
    {
        var standing = rebates
            .Where(line => IsTaken(line, phase.Start))
            .Select(line => Coupon(line, phase))
            .Where(coupon => coupon.AmountOff > 0)
            .ToList();
        return standing.Count == 0 ? phase : phase with { Discounts = [.. phase.Discounts, .. standing] };
    }

    /// <summary>Stripe would stop at nothing, and the rest of the rebate would be lost: told once, of the first bill.</summary>
    /// <param name="placed">Phases with what is taken off them.</param>
    public ImmutableArray<SyncError> BillErrors(IEnumerable<TimelinePhase> placed) =>
        [.. placed.Select(BillError).OfType<SyncError>().DistinctBy(error => error.Record)];

    /// <summary>Where a termination cancels everything at once nothing is billed but what is given back, and the rebate of it is asked for again.</summary>
    private bool IsTaken(PricedLine line, Boundary at) =>
        !(life.Termination is { IsImmediate: true } termination && termination.From <= at)
        && line.Life.From <= at
        && at < line.End
        && !line.IsFreeAt(at)
        && line.Life.QuantityAt(at) > 0;

    /// <summary>Its order's percentages lower what it takes off, as they lower what is sold.</summary>
    private CouponSpec Coupon(PricedLine line, TimelinePhase phase)
    {
        var before = MinorUnits.LineAmount(line.PeriodPrice, line.Life.QuantityAt(phase.Start));
        var off = before;
        foreach (var percent in Percentages(line, phase))
        {
            off -= MinorUnits.LineAmount(off, percent / 100);
        }

        var currency = Currency.Of(line.Price.Shape.Currency);
        return variants.Rebate(line.Life.Order, line.Life.Line, MinorUnits.ToChargeStep(off, currency), currency.Code) with
        {
            RebateBeforeDiscounts = before,
        };
    }

    private static IEnumerable<decimal> Percentages(PricedLine line, TimelinePhase phase) =>
        phase
            .Discounts.Concat(phase.Items.SelectMany(item => item.Coupons).Where(coupon => coupon.OrderId == line.Life.Order.Id))
            .Where(coupon => coupon is { LineId: null, IsOnce: false })
            .DistinctBy(coupon => coupon.Ref.Id)
            .Select(coupon => coupon.PercentOff)
            .OfType<decimal>();

    private SyncError? BillError(TimelinePhase phase)
    {
        var standing = phase.Discounts.Where(coupon => coupon.Rebate is not null).ToList();
        if (standing.Count == 0)
        {
            return null;
        }

        var day = life.Calendar.Day;
        var calendar = life.Calendar.Of(rebates[0].Life.Term.ChargedMonths);
        var date = calendar.Nth(calendar.IndexAtOrAfter(day.DateOf(phase.Start.At)));
        var bill = phase.Items.Where(item => item.Quantity is not null).Sum(item => Discounted(item, phase));
        var off = standing.Sum(coupon => coupon.AmountOff ?? 0);
        var currency = Currency.Of(rebates[0].Price.Shape.Currency);
        return off <= bill || day.StartOf(date) >= phase.End.At
            ? null
            : ShapeErrors.RebateTooLarge(
                standing[0].Ref,
                $"{date:uuuu-MM-dd}",
                MinorUnits.ToMajor(off, currency),
                MinorUnits.ToMajor(MinorUnits.Trim(bill), currency)
            );
    }

    private static decimal Discounted(TimelineItem item, TimelinePhase phase) =>
        item
            .Coupons.Concat(phase.Discounts.Where(coupon => coupon.IsPercentage))
            .Where(coupon => !coupon.IsOnce)
            .Aggregate(item.PeriodAmount, (left, coupon) => coupon.LeftOf(left));
}
