using CpqBilling.Core.Requests;
using CpqBilling.Core.StripeState;

namespace CpqBilling.Core.Tests.Tables;

/// <summary>docs/rules/prices.md 1 and 7: when two prices bill the same, and what is said when they do not.</summary>
public sealed class PriceDifferenceTests
{
    private static readonly PriceShape Yearly = new("usd", "prod_1", 12000, new RecurringShape(12, IsMetered: false));
    private static readonly PriceShape Tiered = Yearly with
    {
        UnitAmount = null,
        TiersMode = TiersMode.Volume,
        Tiers = [new PriceTier(10, 500, null), new PriceTier(null, 400, null)],
    };
    private static readonly PriceShape OneTime = Yearly with { Recurring = null };
    private static readonly PriceShape OnMeter = Yearly with { Recurring = new RecurringShape(12, IsMetered: true, "mtr_1") };

    public static TheoryData<PriceShape, PriceShape, string?> Pairs() =>
        new()
        {
            { Yearly, Yearly with { }, null },
            { Yearly, Yearly with { Currency = "eur" }, "currency eur instead of usd" },
            { Yearly, Yearly with { Product = "prod_2" }, "another product" },
            { Yearly, Yearly with { UnitAmount = 12000.000000000001m }, "amount 12000.000000000001 instead of 12000" },
            { Yearly, Yearly with { Recurring = new RecurringShape(1, false) }, "another interval, usage type or meter" },
            { Yearly, Yearly with { Recurring = new RecurringShape(12, true) }, "another interval, usage type or meter" },
            { Yearly, Yearly with { Recurring = new RecurringShape(null, false) }, "another interval, usage type or meter" },
            { Yearly, OneTime, "another interval, usage type or meter" },
            { OneTime, Yearly, "another interval, usage type or meter" },
            { OneTime, OneTime with { }, null },
            // tiers: the mode, each bound, each amount, their number; no tiers and an empty list are the same
            { Yearly, Tiered, "another billing scheme" },
            { Tiered, Tiered with { TiersMode = TiersMode.Graduated }, "another billing scheme" },
            { Tiered, Tiered with { Tiers = [new PriceTier(11, 500, null), new PriceTier(null, 400, null)] }, "other tiers" },
            { Tiered, Tiered with { Tiers = [new PriceTier(10, 500, null), new PriceTier(null, 401, null)] }, "other tiers" },
            { Tiered, Tiered with { Tiers = [new PriceTier(10, null, 500), new PriceTier(null, 400, null)] }, "other tiers" },
            { Tiered, Tiered with { Tiers = [new PriceTier(10, 500, 1), new PriceTier(null, 400, null)] }, "other tiers" },
            { Tiered, Tiered with { Tiers = [new PriceTier(null, 500, null)] }, "other tiers" },
            { Yearly, Yearly with { Tiers = [] }, null },
            // a meter counts when both sides name one that exists
            { OnMeter, OnMeter with { Recurring = new RecurringShape(12, true, "mtr_2") }, "another interval, usage type or meter" },
            { OnMeter, OnMeter with { Recurring = new RecurringShape(12, true) }, null },
            { OnMeter with { Recurring = new RecurringShape(12, true) }, OnMeter, null },
            { OnMeter, OnMeter with { Recurring = new RecurringShape(12, true, "ref:meter/cpq_X") }, null },
            { OnMeter with { Recurring = new RecurringShape(12, true, "ref:meter/cpq_X") }, OnMeter, null },
            // tax behavior counts when both sides say one
            { Yearly with { TaxBehavior = TaxBehavior.Inclusive }, Yearly with { TaxBehavior = TaxBehavior.Exclusive }, "another tax behavior" },
            { Yearly with { TaxBehavior = TaxBehavior.Inclusive }, Yearly with { TaxBehavior = TaxBehavior.Inclusive }, null },
            { Yearly with { TaxBehavior = TaxBehavior.Inclusive }, Yearly, null },
            { Yearly, Yearly with { TaxBehavior = TaxBehavior.Exclusive }, null },
            { Yearly with { TaxBehavior = TaxBehavior.Unspecified }, Yearly with { TaxBehavior = TaxBehavior.Exclusive }, null },
            { Yearly with { TaxBehavior = TaxBehavior.Inclusive }, Yearly with { TaxBehavior = TaxBehavior.Unspecified }, null },
        };

    [Theory]
    [MemberData(nameof(Pairs))]
    public void Difference_IsTheFirstThatMatters(PriceShape price, PriceShape other, string? difference) =>
        Assert.Equal(difference, price.DifferenceFrom(other));

    [Fact]
    public void Tiered_IsWhatHasAMode()
    {
        Assert.True(Tiered.IsTiered);
        Assert.False(Yearly.IsTiered);
    }
}
