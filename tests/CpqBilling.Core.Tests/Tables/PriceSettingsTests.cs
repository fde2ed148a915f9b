using CpqBilling.Core.Contract;
using CpqBilling.Core.Settings;

namespace CpqBilling.Core.Tests.Tables;

/// <summary>Price settings that a contract keeps, as one line of text.</summary>
public sealed class PriceSettingsTests
{
    [Fact]
    public void Settings_AreWords() =>
        Assert.Equal(
            "billingDay=start;billingMode=flexible;billingTimeZone=America/New_York;exactTotals=true;roundPricesToCents=true;unitPrices=exact",
            $"{PriceSettings.Of(new BillingSettings
            {
                RoundPricesToCents = true,
                UnitPrices = UnitPrices.Exact,
                BillingTimeZone = DateTimeZoneProviders.Tzdb["America/New_York"],
                BillingMode = BillingMode.Flexible,
            })}"
        );

    [Fact]
    public void KeptWords_WinOverWhatIsSet()
    {
        var kept = PriceSettings.Parse("billingMode=classic;billingTimeZone=Europe/Berlin;roundPricesToCents=false");
        var settings = kept.ApplyTo(new BillingSettings { RoundPricesToCents = true, BillingMode = BillingMode.Flexible });
        Assert.False(settings.RoundPricesToCents);
        Assert.Equal(BillingMode.Classic, settings.BillingMode);
        Assert.Equal("Europe/Berlin", settings.BillingTimeZone.Id);
    }

    [Fact]
    public void WhatWasSentBeforeTheyWereKept_HasExactPricesAndNoExactTotals()
    {
        var settings = PriceSettings.Unknown.ApplyTo(new BillingSettings());
        Assert.Equal(UnitPrices.Exact, settings.UnitPrices);
        Assert.False(settings.ExactTotals);
    }

    [Fact]
    public void OtherSettings_AreAsSet() =>
        Assert.Equal(
            CreditMode.AllReductions,
            PriceSettings.Parse("billingMode=classic").ApplyTo(new BillingSettings { CreditUnusedTime = CreditMode.AllReductions }).CreditUnusedTime
        );

    [Fact]
    public void TextThatNobodyWrote_KeepsNothing() =>
        Assert.True(PriceSettings.Parse("what;is=;this").ApplyTo(new BillingSettings { RoundPricesToCents = true }).RoundPricesToCents);
}
