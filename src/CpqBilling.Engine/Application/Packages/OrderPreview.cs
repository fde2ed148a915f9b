using System.Collections.Immutable;

namespace CpqBilling.Engine.Application.Packages;

/// <param name="Outcome">translated, rejected or skipped.</param>
/// <param name="Changes">What a sync would make or change in Stripe, in words.</param>
public sealed record OrderPreview(
    string Outcome,
    string? Reason,
    ImmutableArray<PackageError> Errors,
    ImmutableArray<string> Changes,
    ImmutableArray<PackagePhase> Phases
);
