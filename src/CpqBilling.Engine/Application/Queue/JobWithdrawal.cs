namespace CpqBilling.Engine.Application.Queue;

/// <summary>What came of taking a job back.</summary>
public enum JobWithdrawal
{
    Done,
    Unknown,

    /// <summary>It was begun, or not only a backfill asked for it.</summary>
    MustBeDone,
}
