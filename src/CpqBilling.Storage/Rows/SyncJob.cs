using NodaTime;

namespace CpqBilling.Storage.Rows;

/// <summary>A contract that must be looked at. One row per contract: further requests join the one that waits.</summary>
public sealed class SyncJob
{
    public required string OrgId { get; init; }

    public required string ContractKey { get; init; }

    /// <summary>Ids of the orders that asked for it. JSON array.</summary>
    public required string OrdersJson { get; set; }

    public required string Reason { get; set; }

    /// <summary>Lower goes first: a person waiting, then live changes, then backfill.</summary>
    public required JobPriority Priority { get; set; }

    public required Instant DueAt { get; set; }

    /// <summary>Failed runs since the last success.</summary>
    public int Attempts { get; set; }

    public required JobState State { get; set; }

    public string? LeaseOwner { get; set; }

    public Instant? LeaseUntil { get; set; }

    /// <summary>Code of the error the last run ended with.</summary>
    public string? LastErrorCode { get; set; }

    /// <summary>Grows with every taking: whoever holds an older number has lost the job.</summary>
    public int LeaseNumber { get; set; }

    /// <summary>Grows with every change, so that of two writers one notices.</summary>
    public required int Revision { get; set; }

    /// <summary>A request came while the job was running: run once more.</summary>
    public bool IsRequestedAgain { get; set; }
}

public enum JobState
{
    Waiting,
    Running,
}

public enum JobPriority
{
    Interactive,
    Live,
    Backfill,
}
