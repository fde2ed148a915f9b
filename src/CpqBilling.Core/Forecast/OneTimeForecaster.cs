using System.Collections.Immutable;
using CpqBilling.Core.Calendar;
using CpqBilling.Core.Money;
using CpqBilling.Core.Planning;
using CpqBilling.Core.Pricing;
using NodaTime;

namespace CpqBilling.Core.Forecast;

/// <summary>An order with one-time lines only is one invoice: coupons of lines on their items, those of the order on what they leave.</summary>
/// <param name="custom">Lines charged by a custom field: CPQ's total says nothing about them.</param>
internal sealed class OneTimeForecaster(
    IReadOnlyList<PricedOneTimeLine> lines,
    ImmutableArray<CouponSpec> coupons,
    IReadOnlySet<string> custom,
    Currency currency
)
{
    public InvoiceForecast Forecast(Instant madeAt, BillingDay day)
    {
        var due = lines.Select(line => Due(line, madeAt)).ToList();
        var discounts = new RunningDiscounts(madeAt);
        discounts.Replace(coupons.Where(coupon => coupon.LineId is null), madeAt);
        return new InvoiceForecast([discounts.Invoice(day.DateOf(madeAt), due)], currency.Code, Reconcile(due), HasUsage: false);
    }

    private DueAmount Due(PricedOneTimeLine line, Instant madeAt) =>
        new(
            madeAt,
            IsOnCycle: true,
            line.Line,
            null,
            line.Quantity,
            1,
            MinorUnits.LineAmount(line.Unit, line.Quantity),
            [.. coupons.Where(coupon => coupon.LineId == line.Line.Id)],
            IsRecurring: false
        );

    /// <summary>Untiered lines at their ordered price come to the order's total.</summary>
    private Reconciliation Reconcile(List<DueAmount> due)
    {
        var counted = due.Where(entry => !entry.Line.IsTiered && !custom.Contains(entry.Line.Id)).ToList();
        var ordered = counted.Sum(entry => (entry.Line.UnitPrice ?? 0) * entry.Line.Quantity * currency.MinorPerMajor);
        return new Reconciliation(MinorUnits.Trim(ordered), counted.Sum(entry => entry.Amount), 0);
    }
}
