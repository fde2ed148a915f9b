using CpqBilling.Core.Requests;
using CpqBilling.Core.Translation;
using static CpqBilling.Core.Tests.Tables.RecordTranslatorTests;

namespace CpqBilling.Core.Tests.Tables;

/// <summary>Mapped fields of a price-book price at 120.00 a year: what is sent, what is superfluous, what is refused.</summary>
public sealed class MappedPriceTests
{
    private const string Early = "2025-01-01T00:00:00Z";
    private const string Plain =
        """{"currency":"usd","product":"ref:product/P","unit_amount_decimal":12000,"recurring":{"interval":"month","interval_count":12,"usage_type":"licensed"}""";

    public static TheoryData<string, object?, string> Sent() =>
        new()
        {
            { "nickname", "Gold", ""","nickname":"Gold"}""" },
            { "tax_behavior", "exclusive", ""","tax_behavior":"exclusive"}""" },
            // a key moves with the price unless the mapping says otherwise
            { "lookup_key", "gold", ""","lookup_key":"gold","transfer_lookup_key":true}""" },
            // equal to what CPQ says, or read where the price is made
            { "recurring.interval", "MONTH", "}" },
            { "recurring.interval_count", 12m, "}" },
            { "recurring.usage_type", "licensed", "}" },
            { "recurring.aggregate_usage", "sum", "}" },
            { "currency", "USD", "}" },
            { "tiers_mode", "volume", "}" },
            { "billing_scheme", "per_unit", "}" },
            { "unit_amount_decimal", 120m, "}" },
        };

    [Theory]
    [MemberData(nameof(Sent))]
    public void MappedField_IsSentUnlessCpqSaysIt(string path, object? value, string rest)
    {
        var step = ((Translated)Translate((path, value))).Plan.Steps.Single(step => step.Key == "price/EP");
        Assert.Equal(Plain + rest, StripeJson.Write(step.Body.Remove("metadata")));
    }

    [Fact]
    public void LookupKeyThatStays_IsSentSo()
    {
        var step = ((Translated)Translate(("lookup_key", "gold"), ("transfer_lookup_key", false))).Plan.Steps.Single(step => step.Key == "price/EP");
        Assert.Equal(Plain + ""","lookup_key":"gold","transfer_lookup_key":false}""", StripeJson.Write(step.Body.Remove("metadata")));
    }

    [Theory]
    [InlineData("recurring.interval", "year")]
    [InlineData("currency", "eur")]
    [InlineData("product", "prod_9")]
    [InlineData("unit_amount", "5")]
    public void WhatCpqDecides_IsRefused(string path, string value)
    {
        var error = Assert.Single(Assert.IsType<Rejected>(Translate((path, value))).Errors);
        Assert.Equal(
            ("PricebookEntry", $"The mapping price.{path} cannot be used: what CPQ says decides it. Map unit_amount_decimal for an amount."),
            (error.Record.Type, error.Message)
        );
    }

    [Fact]
    public void AmountOfNothing_IsAnAmount_AndLessIsNone()
    {
        Assert.IsType<Translated>(Translate(("unit_amount_decimal", 0m)));
        var error = Assert.Single(Assert.IsType<Rejected>(Translate(("unit_amount_decimal", -1m))).Errors);
        Assert.Contains("-1", error.Message);
        Assert.Contains("an amount of zero or more", error.Message);
    }

    [Theory]
    [InlineData("tiered", "price_order_item.billing_scheme")]
    [InlineData("flat", "per_unit or tiered")]
    public void SchemeOfALine_AgreesWithItsRates(string scheme, string said)
    {
        var contract = new SmallContract().Line("L0", "2025-01-15", 1, 240);
        contract.World.Mappings = Defaults("price_order_item", ("billing_scheme", scheme));
        var error = Assert.Single(Assert.IsType<Rejected>(OrderTranslator.Translate(contract.At(Early))).Errors);
        Assert.Contains(said, $"{error.Field} {error.Message}");
    }

    [Fact]
    public void LookupKey_StaysWithTheFirstOfTwoEqualPrices()
    {
        // two lines of one price in one phase: the copy of the price has no key of its own
        var contract = new SmallContract().Line("L0", "2025-01-15", 1, 120).Line("L1", "2025-01-15", 2, 120);
        contract.World.Mappings = Defaults("price", ("lookup_key", "gold"));
        var steps = ((Translated)OrderTranslator.Translate(contract.At(Early))).Plan.Steps;
        Assert.Equal(["price/EP"], steps.Where(step => step.Body["lookup_key"] is not null).Select(step => step.Key));
        Assert.Null(steps.Single(step => step.Key == "price/L1/duplicate").Body["transfer_lookup_key"]);
    }

    [Fact]
    public void LookupKey_StaysWithTheRecurringPrice()
    {
        // 18 months by the year: the part period's zero and the amount charged once are copies
        var contract = new SmallContract(18).Line("L0", "2025-01-15", 1, 180);
        contract.World.Mappings = Defaults("price", ("lookup_key", "gold"));
        var steps = ((Translated)OrderTranslator.Translate(contract.At(Early))).Plan.Steps;
        Assert.Equal(["price/EP", "price/L0/zero", "price/L0/remainder"], steps.Where(step => step.Path == "/v1/prices").Select(step => step.Key));
        Assert.Equal(["price/EP"], steps.Where(step => step.Body["lookup_key"] is not null).Select(step => step.Key));
    }

    private static TranslationResult Translate(params (string Path, object? Value)[] mapped)
    {
        var contract = new SmallContract().Line("L0", "2025-01-15", 1, 120);
        contract.World.Mappings = Defaults("price", mapped);
        return OrderTranslator.Translate(contract.At(Early));
    }
}
