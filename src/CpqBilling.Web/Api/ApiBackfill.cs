namespace CpqBilling.Web.Api;

/// <summary>How a backfill stands, and what it would look at.</summary>
/// <param name="Orders">Activated in that time and allowed by the order filter.</param>
/// <param name="Known">Of these, looked at already.</param>
/// <param name="Waiting">Contracts of a backfill whose turn has not come.</param>
public sealed record ApiBackfill(int Orders, int Known, int SalesforceCalls, int Waiting);
