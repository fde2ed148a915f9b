using CpqBilling.Core.Errors;

namespace CpqBilling.Engine.Application.Backfilling;

/// <summary>What asking for a backfill came to: a closed union.</summary>
public abstract record BackfillOutcome
{
    private BackfillOutcome() { }

    /// <param name="Orders">Now in the queue.</param>
    public sealed record Asked(int Orders) : BackfillOutcome;

    /// <summary>Salesforce ended it on the way.</summary>
    /// <param name="Orders">Asked for before; they are in the queue.</param>
    public sealed record Refused(int Orders, SyncError Error) : BackfillOutcome;
}
