using System.Collections.Immutable;
using CpqBilling.Core.Cpq;

namespace CpqBilling.Core.Forecast;

/// <summary>What CPQ sold by one line, less what later orders take off it, against what is billed for it; in minor units.</summary>
public sealed record LineReconciliation(OrderLine Line, decimal Ordered, decimal Billed)
{
    /// <summary>What later orders take off it, which <see cref="Ordered"/> is less by.</summary>
    public ImmutableArray<TakenOff> TakenOff { get; init; } = [];

    /// <summary>Time that was removed but stays billed.</summary>
    public decimal Uncredited { get; init; }

    /// <summary>What tiers come to beyond CPQ's unit price.</summary>
    public decimal OfTiers { get; init; }

    /// <summary>What coupons had taken off the bills that a credit gives back.</summary>
    public decimal CreditsNet { get; init; }

    /// <summary>Amendments take units off at another price than that of the line which loses them.</summary>
    public decimal AtOtherPrice { get; init; }

    /// <summary>A past, a trial or a short term that is billed otherwise, elsewhere or not at all.</summary>
    public decimal Otherwise { get; init; }

    /// <summary>What is left: fractions of cents.</summary>
    public decimal Rounding => Billed - Ordered - Uncredited - OfTiers - CreditsNet - AtOtherPrice - Otherwise;
}
