using CpqBilling.Core.Calendar;
using CpqBilling.Core.Money;
using CpqBilling.Core.Pricing;

namespace CpqBilling.Core.Tests.Tables;

/// <summary>The price of a period that a person would write. Amounts in major units, as CPQ shows them; worked out by hand.</summary>
public sealed class SimplestPriceTests
{
    [Theory]
    // eight months and 21 days (3172/365 months): 30.00 gives 260.7123, which CPQ rounds to 260.71; so do prices from 29.99916 to 30.0003
    [InlineData("260.71", "3172/365", 1, "usd", 2, "", "6", true, "30")]
    // 28.00 was written down, but is not what was sold; 29.9995 was, and comes before 30.00
    [InlineData("260.71", "3172/365", 1, "usd", 2, "28 29.9995", "6", true, "29.9995")]
    // of several with as many decimals the nearest: 100.00 for three of seven months is 233.33 or 233.34, from 99.998 to 100.002
    [InlineData("233.33", "7", 3, "usd", 2, "", "1", true, "100")]
    // a year by the month: 1,199.99 is 99.99917 a month, and 99.999 bills the same 100.00; a thousand of them need 99.99917
    [InlineData("1199.99", "12", 1, "usd", 2, "", "1", false, "99.999")]
    [InlineData("1199.99", "12", 1, "usd", 2, "", "1000", false, "99.99917")]
    // without a bill to keep, 99.999 will do for a thousand, too
    [InlineData("1199.99", "12", 1, "usd", 2, "", "1000", true, "99.999")]
    // yen have no decimals, dinars three; more are shown where an org keeps more
    [InlineData("4079", "3722/365", 1, "jpy", 0, "", "1", true, "400")]
    [InlineData("407.890", "3722/365", 1, "kwd", 3, "", "1", true, "40")]
    [InlineData("458.8767", "3722/365", 1, "usd", 4, "", "1", true, "45")]
    [InlineData("458.8798", "3722/365", 1, "usd", 4, "", "1", true, "45.0003")]
    // nothing costs nothing
    [InlineData("0", "12", 1, "usd", 2, "50", "9", false, "0")]
    public void Simplest_IsWhatCpqsUnitPriceFollowsFrom(
        string unitPrice,
        string months,
        int period,
        string currency,
        int decimals,
        string known,
        string units,
        bool hasRest,
        string expected
    )
    {
        var sold = Sold(unitPrice, months, period, currency, decimals, known) with { BilledUnits = hasRest ? null : decimal.Parse(units) };
        Assert.Equal(decimal.Parse(expected), SimplestPrice.Of(sold) / sold.Currency.MinorPerMajor);
    }

    [Fact]
    public void UsagePrices_AreShortenedToKnownOnesOnly()
    {
        var sold = Sold("0.51", "3722/365", 1, "usd", 2, "0.05") with { IsKnownOnly = true };
        Assert.Equal(5, SimplestPrice.Of(sold));
        Assert.Equal(5.001343363783m, SimplestPrice.Of(sold with { Known = [] }));
    }

    private static SoldPrice Sold(string unitPrice, string months, int period, string currency, int decimals, string known)
    {
        var fraction = months.Split('/');
        var length = TermMonths.Fraction(long.Parse(fraction[0]), fraction.Length > 1 ? long.Parse(fraction[1]) : 1);
        var unit = Currency.Of(currency);
        return new SoldPrice(MinorUnits.FromMajor(decimal.Parse(unitPrice), unit), length, period, unit, decimals)
        {
            Known = [.. known.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(price => MinorUnits.FromMajor(decimal.Parse(price), unit))],
        };
    }
}
