using NodaTime;

namespace CpqBilling.Storage.Rows;

/// <summary>One attempt to bring a contract to Stripe, from loading to recording.</summary>
public sealed class SyncRun
{
    public required string Id { get; init; }

    public required string OrgId { get; init; }

    /// <summary>The initial order of the contract, or the record that is synced by itself.</summary>
    public required string ContractKey { get; init; }

    /// <summary>What the lease was taken for: the quote of the first order, or what stands for it.</summary>
    public string Family { get; init; } = "";

    /// <summary>The order that caused the run; null when the contract as a whole did.</summary>
    public string? TriggerOrderId { get; init; }

    /// <summary>Poll, event, button, API, retry …</summary>
    public required string Reason { get; init; }

    public required Instant StartedAt { get; init; }

    public Instant? EndedAt { get; set; }

    public required RunOutcome Outcome { get; set; }

    /// <summary>Errors. JSON.</summary>
    public string? ErrorsJson { get; set; }

    /// <summary>Why there was nothing to do.</summary>
    public string? SkipReason { get; set; }

    /// <summary>What will be written to Salesforce when every step is done, references included. JSON.</summary>
    public string? WriteBackJson { get; set; }

    public int StripeCalls { get; set; }

    public int SalesforceCalls { get; set; }

    public List<PlanStepRow> Steps { get; init; } = [];
}

public enum RunOutcome
{
    /// <summary>Not ended: running, or its process is gone.</summary>
    Running,
    Succeeded,

    /// <summary>The order data, the mapping or the settings do not allow it; nothing was sent.</summary>
    Rejected,

    /// <summary>Something refused or broke on the way.</summary>
    Failed,

    /// <summary>Nothing to do.</summary>
    Skipped,

    /// <summary>Given up by a later run, which began anew.</summary>
    Abandoned,

    /// <summary>Billed as it should be, but Salesforce did not take all of what it was told.</summary>
    Unrecorded,
}

/// <summary>One request to Stripe, stored before it is sent.</summary>
public sealed class PlanStepRow
{
    public required string RunId { get; init; }

    public required int Ordinal { get; init; }

    public required string OrgId { get; init; }

    public required string Key { get; init; }

    public required string Method { get; init; }

    /// <summary>With the reference, if any.</summary>
    public required string Path { get; init; }

    /// <summary>With references. JSON.</summary>
    public required string BodyJson { get; init; }

    public required string Basis { get; init; }

    public required string SourceType { get; init; }

    public required string SourceId { get; init; }

    public required StepState State { get; set; }

    public string? IdempotencyKey { get; set; }

    /// <summary>How often the key was replaced, because Stripe repeated its own failure under it.</summary>
    public int KeyGeneration { get; set; }

    public string? ResultId { get; set; }

    /// <summary>Fields of the answer that are needed later. JSON.</summary>
    public string? ResultJson { get; set; }

    /// <summary>Stripe's id of the request, for its dashboard.</summary>
    public string? RequestId { get; set; }

    public string? ErrorJson { get; set; }

    /// <summary>First sending: keys expire at Stripe a day later.</summary>
    public Instant? SentAt { get; set; }

    /// <summary>Last sending, by the database's clock: an answer may come as long as the request lives.</summary>
    public Instant? AttemptedAt { get; set; }

    /// <summary>When it was first looked for at Stripe and not found, by the database's clock.</summary>
    public Instant? LookedAt { get; set; }

    public Instant? EndedAt { get; set; }
}

public enum StepState
{
    Planned,

    /// <summary>Sent without an answer yet: Stripe may have done it.</summary>
    Sent,
    Done,
    Failed,

    /// <summary>Never sent, or not found at Stripe: the contract does not want it any more.</summary>
    Dropped,
}
