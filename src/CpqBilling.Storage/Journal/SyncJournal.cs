using System.Collections.Immutable;
using System.Globalization;
using CpqBilling.Core.Errors;
using CpqBilling.Core.Planning;
using CpqBilling.Storage.Leases;
using CpqBilling.Storage.Rows;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace CpqBilling.Storage.Journal;

/// <summary>What was meant to be sent to Stripe and what came of it, stored before and after every request.</summary>
public sealed class SyncJournal(BillingDatabase database)
{
    /// <summary>Ids sort by time.</summary>
    public static string NewRunId(Instant at) => Guid.CreateVersion7(at.ToDateTimeOffset()).ToString("N", CultureInfo.InvariantCulture);

    /// <summary>Runs of a family that have not ended, oldest first: their process is gone, or they wait to be tried again.</summary>
    public async Task<ImmutableArray<UnfinishedRun>> UnfinishedAsync(FamilyKey key, CancellationToken cancellationToken = default)
    {
        await using var db = database.CreateDbContext();
        var runs = await db
            .SyncRuns.AsNoTracking()
            .Include(row => row.Steps)
            .Where(row => row.OrgId == key.OrgId && row.Family == key.Family)
            .Where(row => row.Outcome == RunOutcome.Running || row.Outcome == RunOutcome.Unrecorded)
            .OrderBy(row => row.StartedAt)
            .ThenBy(row => row.Id)
            .ToListAsync(cancellationToken);
        return [.. runs.Select(Run)];
    }

    /// <summary>Steps of a run, ended or not, in order.</summary>
    public async Task<ImmutableArray<JournalledStep>> StepsAsync(string runId, CancellationToken cancellationToken = default)
    {
        await using var db = database.CreateDbContext();
        var rows = await db.PlanSteps.AsNoTracking().Where(row => row.RunId == runId).OrderBy(row => row.Ordinal).ToListAsync(cancellationToken);
        return [.. rows.Select(Step)];
    }

    private static UnfinishedRun Run(SyncRun run) =>
        new(run.Id, run.ContractKey, run.TriggerOrderId, run.StartedAt, run.WriteBackJson, [.. run.Steps.OrderBy(step => step.Ordinal).Select(Step)])
        {
            IsUnrecorded = run.Outcome == RunOutcome.Unrecorded,
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
            row.State == StepState.Done ? new StepResult(row.ResultId!, row.ResultJson, row.RequestId) : null,
            row.KeyGeneration
        )
        {
            AttemptedAt = row.AttemptedAt,
            LookedAt = row.LookedAt,
        };
}
