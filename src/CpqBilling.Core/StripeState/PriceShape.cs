using System.Collections.Immutable;
using CpqBilling.Core.Requests;

namespace CpqBilling.Core.StripeState;

/// <summary>What makes two Stripe prices bill the same; ids, names and metadata do not count (docs/rules/prices.md 1).</summary>
/// <param name="Currency">ISO code in lower case.</param>
/// <param name="Product">Stripe product id, or the symbolic reference of a product not created yet.</param>
/// <param name="UnitAmount">Minor units to twelve decimals; null on tiered prices.</param>
/// <param name="Recurring">Null on one-time prices.</param>
/// <param name="TiersMode">Null when not tiered.</param>
/// <param name="Tiers">In ascending order, the open one last, where amounts are made of them; in any order where they are only compared.</param>
/// <param name="TaxBehavior">Null or unspecified both mean: not said.</param>
public sealed record PriceShape(
    string Currency,
    string Product,
    decimal? UnitAmount,
    RecurringShape? Recurring,
    TiersMode? TiersMode = null,
    ImmutableArray<PriceTier> Tiers = default,
    TaxBehavior? TaxBehavior = null
)
{
    public bool IsTiered => TiersMode is not null;

    /// <summary>The first difference that matters, in words, or null when both bill the same.</summary>
    public string? DifferenceFrom(PriceShape other) =>
        Currency != other.Currency ? $"currency {other.Currency} instead of {Currency}"
        : Product != other.Product ? "another product"
        : TiersMode != other.TiersMode ? "another billing scheme"
        : UnitAmount != other.UnitAmount ? $"amount {other.UnitAmount} instead of {UnitAmount}"
        : Recurring?.IsSameAs(other.Recurring) == false || Recurring is null != other.Recurring is null ? "another interval, usage type or meter"
        : (!Tiers.IsDefaultOrEmpty || !other.Tiers.IsDefaultOrEmpty) && !TierList.SequenceEqual(other.TierList) ? "other tiers"
        : TaxDiffers(other) ? "another tax behavior"
        : null;

    /// <summary>In ascending order, whatever order they were read in; an amount of nothing and no amount bill the same.</summary>
    private IEnumerable<PriceTier> TierList =>
        (Tiers.IsDefault ? [] : Tiers)
            .OrderBy(tier => tier.UpTo ?? long.MaxValue)
            .Select(tier => new PriceTier(tier.UpTo, tier.UnitAmount ?? 0, tier.FlatAmount ?? 0));

    private bool TaxDiffers(PriceShape other) => Says(TaxBehavior) && Says(other.TaxBehavior) && TaxBehavior != other.TaxBehavior;

    private static bool Says(TaxBehavior? behavior) => behavior is not (null or Requests.TaxBehavior.Unspecified);
}

/// <param name="IntervalMonths">12 for a year; null when the interval is no number of months (days, weeks).</param>
/// <param name="Meter">Stripe meter id or symbolic reference; null on licensed prices.</param>
public sealed record RecurringShape(int? IntervalMonths, bool IsMetered, string? Meter = null)
{
    /// <summary>A price whose meter was not looked up still counts as the same.</summary>
    public bool IsSameAs(RecurringShape? other) =>
        other is not null
        && IntervalMonths == other.IntervalMonths
        && IsMetered == other.IsMetered
        && (!SaysMeter || !other.SaysMeter || Meter == other.Meter);

    private bool SaysMeter => Meter is not null && !Meter.StartsWith("ref:", StringComparison.Ordinal);
}

/// <param name="UpTo">Last unit of the tier; null in the open tier.</param>
/// <param name="UnitAmount">Minor units per unit, if any.</param>
/// <param name="FlatAmount">Minor units once for the tier, if any.</param>
public readonly record struct PriceTier(long? UpTo, decimal? UnitAmount, decimal? FlatAmount);
