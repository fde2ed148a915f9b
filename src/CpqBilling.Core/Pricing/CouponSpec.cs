using CpqBilling.Core.Errors;
using CpqBilling.Core.Requests;
using NodaTime;

namespace CpqBilling.Core.Pricing;

/// <summary>A coupon of an order or of one of its lines, as CPQ copied it from the quote.</summary>
/// <param name="Key">Symbolic name; coupons that were copied from one quote coupon and are still equal share it.</param>
/// <param name="ExistingId">Stripe coupon that is equal and can be used.</param>
/// <param name="LineId">Null on coupons of the order.</param>
public sealed record CouponSpec(
    string Key,
    RecordRef Ref,
    RecordRef? QuoteCoupon,
    string? ExistingId,
    string OrderId,
    string? LineId,
    decimal? AmountOff,
    decimal? PercentOff,
    string Duration,
    int? DurationInMonths,
    Instant CreatedAt,
    StripeMap Body
)
{
    public bool IsPercentage => PercentOff is not null;

    public bool IsOnce => Duration == "once";

    public StripeValue Id => ExistingId is { } id ? new StripeText(id) : new StripeRef(Key);
}
