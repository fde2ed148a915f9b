namespace CpqBilling.Sandbox.Stripe.Billing;

/// <summary>What a price charges for a quantity over one whole period, rounded once per line or tier.</summary>
internal static class LineAmount
{
    public static long Of(Price price, decimal quantity)
    {
        if (price.Tiers is { } tiers)
        {
            return price.TiersMode == "volume" ? Volume(tiers, quantity) : Graduated(tiers, quantity);
        }

        return Exact.Product(price.UnitAmount ?? 0, Transformed(price, quantity));
    }

    /// <summary>What a graduated charge consists of: the units of every step it reaches, and the flat fees of these steps.</summary>
    public static IReadOnlyList<TierPart> Parts(IReadOnlyList<PriceTier> tiers, decimal quantity)
    {
        List<TierPart> parts = [];
        decimal from = 0;
        for (var i = 0; i < tiers.Count && (i == 0 || quantity > from); i++)
        {
            var tier = tiers[i];
            var within = Math.Max(0, Math.Min(quantity, tier.UpTo ?? quantity) - from);
            if (tier.UnitAmount is { } unit && within > 0)
            {
                parts.Add(new TierPart(i + 1, within, unit, Exact.Product(unit, within), IsFlat: false));
            }

            if (Flat(tier) is not 0 and var flat)
            {
                parts.Add(new TierPart(i + 1, 0, tier.FlatAmount!.Value, flat, IsFlat: true));
            }

            from += within;
        }

        return parts;
    }

    private static decimal Transformed(Price price, decimal quantity) =>
        price.TransformDivideBy is not { } divisor ? quantity
        : price.TransformRoundsUp ? Math.Ceiling(quantity / divisor)
        : Math.Floor(quantity / divisor);

    private static long Volume(IReadOnlyList<PriceTier> tiers, decimal quantity)
    {
        var tier = tiers.First(candidate => candidate.UpTo is not { } end || quantity <= end);
        return Exact.Product(tier.UnitAmount ?? 0, quantity) + Flat(tier);
    }

    private static long Graduated(IReadOnlyList<PriceTier> tiers, decimal quantity)
    {
        if (quantity <= 0)
        {
            return Flat(tiers[0]);
        }

        long total = 0;
        decimal from = 0;
        foreach (var tier in tiers)
        {
            var within = Math.Min(quantity, tier.UpTo ?? quantity) - from;
            if (within <= 0)
            {
                break;
            }

            total += Exact.Product(tier.UnitAmount ?? 0, within) + Flat(tier);
            from += within;
        }

        return total;
    }

    private static long Flat(PriceTier tier) => Exact.Product(tier.FlatAmount ?? 0, 1);
}

/// <summary>The charge of one step of a graduated price: for units, or flat.</summary>
internal sealed record TierPart(int Step, decimal Quantity, decimal UnitAmount, long Amount, bool IsFlat);
