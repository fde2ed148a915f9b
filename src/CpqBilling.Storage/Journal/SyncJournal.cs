using System.Collections.Immutable;
using System.Globalization;
using CpqBilling.Core.Errors;
using CpqBilling.Core.Planning;
using CpqBilling.Storage.Rows;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace CpqBilling.Storage.Journal;

/// <summary>What was meant to be sent to Stripe and what came of it, stored before and after every request (decisions.md 7).</summary>
public sealed class SyncJournal(IDbContextFactory<BillingDb> databases)
{
    /// <summary>Begins a run and yields its id; ids sort by time.</summary>
    public async Task<string> OpenAsync(RunStart start, CancellationToken cancellationToken = default)
    {
        var id = Guid.CreateVersion7(start.At.ToDateTimeOffset()).ToString("N", CultureInfo.InvariantCulture);
        await using var db = databases.CreateDbContext();
        db.SyncRuns.Add(
            new SyncRun
            {
                Id = id,
                OrgId = start.OrgId,
                ContractKey = start.ContractKey,
                TriggerOrderId = start.TriggerOrderId,
                Reason = start.Reason,
                StartedAt = start.At,
                Outcome = RunOutcome.Running,
            }
        );
        await db.SaveChangesAsync(cancellationToken);
        return id;
    }

    /// <summary>Stores the whole plan in one transaction; nothing may be sent before this returns.</summary>
    /// <param name="writeBackJson">What Salesforce gets when every step is done.</param>
    public async Task StorePlanAsync(
        string runId,
        IReadOnlyList<PlanStep> steps,
        string? writeBackJson = null,
        CancellationToken cancellationToken = default
    )
    {
        await using var db = databases.CreateDbContext();
        var run = await db.SyncRuns.SingleAsync(row => row.Id == runId, cancellationToken);
        run.WriteBackJson = writeBackJson;
        db.PlanSteps.AddRange(steps.Select((step, ordinal) => Row(run, step, ordinal)));
        await db.SaveChangesAsync(cancellationToken);
    }

    /// <summary>Notes that a step is about to be sent. Sending again keeps the time of the first sending.</summary>
    public Task MarkSentAsync(StepPosition position, string idempotencyKey, Instant at, CancellationToken cancellationToken = default) =>
        ChangeAsync(
            position,
            row =>
            {
                row.State = StepState.Sent;
                row.IdempotencyKey = idempotencyKey;
                row.SentAt ??= at;
            },
            cancellationToken
        );

    public Task MarkDoneAsync(StepPosition position, StepResult result, Instant at, CancellationToken cancellationToken = default) =>
        ChangeAsync(
            position,
            row =>
            {
                row.State = StepState.Done;
                row.ResultId = result.Id;
                row.ResultJson = result.Json;
                row.RequestId = result.RequestId;
                row.EndedAt = at;
            },
            cancellationToken
        );

    public Task MarkFailedAsync(StepPosition position, SyncError error, Instant at, CancellationToken cancellationToken = default) =>
        ChangeAsync(
            position,
            row =>
            {
                row.State = StepState.Failed;
                row.ErrorJson = ErrorJson.Write([error]);
                row.RequestId = error.RequestId;
                row.EndedAt = at;
            },
            cancellationToken
        );

    public async Task CloseAsync(string runId, RunEnd end, CancellationToken cancellationToken = default)
    {
        await using var db = databases.CreateDbContext();
        var run = await db.SyncRuns.SingleAsync(row => row.Id == runId, cancellationToken);
        run.Outcome = end.Outcome;
        run.ErrorsJson = end.Errors.IsDefaultOrEmpty ? null : ErrorJson.Write(end.Errors);
        run.StripeCalls = end.StripeCalls;
        run.SalesforceCalls = end.SalesforceCalls;
        run.EndedAt = end.At;
        await db.SaveChangesAsync(cancellationToken);
    }

    /// <summary>The newest run of a contract that has not ended, for the next process to finish.</summary>
    public async Task<UnfinishedRun?> FindUnfinishedAsync(string orgId, string contractKey, CancellationToken cancellationToken = default)
    {
        await using var db = databases.CreateDbContext();
        var run = await db
            .SyncRuns.AsNoTracking()
            .Include(row => row.Steps)
            .Where(row => row.OrgId == orgId && row.ContractKey == contractKey && row.Outcome == RunOutcome.Running)
            .OrderByDescending(row => row.StartedAt)
            .ThenByDescending(row => row.Id)
            .FirstOrDefaultAsync(cancellationToken);
        return run is null
            ? null
            : new UnfinishedRun(
                run.Id,
                run.ContractKey,
                run.TriggerOrderId,
                run.StartedAt,
                run.WriteBackJson,
                [.. run.Steps.OrderBy(step => step.Ordinal).Select(Step)]
            );
    }

    /// <summary>Steps of a run, ended or not, in order.</summary>
    public async Task<ImmutableArray<JournalledStep>> StepsAsync(string runId, CancellationToken cancellationToken = default)
    {
        await using var db = databases.CreateDbContext();
        var rows = await db.PlanSteps.AsNoTracking().Where(row => row.RunId == runId).OrderBy(row => row.Ordinal).ToListAsync(cancellationToken);
        return [.. rows.Select(Step)];
    }

    private async Task ChangeAsync(StepPosition position, Action<PlanStepRow> change, CancellationToken cancellationToken)
    {
        await using var db = databases.CreateDbContext();
        var row = await db.PlanSteps.SingleAsync(row => row.RunId == position.RunId && row.Ordinal == position.Ordinal, cancellationToken);
        Invariant.Holds(row.State != StepState.Done, "a step that is done is not sent again");
        change(row);
        await db.SaveChangesAsync(cancellationToken);
    }

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

    private static JournalledStep Step(PlanStepRow row) =>
        new(
            new StepPosition(row.RunId, row.Ordinal),
            new PlanStep(
                row.Key,
                Enum.Parse<StripeMethod>(row.Method),
                row.Path,
                BodyJson.Read(row.BodyJson),
                row.Basis,
                new RecordRef(row.SourceType, row.SourceId)
            ),
            row.State,
            row.IdempotencyKey,
            row.SentAt,
            row.State == StepState.Done ? new StepResult(row.ResultId!, row.ResultJson, row.RequestId) : null
        );
}
