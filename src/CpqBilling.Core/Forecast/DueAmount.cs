using System.Collections.Immutable;
using CpqBilling.Core.Cpq;
using CpqBilling.Core.Pricing;
using NodaTime;

namespace CpqBilling.Core.Forecast;

/// <summary>An amount that some invoice asks for, before discounts.</summary>
/// <param name="At">When the invoice is made.</param>
/// <param name="IsOnCycle">Stripe makes the invoice by itself; otherwise the amount is pending and gets an invoice of its own.</param>
/// <param name="Kind">Null on recurring charges and one-time lines.</param>
/// <param name="Coupons">Of the line.</param>
/// <param name="IsRecurring">An item of the subscription, whose discounts run on from invoice to invoice.</param>
internal sealed record DueAmount(
    Instant At,
    bool IsOnCycle,
    OrderLine Line,
    ChargeKind? Kind,
    long Quantity,
    int Periods,
    decimal Amount,
    ImmutableArray<CouponSpec> Coupons,
    bool IsRecurring
)
{
    /// <summary>What makes up an edit is after discounts already.</summary>
    public bool IsDiscountable { get; init; } = true;
}
