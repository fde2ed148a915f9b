using CpqBilling.Core.Errors;

namespace CpqBilling.Engine.Application.Backfilling;

/// <summary>What a backfill would look at: a closed union.</summary>
public abstract record BackfillEstimate
{
    private BackfillEstimate() { }

    /// <param name="Orders">Activated in that time and allowed by the order filter.</param>
    /// <param name="Known">Of these, what the service has looked at already: it is left alone.</param>
    public sealed record Counted(int Orders, int Known) : BackfillEstimate
    {
        private const int CallsEach = 3;

        public int Left => Orders - Known;

        /// <summary>Calls to Salesforce that the rest needs at most.</summary>
        public int SalesforceCalls => Left * CallsEach;
    }

    public sealed record Refused(SyncError Error) : BackfillEstimate;
}
