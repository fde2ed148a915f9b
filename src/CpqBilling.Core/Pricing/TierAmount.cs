using System.Collections.Immutable;
using CpqBilling.Core.Money;
using CpqBilling.Core.Requests;
using CpqBilling.Core.StripeState;

namespace CpqBilling.Core.Pricing;

/// <summary>What a quantity costs by tiers: each product of units and price is rounded once, flat fees are added.</summary>
public static class TierAmount
{
    public static decimal Of(TiersMode mode, ImmutableArray<PriceTier> tiers, long quantity)
    {
        if (quantity == 0)
        {
            return tiers.IsEmpty ? 0 : Flat(tiers[0]);
        }

        return mode == TiersMode.Volume ? Volume(tiers, quantity) : Graduated(tiers, quantity);
    }

    private static decimal Volume(ImmutableArray<PriceTier> tiers, long quantity)
    {
        var tier = tiers.First(tier => tier.UpTo is null || quantity <= tier.UpTo);
        return MinorUnits.LineAmount(tier.UnitAmount ?? 0, quantity) + Flat(tier);
    }

    private static decimal Graduated(ImmutableArray<PriceTier> tiers, long quantity)
    {
        decimal total = 0;
        long reached = 0;
        foreach (var tier in tiers.TakeWhile(_ => reached < quantity))
        {
            var upTo = Math.Min(tier.UpTo ?? quantity, quantity);
            total += MinorUnits.LineAmount(tier.UnitAmount ?? 0, upTo - reached) + Flat(tier);
            reached = upTo;
        }

        return total;
    }

    private static decimal Flat(PriceTier tier) => MinorUnits.LineAmount(tier.FlatAmount ?? 0, 1);
}
