using NodaTime;

namespace CpqBilling.Storage.Rows;

/// <summary>A family of contracts that must be looked at. One row per family: further requests join the one that waits.</summary>
/// <remarks>Whether it is being worked on says the family's lease.</remarks>
public sealed class SyncJob
{
    /// <summary>Due when something happens, not at a time.</summary>
    public static Instant Never { get; } = Instant.FromUtc(9999, 12, 31, 0, 0);

    public required string OrgId { get; init; }

    /// <summary>The quote of the first order, or what stands for it.</summary>
    public required string Family { get; init; }

    /// <summary>Ids of the orders that asked for it, the last one last. JSON array.</summary>
    public required string OrdersJson { get; set; }

    public required string Reason { get; set; }

    /// <summary>Lower goes first: a person waiting, then live changes, then backfill.</summary>
    public required JobPriority Priority { get; set; }

    /// <summary>Not before, by the clock of the org's billing; <see cref="Never"/> when only a change of data can help.</summary>
    public required Instant DueAt { get; set; }

    /// <summary>Contracts that must be looked at again at times of their own. JSON.</summary>
    public string? ContinuationsJson { get; set; }

    /// <summary>Not before, by the database's clock: after a failure that passes.</summary>
    public Instant? RetryAt { get; set; }

    /// <summary>Failed runs since the last success.</summary>
    public int Attempts { get; set; }

    /// <summary>Since when it waits for somebody to change a record; null when it does not.</summary>
    public Instant? ParkedAt { get; set; }

    /// <summary>What the last run ended with. JSON.</summary>
    public string? ErrorsJson { get; set; }

    /// <summary>Code of the first of these.</summary>
    public string? LastErrorCode { get; set; }

    /// <summary>Grows with every request: one that came while the job ran makes it run once more.</summary>
    public int Requests { get; set; }

    /// <summary>Grows with every change, so that of two writers one notices.</summary>
    public required int Revision { get; set; }
}

public enum JobPriority
{
    Interactive,
    Live,
    Backfill,
}

/// <summary>A record named by the errors a parked job ended with; the job runs again when it changes.</summary>
public sealed class ParkedRecord
{
    public required string OrgId { get; init; }

    public required string Family { get; init; }

    public required string RecordId { get; init; }

    public required string RecordType { get; init; }

    /// <summary>When the run read it, by our clock.</summary>
    public required Instant ReadAt { get; init; }

    /// <summary>Salesforce's time of its last change, once asked.</summary>
    public Instant? ModifiedAt { get; set; }
}
