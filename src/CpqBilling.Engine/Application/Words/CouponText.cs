using CpqBilling.Core.Pricing;

namespace CpqBilling.Engine.Application.Words;

/// <summary><c>10 % off for 3 months</c></summary>
public static class CouponText
{
    public static string Of(CouponSpec coupon)
    {
        var off = coupon.PercentOff is { } percent ? $"{percent:0.##} % off" : $"{coupon.AmountOff:0.00} off";
        return coupon.DurationInMonths is { } months ? $"{off} for {months} months" : $"{off} {coupon.Duration}";
    }
}
