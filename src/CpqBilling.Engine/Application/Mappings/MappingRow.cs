using System.Collections.Immutable;

namespace CpqBilling.Engine.Application.Mappings;

/// <summary>One field of a Stripe object as the mapper shows it.</summary>
/// <param name="Source">With the draft.</param>
/// <param name="Before">What Stripe would get of the sample with the version in force; null for nothing.</param>
/// <param name="After">The same with the draft.</param>
/// <param name="NearFields">What an unknown field may have been meant to be.</param>
public sealed record MappingRow(
    MappedKey Key,
    MappingState State,
    MappedSource Source,
    string? Before,
    string? After,
    ImmutableArray<string> NearFields
)
{
    /// <summary>The connector's own marks tie objects to their records and cannot be mapped.</summary>
    public bool IsOurs { get; init; }
}
