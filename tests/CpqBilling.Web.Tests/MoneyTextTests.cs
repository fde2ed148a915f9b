using CpqBilling.Core.Requests;
using CpqBilling.Core.StripeState;
using CpqBilling.Engine.Application.Words;
using Xunit;

namespace CpqBilling.Web.Tests;

public sealed class MoneyTextTests
{
    [Theory]
    [InlineData("0", "usd", "0.00 USD")]
    [InlineData("123456", "usd", "1,234.56 USD")]
    [InlineData("-50", "usd", "−0.50 USD")]
    // An amount has the decimals of its currency and no more.
    [InlineData("123.456789", "usd", "1.23 USD")]
    // No cents, and thousandths.
    [InlineData("1200", "jpy", "1,200 JPY")]
    [InlineData("1500", "kwd", "1.500 KWD")]
    public void Amount_InTheCurrencysOwnUnits(string minor, string currency, string expected) =>
        Assert.Equal(expected, MoneyText.Of(decimal.Parse(minor), currency));

    [Theory]
    [InlineData("58800", "588")]
    [InlineData("3330900", "33,309")]
    [InlineData("11842200", "118k")]
    [InlineData("-118422000", "−1.18M")]
    [InlineData("250000000000", "2.5B")]
    public void ShortAmount_KeepsItsSize(string minor, string expected) => Assert.Equal(expected, MoneyText.Brief(decimal.Parse(minor), "usd"));

    [Theory]
    // Prices may have parts of cents; what is shown shortened says so.
    [InlineData("2.5", "0.025")]
    [InlineData("3000", "30.00")]
    [InlineData("833.333333333333", "≈ 8.3333")]
    public void UnitPrice_HasUpToFourDecimals(string minor, string expected) => Assert.Equal(expected, MoneyText.Unit(decimal.Parse(minor), "usd"));

    [Fact]
    public void ExactPrice_HasAllDecimals() => Assert.Equal("8.33333333333333 USD", MoneyText.Exact(833.333333333333m, "usd"));

    [Theory]
    [InlineData(1, "30.00 USD a month")]
    [InlineData(3, "30.00 USD a quarter")]
    [InlineData(12, "30.00 USD a year")]
    [InlineData(18, "30.00 USD every 18 months")]
    public void RecurringPrice_NamesItsPeriod(int months, string expected) =>
        Assert.Equal(expected, MoneyText.OfPrice(new PriceShape("usd", "prod_1", 3000, new RecurringShape(months, IsMetered: false))));

    [Fact]
    public void PriceByUse_SaysSo() =>
        Assert.Equal(
            "0.02 USD per unit used, a month",
            MoneyText.OfPrice(new PriceShape("usd", "prod_1", 2, new RecurringShape(1, IsMetered: true)))
        );

    [Fact]
    public void TieredPrice_SaysHow() =>
        Assert.Equal(
            "graduated tiers a month",
            MoneyText.OfPrice(new PriceShape("usd", "prod_1", null, new RecurringShape(1, false), TiersMode.Graduated))
        );
}
