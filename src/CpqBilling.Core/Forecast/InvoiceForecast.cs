using System.Collections.Immutable;
using CpqBilling.Core.Cpq;
using CpqBilling.Core.Money;
using CpqBilling.Core.Pricing;
using NodaTime;

namespace CpqBilling.Core.Forecast;

/// <summary>The invoices a customer will get over a contract, as far as they do not depend on usage.</summary>
/// <param name="Total">Minor units, discounts taken off.</param>
/// <param name="Currency">ISO code in lower case.</param>
/// <param name="Reconciliation">Null where CPQ sold no total: evergreen lines have a price and no end.</param>
/// <param name="HasUsage">Metered lines come on top, by what the meters count.</param>
public sealed record InvoiceForecast(ImmutableArray<ForecastInvoice> Invoices, string Currency, Reconciliation? Reconciliation, bool HasUsage)
{
    /// <summary>The day before which the invoices shown are made, where billing runs on after them; null when they are all.</summary>
    public LocalDate? RunsOnFrom { get; init; }

    public decimal Total => Invoices.Sum(invoice => invoice.Total);
}

/// <param name="Date">When the invoice is made.</param>
public sealed record ForecastInvoice(LocalDate Date, ImmutableArray<ForecastLine> Lines)
{
    /// <summary>Before discounts.</summary>
    public decimal Subtotal => Lines.Where(line => !line.IsDiscount).Sum(line => line.Amount);

    /// <summary>What coupons take off these lines, and what they would have taken off bills that were missed.</summary>
    public decimal Discount => Lines.Sum(line => line.IsDiscount ? line.Discount - line.Amount : line.Discount);

    public decimal Total => Subtotal - Discount;
}

/// <param name="Kind">Null on recurring charges and one-time lines.</param>
/// <param name="Periods">Billing periods in one amount: more than one only when the past of a backdated contract is billed.</param>
/// <param name="Amount">Minor units before discounts.</param>
public sealed record ForecastLine(OrderLine Line, ChargeKind? Kind, long Quantity, int Periods, decimal Amount, decimal Discount)
{
    /// <summary>An amount that stands for coupons.</summary>
    public bool IsDiscount => Kind == ChargeKind.Discount;
}
