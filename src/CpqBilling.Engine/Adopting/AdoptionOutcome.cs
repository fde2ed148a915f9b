using System.Collections.Immutable;
using CpqBilling.Core.Errors;

namespace CpqBilling.Engine.Adopting;

/// <summary>What looking for billed contracts came to: a closed union.</summary>
public abstract record AdoptionOutcome
{
    private AdoptionOutcome() { }

    public sealed record Looked(ImmutableArray<AdoptedContract> Contracts) : AdoptionOutcome
    {
        public int Count(AdoptionStanding standing) => Contracts.Count(contract => contract.Standing == standing);
    }

    /// <summary>Salesforce did not list the orders; what was adopted before stays.</summary>
    public sealed record Refused(SyncError Error) : AdoptionOutcome;
}
