using CpqBilling.Core.Requests;
using CpqBilling.Core.StripeState;

namespace CpqBilling.Core.Tests.Tables;

/// <summary>docs/rules/prices.md 1: which prices bill the same.</summary>
public sealed class PriceShapeTests
{
    private static readonly RecurringShape Monthly = new(1, IsMetered: false);

    [Fact]
    public void OneTimePrices_OfOneAmount_AreEqual() => AssertEqual(new("usd", "prod", 12000, null), new("usd", "prod", 12000.00m, null));

    [Fact]
    public void Amounts_DifferByCurrency() => AssertDiffer("currency", new("usd", "prod", 12000, null), new("eur", "prod", 12000, null));

    [Fact]
    public void Amounts_Differ() => AssertDiffer("amount", new("usd", "prod", 12100, null), new("usd", "prod", 12000, null));

    [Theory]
    // the twelfth decimal counts, and it is the last Stripe keeps
    [InlineData("0.333333333333", "0.333333333333", true)]
    [InlineData("0.333333333333", "0.333333333334", false)]
    [InlineData("0.1", "0.100000000000", true)]
    public void Amounts_CompareToTwelveDecimals(string first, string second, bool isSame) =>
        Assert.Equal(
            isSame,
            new PriceShape("usd", "prod", decimal.Parse(first), null).DifferenceFrom(new("usd", "prod", decimal.Parse(second), null)) is null
        );

    [Fact]
    public void SchemeOnOneSideOnly_Differs() =>
        AssertDiffer("scheme", new("usd", "prod", 0, Monthly), new("usd", "prod", null, Monthly, TiersMode.Volume, [new(null, 0, null)]));

    [Fact]
    public void Products_Differ() => AssertDiffer("product", new("usd", "prod_1", 1, null), new("usd", "prod_2", 1, null));

    [Fact]
    public void OneTimeAndRecurring_Differ() => AssertDiffer("interval", new("usd", "prod", 1, null), new("usd", "prod", 1, Monthly));

    [Fact]
    public void Intervals_Differ() => AssertDiffer("interval", new("usd", "prod", 1, Monthly), new("usd", "prod", 1, new(3, false)));

    [Fact]
    public void UsageTypes_Differ() => AssertDiffer("usage type", new("usd", "prod", 1, Monthly), new("usd", "prod", 1, new(1, true)));

    [Fact]
    public void Meters_Differ() => AssertDiffer("meter", new("usd", "prod", 1, new(1, true, "mtr_1")), new("usd", "prod", 1, new(1, true, "mtr_2")));

    [Theory]
    [InlineData(TaxBehavior.Exclusive, TaxBehavior.Inclusive, false)]
    [InlineData(TaxBehavior.Exclusive, null, true)]
    [InlineData(TaxBehavior.Exclusive, TaxBehavior.Unspecified, true)]
    public void TaxBehaviour_CountsWhenBothSaySo(TaxBehavior? first, TaxBehavior? second, bool isSame) =>
        Assert.Equal(
            isSame,
            new PriceShape("usd", "prod", 1, null, TaxBehavior: first).DifferenceFrom(new("usd", "prod", 1, null, TaxBehavior: second)) is null
        );

    [Fact]
    public void Tiers_InAnyOrder_AreEqual() =>
        AssertEqual(
            Tiered(TiersMode.Volume, new(11, null, 0), new(null, 2537, null)),
            Tiered(TiersMode.Volume, new(null, 2537, null), new(11, null, 0))
        );

    [Fact]
    public void Tiers_NothingAndNoAmount_AreEqual() =>
        AssertEqual(
            Tiered(TiersMode.Volume, new(20, null, 0), new(null, 2129, null)),
            Tiered(TiersMode.Volume, new(20, 0, null), new(null, 2129.0m, 0))
        );

    [Fact]
    public void Tiers_OfAnotherAmountBoundOrMode_Differ()
    {
        var shape = Tiered(TiersMode.Volume, new(2, 1000, null), new(null, 2000, null));
        AssertDiffer("tiers", shape, Tiered(TiersMode.Volume, new(2, 1000, null), new(null, 2001, null)));
        AssertDiffer("tiers", shape, Tiered(TiersMode.Volume, new(3, 1000, null), new(null, 2000, null)));
        AssertDiffer("tiers", shape, Tiered(TiersMode.Volume, new(2, null, 1000), new(null, 2000, null)));
        AssertDiffer("tiers", shape, Tiered(TiersMode.Volume, new PriceTier(null, 2000, null)));
        AssertDiffer("scheme", shape, Tiered(TiersMode.Graduated, new(2, 1000, null), new(null, 2000, null)));
    }

    private static PriceShape Tiered(TiersMode mode, params PriceTier[] tiers) => new("usd", "prod", null, Monthly, mode, [.. tiers]);

    private static void AssertEqual(PriceShape first, PriceShape second)
    {
        Assert.Null(first.DifferenceFrom(second));
        Assert.Null(second.DifferenceFrom(first));
    }

    private static void AssertDiffer(string word, PriceShape first, PriceShape second)
    {
        Assert.Contains(word, first.DifferenceFrom(second));
        Assert.Contains(word, second.DifferenceFrom(first));
    }
}
