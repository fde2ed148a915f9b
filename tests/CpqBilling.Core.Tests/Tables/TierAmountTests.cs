using CpqBilling.Core.Pricing;
using CpqBilling.Core.Requests;
using CpqBilling.Core.StripeState;

namespace CpqBilling.Core.Tests.Tables;

/// <summary>docs/rules/prices.md 7: graduated and volume tiers, with and without flat fees; cents.</summary>
public sealed class TierAmountTests
{
    private static readonly ImmutableArray<PriceTier> WithFees =
    [
        new(5, 500, 1000),
        new(10, 400, 2000),
        new(15, 300, 3000),
        new(20, 200, 4000),
        new(null, 100, 5000),
    ];

    private static readonly ImmutableArray<PriceTier> Plain = [new(5, 700, null), new(10, 650, null), new(null, 600, null)];

    [Theory]
    [InlineData(0, 1000, 1000)]
    [InlineData(1, 1500, 1500)]
    [InlineData(5, 3500, 3500)]
    [InlineData(6, 5900, 4400)]
    [InlineData(10, 7500, 6000)]
    [InlineData(12, 11100, 6600)]
    [InlineData(15, 12000, 7500)]
    [InlineData(20, 17000, 8000)]
    [InlineData(21, 22100, 7100)]
    [InlineData(25, 22500, 7500)]
    public void FlatFees_AreAdded(int quantity, int graduated, int volume)
    {
        Assert.Equal(graduated, TierAmount.Of(TiersMode.Graduated, WithFees, quantity));
        Assert.Equal(volume, TierAmount.Of(TiersMode.Volume, WithFees, quantity));
    }

    [Theory]
    [InlineData(0, 0, 0)]
    [InlineData(5, 3500, 3500)]
    [InlineData(6, 4150, 3900)]
    [InlineData(20, 12750, 12000)]
    [InlineData(25, 15750, 15000)]
    public void UnitPrices_Alone(int quantity, int graduated, int volume)
    {
        Assert.Equal(graduated, TierAmount.Of(TiersMode.Graduated, Plain, quantity));
        Assert.Equal(volume, TierAmount.Of(TiersMode.Volume, Plain, quantity));
    }

    [Fact]
    public void NoTiers_CostNothingForNothing() => Assert.Equal(0, TierAmount.Of(TiersMode.Volume, [], 0));

    [Fact]
    public void SubCentTiers_AreRoundedOnceEach()
    {
        // 3 × 0.5 = 1.5 → 2, then 1 × 0.4 → 0
        ImmutableArray<PriceTier> tiers = [new(3, 0.5m, null), new(null, 0.4m, null)];
        Assert.Equal(2, TierAmount.Of(TiersMode.Graduated, tiers, 4));
        Assert.Equal(2, TierAmount.Of(TiersMode.Volume, tiers, 4));
    }
}
