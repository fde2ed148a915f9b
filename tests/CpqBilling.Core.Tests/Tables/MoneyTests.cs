using CpqBilling.Core.Money;

namespace CpqBilling.Core.Tests.Tables;

/// <summary>docs/rules/charges.md 9: minor units, twelve decimals, half away from zero.</summary>
public sealed class MoneyTests
{
    [Theory]
    // two decimals, also where the currency is used without them
    [InlineData("USD", "120.00", "12000")]
    [InlineData("eur", "0.01", "1")]
    [InlineData("ugx", "5", "500")]
    [InlineData("isk", "5", "500")]
    [InlineData("huf", "5", "500")]
    // none
    [InlineData("jpy", "500", "500")]
    [InlineData("KRW", "1000", "1000")]
    [InlineData("clp", "7", "7")]
    [InlineData("xpf", "7", "7")]
    // three
    [InlineData("kwd", "1.234", "1234")]
    [InlineData("bhd", "2", "2000")]
    [InlineData("jod", "0.001", "1")]
    [InlineData("omr", "1", "1000")]
    [InlineData("tnd", "1", "1000")]
    // sub-cent amounts stay; beyond twelve decimals half goes away from zero
    [InlineData("usd", "100.2555", "10025.55")]
    [InlineData("usd", "200.121212", "20012.1212")]
    [InlineData("usd", "-100.2555", "-10025.55")]
    public void FromMajor_UsesStripesFactor(string currency, string major, string minor) =>
        Assert.Equal(minor, MinorUnits.FromMajor(decimal.Parse(major), Currency.Of(currency)).ToString());

    [Theory]
    [InlineData("14400.000000000083", "14400.000000000083")]
    [InlineData("0.1234567890123", "0.123456789012")]
    [InlineData("273000.00000000000004368", "273000")]
    [InlineData("0.0000000000005", "0.000000000001")]
    [InlineData("-0.0000000000005", "-0.000000000001")]
    [InlineData("0.0000000000004999", "0")]
    [InlineData("91666.66666666666666666666", "91666.666666666667")]
    [InlineData("120.50", "120.5")]
    public void StripePrecision_IsTwelveDecimalsWithoutZeros(string amount, string kept) =>
        Assert.Equal(kept, MinorUnits.ToStripePrecision(decimal.Parse(amount)).ToString());

    [Theory]
    [InlineData("usd", "1234.5", "1235")]
    [InlineData("usd", "-1234.5", "-1235")]
    [InlineData("usd", "1234.4999", "1234")]
    [InlineData("jpy", "0.5", "1")]
    // charged in tens of the smallest unit
    [InlineData("kwd", "1234", "1230")]
    [InlineData("kwd", "1235", "1240")]
    [InlineData("kwd", "-1235", "-1240")]
    public void ChargeStep_RoundsHalfAwayFromZero(string currency, string minor, string charged) =>
        Assert.Equal(charged, MinorUnits.ToChargeStep(decimal.Parse(minor), Currency.Of(currency)).ToString());

    [Theory]
    // the cents of invoices, worked out by hand
    [InlineData("6000", 2, "12000")]
    [InlineData("804400.206164383562", 1, "804400")]
    [InlineData("-32176.202054794521", 1, "-32176")]
    [InlineData("7449.139726027397", 1, "7449")]
    [InlineData("33435", 49, "1638315")]
    [InlineData("33434.911872146119", 49, "1638311")]
    [InlineData("11887.671232876712", 1, "11888")]
    [InlineData("4468.036529680365", 1, "4468")]
    [InlineData("1920.547945205479", 1, "1921")]
    [InlineData("-91666.666666666667", 24, "-2200000")]
    [InlineData("-11000", 49, "-539000")]
    [InlineData("0.5", 1, "1")]
    [InlineData("-0.5", 1, "-1")]
    [InlineData("0.5", 0, "0")]
    public void LineAmount_IsRoundedOnce(string unit, int quantity, string cents) =>
        Assert.Equal(cents, MinorUnits.LineAmount(decimal.Parse(unit), quantity).ToString());

    [Theory]
    // 10 of 30 days of 100.00, half a cent up and down, all of it
    [InlineData("10000", 10, 30, "3333")]
    [InlineData("1", 1, 2, "1")]
    [InlineData("-1", 1, 2, "-1")]
    [InlineData("12000", 7, 7, "12000")]
    public void Share_IsRoundedOnce(string minor, int part, int whole, string share) =>
        Assert.Equal(share, MinorUnits.Share(decimal.Parse(minor), part, whole).ToString());

    [Theory]
    [InlineData("usd", "12050", "120.5")]
    [InlineData("jpy", "500", "500")]
    [InlineData("kwd", "1230", "1.23")]
    public void ToMajor_IsTheWayBack(string currency, string minor, string major) =>
        Assert.Equal(decimal.Parse(major), MinorUnits.ToMajor(decimal.Parse(minor), Currency.Of(currency)));

    [Theory]
    [InlineData("usd", true)]
    [InlineData("USD", true)]
    [InlineData("us", false)]
    [InlineData("us1", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void Codes_HaveThreeLetters(string? code, bool isValid) => Assert.Equal(isValid, Currency.IsValidCode(code));

    [Fact]
    public void WhatIsNoCode_IsNoCurrency() => Assert.ThrowsAny<Exception>(() => Currency.Of("us1"));

    [Theory]
    [InlineData(1, 1, "bif clp djf gnf jpy kmf krw mga pyg rwf vnd vuv xaf xof xpf")]
    [InlineData(1000, 10, "bhd jod kwd omr tnd")]
    // looks as if it had none, but Stripe takes hundredths
    [InlineData(100, 1, "usd eur gbp ugx huf twd isk")]
    public void Currencies_HaveStripesMinorUnits(int minorPerMajor, int chargeStep, string codes) =>
        Assert.All(
            codes.Split(' '),
            code => Assert.Equal((minorPerMajor, chargeStep), ((int)Currency.Of(code).MinorPerMajor, (int)Currency.Of(code).ChargeStep))
        );
}
