using System.Collections.Immutable;
using CpqBilling.Core.Errors;

namespace CpqBilling.Engine.Application.Rehearsals;

/// <summary>What a rehearsal came to: a closed union.</summary>
public abstract record RehearsalOutcome
{
    private RehearsalOutcome() { }

    /// <param name="Orders">Activated orders that were looked at, the newest of the org.</param>
    public sealed record Played(int Orders, ImmutableArray<RehearsedContract> Contracts) : RehearsalOutcome
    {
        /// <summary>Those that would bill, by currency.</summary>
        public IEnumerable<IGrouping<string, RehearsedContract>> ByCurrency =>
            Contracts.Where(contract => contract is { CanBill: true, Currency: not null }).GroupBy(contract => contract.Currency!);

        /// <summary>Those that would not, by the code of their first error, most contracts first.</summary>
        public IEnumerable<IGrouping<string, RehearsedContract>> ByError =>
            Contracts
                .Where(contract => !contract.Errors.IsEmpty)
                .GroupBy(contract => contract.Errors[0].Code)
                .OrderByDescending(group => group.Count());
    }

    /// <summary>Salesforce did not list the orders.</summary>
    public sealed record NotPlayed(SyncError Error) : RehearsalOutcome;
}
