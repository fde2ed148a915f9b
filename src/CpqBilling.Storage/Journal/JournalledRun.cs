using System.Collections.Immutable;
using CpqBilling.Core.Errors;
using CpqBilling.Core.Planning;
using CpqBilling.Storage.Leases;
using CpqBilling.Storage.Rows;
using NodaTime;

namespace CpqBilling.Storage.Journal;

/// <param name="Key">Org and family: what the lease was taken for.</param>
/// <param name="ContractKey">The initial order, or the record that is synced by itself.</param>
/// <param name="TriggerOrderId">Null when the contract as a whole is the reason.</param>
public sealed record RunStart(FamilyKey Key, string ContractKey, string? TriggerOrderId, string Reason, Instant At);

public sealed record RunEnd(RunOutcome Outcome, ImmutableArray<SyncError> Errors, int StripeCalls, int SalesforceCalls, Instant At)
{
    /// <summary>Why there was nothing to do.</summary>
    public string? SkipReason { get; init; }
}

/// <param name="Json">Fields of the answer that later steps or Salesforce need, for example hosted_invoice_url.</param>
public sealed record StepResult(string Id, string? Json, string? RequestId);

public readonly record struct StepPosition(string RunId, int Ordinal);

/// <summary>A step is about to be sent.</summary>
/// <param name="IdempotencyKey">Made of its content and the generation.</param>
public sealed record StepSending(StepPosition Position, string IdempotencyKey, int KeyGeneration, Instant At);

/// <param name="SentAt">First sending; a key older than a day may have been forgotten by Stripe.</param>
/// <param name="Result">Set when the step is done.</param>
public sealed record JournalledStep(
    StepPosition Position,
    PlanStep Step,
    StepState State,
    string? IdempotencyKey,
    Instant? SentAt,
    StepResult? Result,
    int KeyGeneration = 0
)
{
    /// <summary>The last attempt, by the database's clock.</summary>
    public Instant? AttemptedAt { get; init; }

    /// <summary>When it was looked for at Stripe and not found, by the database's clock.</summary>
    public Instant? LookedAt { get; init; }
}

/// <summary>A run that has not ended.</summary>
/// <param name="Steps">In order of execution; empty when the run broke off before its plan was stored.</param>
public sealed record UnfinishedRun(
    string RunId,
    string ContractKey,
    string? TriggerOrderId,
    Instant StartedAt,
    string? WriteBackJson,
    ImmutableArray<JournalledStep> Steps
)
{
    /// <summary>Everything was sent; only Salesforce does not know all of it.</summary>
    public bool IsUnrecorded { get; init; }
}
