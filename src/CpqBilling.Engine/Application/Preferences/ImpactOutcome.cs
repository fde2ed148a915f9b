using System.Collections.Immutable;
using CpqBilling.Core.Errors;

namespace CpqBilling.Engine.Application.Preferences;

/// <summary>What looking ahead came to: a closed union.</summary>
public abstract record ImpactOutcome
{
    private ImpactOutcome() { }

    /// <param name="LookedAt">Contracts of which a snapshot is kept.</param>
    /// <param name="Contracts">All that are known.</param>
    public sealed record Told(ImmutableArray<ContractImpact> Changes, int LookedAt, int Contracts) : ImpactOutcome;

    public sealed record Refused(ImmutableArray<SyncError> Errors) : ImpactOutcome;
}
