using CpqBilling.Core.Errors;
using CpqBilling.Core.Pricing;
using CpqBilling.Core.Requests;
using CpqBilling.Engine.Application.Words;
using NodaTime;
using Xunit;

namespace CpqBilling.Web.Tests;

/// <summary>Coupons in words: Stripe counts their amounts in minor units, people do not.</summary>
public sealed class CouponTextTests
{
    [Theory]
    [InlineData(500, "usd", CouponDuration.Once, null, "5.00 USD off once")]
    [InlineData(500, "jpy", CouponDuration.Forever, null, "500 JPY off forever")]
    [InlineData(1250, "eur", CouponDuration.Repeating, 3, "12.50 EUR off for 3 months")]
    public void Amounts_AreMoney(int off, string currency, CouponDuration duration, int? months, string text) =>
        Assert.Equal(text, CouponText.Of(Coupon(off, null, currency, duration, months)));

    [Fact]
    public void Percentages_HaveNoCurrency() => Assert.Equal("12.5 % off once", CouponText.Of(Coupon(null, 12.5m, null, CouponDuration.Once, null)));

    private static CouponSpec Coupon(decimal? amountOff, decimal? percentOff, string? currency, CouponDuration duration, int? months) =>
        new(
            "coupon/1",
            new RecordRef("Order_Stripe_Coupon__c", "1"),
            null,
            null,
            "O",
            null,
            amountOff,
            percentOff,
            duration,
            months,
            Instant.MinValue,
            new StripeMap().Set("currency", currency)
        );
}
