using System.Collections.Immutable;
using CpqBilling.Core.Calendar;
using CpqBilling.Core.Money;
using CpqBilling.Core.Pricing;
using NodaTime;

namespace CpqBilling.Core.Forecast;

/// <summary>An order with one-time lines only is one invoice: coupons of lines on their items, those of the order on what they leave.</summary>
/// <param name="Custom">Lines charged by a custom field: CPQ's total says nothing about them.</param>
internal sealed record OneTimeBills(
    ImmutableArray<PricedOneTimeLine> Lines,
    ImmutableArray<CouponSpec> Coupons,
    ImmutableHashSet<string> Custom,
    Currency Currency
) : ForecastBasis
{
    public required Instant MadeAt { get; init; }

    public required BillingDay Day { get; init; }

    public override InvoiceForecast Told()
    {
        var due = Lines.Select(Due).ToList();
        var discounts = new RunningDiscounts(MadeAt);
        discounts.Replace(Coupons.Where(coupon => coupon.LineId is null), MadeAt);
        return new InvoiceForecast([discounts.Invoice(Day.DateOf(MadeAt), due)], Currency.Code, Reconcile(due), HasUsage: false);
    }

    private DueAmount Due(PricedOneTimeLine line) =>
        new(
            MadeAt,
            IsOnCycle: true,
            line.Line,
            null,
            line.Quantity,
            1,
            MinorUnits.LineAmount(line.Unit, line.Quantity),
            [.. Coupons.Where(coupon => coupon.LineId == line.Line.Id)],
            IsRecurring: false
        );

    /// <summary>Untiered lines at their ordered price come to the order's total.</summary>
    private Reconciliation Reconcile(List<DueAmount> due)
    {
        var counted = due.Where(entry => !entry.Line.IsTiered && !Custom.Contains(entry.Line.Id)).ToList();
        var ordered = counted.Sum(entry => (entry.Line.UnitPrice ?? 0) * entry.Line.Quantity * Currency.MinorPerMajor);
        return new Reconciliation(MinorUnits.Trim(ordered), counted.Sum(entry => entry.Amount), 0);
    }
}
