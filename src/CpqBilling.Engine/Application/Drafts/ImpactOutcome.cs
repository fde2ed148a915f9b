using System.Collections.Immutable;
using CpqBilling.Core.Errors;

namespace CpqBilling.Engine.Application.Drafts;

/// <summary>What looking ahead came to: a closed union.</summary>
public abstract record ImpactOutcome
{
    private ImpactOutcome() { }

    /// <param name="LookedAt">Contracts that were translated with both configurations.</param>
    /// <param name="NotRead">The others, and why Salesforce or Stripe did not show them.</param>
    public sealed record Told(ImmutableArray<ContractImpact> Changes, int LookedAt, ImmutableArray<UnreadContract> NotRead) : ImpactOutcome;

    public sealed record Refused(ImmutableArray<SyncError> Errors) : ImpactOutcome;
}
