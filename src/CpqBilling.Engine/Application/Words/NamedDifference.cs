using System.Collections.Immutable;
using CpqBilling.Core.Forecast;

namespace CpqBilling.Engine.Application.Words;

/// <summary>A part of what lies between what CPQ sold and what is billed.</summary>
/// <param name="Minor">Minor units; above zero where more is billed than was sold.</param>
/// <param name="Why">In a sentence.</param>
public sealed record NamedDifference(string Word, decimal Minor, string Why)
{
    public static ImmutableArray<NamedDifference> Of(Reconciliation of) =>
        Named(
            Kept(of.Uncredited),
            Tiers(of.OfTiers),
            Net(of.CreditsNet),
            OtherPrice(of.AtOtherPrice),
            Otherwise(of.Otherwise),
            Rounding(of.Rounding)
        );

    public static ImmutableArray<NamedDifference> Of(LineReconciliation of) =>
        Named(
            Kept(of.Uncredited),
            Tiers(of.OfTiers),
            Net(of.CreditsNet),
            OtherPrice(of.AtOtherPrice),
            Otherwise(of.Otherwise),
            Rounding(of.Rounding)
        );

    private static NamedDifference Kept(decimal minor) =>
        new("Removed time, not credited", minor, "By the setting creditUnusedTime, or paid beyond the end of the contract.");

    private static NamedDifference Tiers(decimal minor) => new("Tiers", minor, "What the tiers come to beyond CPQ's unit price.");

    private static NamedDifference Net(decimal minor) =>
        new("Credits of discounted bills", minor, "A credit gives back what was paid, after coupons.");

    private static NamedDifference OtherPrice(decimal minor) =>
        new(
            "Reductions at another price",
            minor,
            "CPQ takes units off at the price of the line that is revised; the newest units go first, at their own."
        );

    private static NamedDifference Otherwise(decimal minor) =>
        new("Billed otherwise", minor, "A past, a trial or a short term that is billed otherwise, elsewhere or not at all.");

    private static NamedDifference Rounding(decimal minor) => new("Rounding", minor, "Fractions of cents.");

    private static ImmutableArray<NamedDifference> Named(params ReadOnlySpan<NamedDifference> parts) =>
        [.. parts.ToArray().Where(part => part.Minor != 0)];
}
