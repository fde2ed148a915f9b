using System.Collections.Immutable;
using CpqBilling.Core.Cpq;
using CpqBilling.Core.Money;
using CpqBilling.Core.Pricing;
using CpqBilling.Core.Timeline;
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
    public bool IsDiscountable { get; private init; } = true;

    /// <summary>Of what is charged once.</summary>
    public static DueAmount Of(TimelineCharge charge, Instant at, bool isOnCycle) =>
        new(
            at,
            isOnCycle,
            charge.Line,
            charge.Kind,
            charge.Quantity,
            1,
            MinorUnits.LineAmount(charge.Unit, charge.Quantity),
            charge.Coupons,
            IsRecurring: false
        )
        {
            IsDiscountable = charge.Kind != ChargeKind.Correction,
        };
}
