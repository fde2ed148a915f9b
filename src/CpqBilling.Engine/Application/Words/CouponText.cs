using CpqBilling.Core.Pricing;
using CpqBilling.Core.Requests;

namespace CpqBilling.Engine.Application.Words;

/// <summary><c>10 % off for 3 months</c>, <c>5.00 USD off once</c></summary>
public static class CouponText
{
    public static string Of(CouponSpec coupon)
    {
        var off = coupon.PercentOff is { } percent ? $"{percent:0.##} %" : MoneyText.Of(coupon.AmountOff!.Value, coupon.Currency!);
        return coupon.DurationInMonths is { } months ? $"{off} off for {months} months" : $"{off} off {StripeWord.Of(coupon.Duration)}";
    }
}
