using System.Collections.Immutable;
using CpqBilling.Core.Errors;
using CpqBilling.Core.Planning;
using CpqBilling.Storage.Rows;
using NodaTime;

namespace CpqBilling.Storage.Journal;

/// <param name="TriggerOrderId">Null when the contract as a whole is the reason.</param>
public sealed record RunStart(string OrgId, string ContractKey, string? TriggerOrderId, string Reason, Instant At);

public sealed record RunEnd(RunOutcome Outcome, ImmutableArray<SyncError> Errors, int StripeCalls, int SalesforceCalls, Instant At);

/// <param name="Json">Fields of the answer that later steps or Salesforce need, for example hosted_invoice_url.</param>
public sealed record StepResult(string Id, string? Json, string? RequestId);

public readonly record struct StepPosition(string RunId, int Ordinal);

/// <param name="SentAt">First sending; a key older than a day may have been forgotten by Stripe.</param>
/// <param name="Result">Set when the step is done.</param>
public sealed record JournalledStep(
    StepPosition Position,
    PlanStep Step,
    StepState State,
    string? IdempotencyKey,
    Instant? SentAt,
    StepResult? Result
);

/// <summary>A run that has not ended.</summary>
/// <param name="Steps">In order of execution; empty when the run broke off before its plan was stored.</param>
public sealed record UnfinishedRun(
    string RunId,
    string ContractKey,
    string? TriggerOrderId,
    Instant StartedAt,
    string? WriteBackJson,
    ImmutableArray<JournalledStep> Steps
);
