using System.Collections.Immutable;
using CpqBilling.Core.Calendar;
using CpqBilling.Core.Contract;
using CpqBilling.Core.Errors;
using CpqBilling.Core.Money;
using CpqBilling.Core.Pricing;

namespace CpqBilling.Core.Timeline;

/// <summary>Stripe takes no negative recurring price: what lines take off whole periods stands on phases as coupons (docs/decisions/0044).</summary>
internal sealed class RebatePlacement(ContractLife life, ImmutableArray<PricedLine> rebates, PriceBuilder prices, BillingDay day, ErrorList errors)
{
    private readonly HashSet<string> _refused = [];

    public void CheckFrequencies()
    {
        var frequencies = life.Lines.Concat(life.Rebates).Select(line => line.Term.PeriodMonths).Distinct().Order().ToList();
        foreach (var line in frequencies.Count > 1 ? life.Rebates : [])
        {
            errors.Add(ShapeErrors.RebateOfMixedFrequencies(line.Line.Ref, string.Join(" and ", frequencies)));
        }
    }

    /// <summary>The phase with what is taken off its bills.</summary>
    public TimelinePhase Place(TimelinePhase phase)
    {
        var standing = rebates
            .Where(line => IsTaken(line, phase.Start))
            .Select(line => Coupon(line, phase))
            .Where(coupon => coupon.AmountOff > 0)
            .ToList();
        if (standing.Count > 0)
        {
            CheckBill(phase, standing);
        }

        return standing.Count == 0 ? phase : phase with { Discounts = [.. phase.Discounts, .. standing] };
    }

    private static bool IsTaken(PricedLine line, Boundary at) =>
        line.Life.From <= at && at < line.End && !line.IsFreeAt(at) && line.Life.QuantityAt(at) > 0;

    /// <summary>Its order's percentages lower what it takes off, as they lower what is sold.</summary>
    private CouponSpec Coupon(PricedLine line, TimelinePhase phase)
    {
        var before = MinorUnits.LineAmount(line.PeriodPrice, line.Life.QuantityAt(phase.Start));
        var off = before;
        foreach (var percent in Percentages(line, phase))
        {
            off -= MinorUnits.LineAmount(off, percent / 100);
        }

        return prices.Rebate(line.Life.Order, line.Life.Line, MinorUnits.ToChargeStep(off, Currency.Of(line.Price.Shape.Currency))) with
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

    /// <summary>Stripe would stop at nothing, and the rest of the rebate would be lost.</summary>
    private void CheckBill(TimelinePhase phase, List<CouponSpec> standing)
    {
        var calendar = life.Calendar.Of(rebates[0].Life.Term.ChargedMonths);
        var date = calendar.Nth(calendar.IndexAtOrAfter(day.DateOf(phase.Start.At)));
        if (day.StartOf(date) >= phase.End.At)
        {
            return;
        }

        var bill = phase.Items.Where(item => item.Quantity is not null).Sum(item => Discounted(item, phase));
        var off = standing.Sum(coupon => coupon.AmountOff ?? 0);
        var currency = Currency.Of(rebates[0].Price.Shape.Currency);
        if (off > bill && _refused.Add(standing[0].Ref.Id))
        {
            errors.Add(
                ShapeErrors.RebateTooLarge(
                    standing[0].Ref,
                    $"{date:uuuu-MM-dd}",
                    MinorUnits.ToMajor(off, currency),
                    MinorUnits.ToMajor(MinorUnits.Trim(bill), currency)
                )
            );
        }
    }

    private static decimal Discounted(TimelineItem item, TimelinePhase phase)
    {
        var left = item.PeriodAmount;
        foreach (var coupon in item.Coupons.Concat(phase.Discounts.Where(coupon => coupon.IsPercentage)).Where(coupon => !coupon.IsOnce))
        {
            left -= coupon.PercentOff is { } percent ? MinorUnits.LineAmount(left, percent / 100) : Math.Min(left, coupon.AmountOff ?? 0);
        }

        return left;
    }
}
