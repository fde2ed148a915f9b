using CpqBilling.Core.Errors;
using CpqBilling.Core.Planning;
using CpqBilling.Storage.Rows;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace CpqBilling.Storage.Journal;

/// <summary>Changes of the journal, to be made inside a transaction of whoever holds the contract.</summary>
public static class JournalWrites
{
    /// <summary>Begins a run with its whole plan. Nothing may be sent before it is committed.</summary>
    /// <param name="runId">See <see cref="SyncJournal.NewRunId"/>.</param>
    /// <param name="writeBackJson">What Salesforce gets when every step is done.</param>
    public static Task OpenAsync(BillingDb db, string runId, RunStart start, IReadOnlyList<PlanStep> steps, string? writeBackJson)
    {
        var run = Run(runId, start, RunOutcome.Running, writeBackJson);
        db.SyncRuns.Add(run);
        db.PlanSteps.AddRange(steps.Select((step, ordinal) => Row(run, step, ordinal)));
        return db.SaveChangesAsync();
    }

    /// <summary>A run that sent nothing.</summary>
    public static async Task<string> RecordAsync(BillingDb db, RunStart start, RunEnd end)
    {
        var run = Run(SyncJournal.NewRunId(start.At), start, end.Outcome, null);
        (run.ErrorsJson, run.SkipReason) = (Errors(end), end.SkipReason);
        (run.StripeCalls, run.SalesforceCalls, run.EndedAt) = (end.StripeCalls, end.SalesforceCalls, end.At);
        db.SyncRuns.Add(run);
        await db.SaveChangesAsync();
        return run.Id;
    }

    /// <summary>Notes that a step is about to be sent. Sending again keeps the time of the first sending under that key.</summary>
    /// <param name="databaseNow">By the database's clock.</param>
    public static Task SentAsync(BillingDb db, StepSending sending, Instant databaseNow) =>
        ChangeAsync(
            db,
            sending.Position,
            row =>
            {
                row.AttemptedAt = databaseNow;
                row.SentAt = row.KeyGeneration == sending.KeyGeneration ? row.SentAt ?? sending.At : sending.At;
                (row.State, row.IdempotencyKey, row.KeyGeneration) = (StepState.Sent, sending.IdempotencyKey, sending.KeyGeneration);
            }
        );

    public static Task DoneAsync(BillingDb db, StepPosition position, StepResult result, Instant at) =>
        ChangeAsync(
            db,
            position,
            row =>
            {
                row.State = StepState.Done;
                (row.ResultId, row.ResultJson, row.RequestId, row.EndedAt) = (result.Id, result.Json, result.RequestId, at);
            }
        );

    public static Task FailedAsync(BillingDb db, StepPosition position, SyncError error, Instant at) =>
        ChangeAsync(
            db,
            position,
            row =>
            {
                row.State = StepState.Failed;
                (row.ErrorJson, row.RequestId, row.EndedAt) = (ErrorJson.Write([error]), error.RequestId, at);
            }
        );

    /// <summary>Stripe gave no usable answer: the step stays sent, and the journal says why it is not done.</summary>
    public static Task BrokenAsync(BillingDb db, StepPosition position, SyncError error) =>
        ChangeAsync(db, position, row => (row.ErrorJson, row.RequestId) = (ErrorJson.Write([error]), error.RequestId));

    /// <summary>It was looked for at Stripe and not found; the first time counts.</summary>
    public static Task NotFoundAsync(BillingDb db, StepPosition position, Instant databaseNow) =>
        ChangeAsync(db, position, row => row.LookedAt ??= databaseNow);

    /// <summary>What was not done is not wanted any more.</summary>
    public static Task DropAsync(BillingDb db, string runId, Instant at) =>
        db
            .PlanSteps.Where(row => row.RunId == runId && (row.State == StepState.Planned || row.State == StepState.Sent))
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.State, StepState.Dropped).SetProperty(row => row.EndedAt, at));

    public static Task CloseAsync(BillingDb db, string runId, RunEnd end)
    {
        var errors = Errors(end);
        return db
            .SyncRuns.Where(row => row.Id == runId)
            .ExecuteUpdateAsync(set =>
                set.SetProperty(row => row.Outcome, end.Outcome)
                    .SetProperty(row => row.ErrorsJson, errors)
                    .SetProperty(row => row.StripeCalls, end.StripeCalls)
                    .SetProperty(row => row.SalesforceCalls, end.SalesforceCalls)
                    .SetProperty(row => row.EndedAt, end.At)
            );
    }

    private static string? Errors(RunEnd end) => end.Errors.IsDefaultOrEmpty ? null : ErrorJson.Write(end.Errors);

    private static async Task ChangeAsync(BillingDb db, StepPosition position, Action<PlanStepRow> change)
    {
        var row = await db.PlanSteps.SingleAsync(row => row.RunId == position.RunId && row.Ordinal == position.Ordinal);
        Invariant.Holds(row.State != StepState.Done, "a step that is done is not sent again");
        change(row);
        await db.SaveChangesAsync();
    }

    private static SyncRun Run(string id, RunStart start, RunOutcome outcome, string? writeBackJson) =>
        new()
        {
            Id = id,
            OrgId = start.Key.OrgId,
            Family = start.Key.Family,
            ContractKey = start.ContractKey,
            TriggerOrderId = start.TriggerOrderId,
            Reason = start.Reason,
            StartedAt = start.At,
            Outcome = outcome,
            WriteBackJson = writeBackJson,
        };

    private static PlanStepRow Row(SyncRun run, PlanStep step, int ordinal) =>
        new()
        {
            RunId = run.Id,
            Ordinal = ordinal,
            OrgId = run.OrgId,
            Key = step.Key,
            Method = step.Method.ToString(),
            Path = step.Path,
            BodyJson = BodyJson.Write(step.Body),
            Basis = step.Basis,
            SourceType = step.Source.Type,
            SourceId = step.Source.Id,
            State = StepState.Planned,
        };
}
