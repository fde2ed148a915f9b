using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;
using CpqBilling.Engine.Sync;
using CpqBilling.Storage;
using CpqBilling.Storage.Journal;
using CpqBilling.Storage.Rows;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace CpqBilling.Engine.Application.Runs;

/// <summary>Reads runs from the journal, newest first.</summary>
public sealed partial class RunReader(BillingOrg org)
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The runs of a contract with their steps.</summary>
    public async Task<ImmutableArray<RunView>> OfContractAsync(string contractKey, int most, CancellationToken cancellation)
    {
        await using var db = org.Database.CreateDbContext();
        var runs = await Newest(db)
            .Include(run => run.Steps)
            .Where(run => run.ContractKey == contractKey)
            .Take(most)
            .AsSplitQuery()
            .ToListAsync(cancellation);
        return [.. runs.Select(View)];
    }

    public async Task<RunView?> FindAsync(string runId, CancellationToken cancellation)
    {
        await using var db = org.Database.CreateDbContext();
        var run = await Newest(db).Include(row => row.Steps).SingleOrDefaultAsync(row => row.Id == runId, cancellation);
        return run is null ? null : View(run);
    }

    /// <summary>All runs, without their steps.</summary>
    public async Task<RunPage> ReadAsync(RunFilter filter, int skip, int take, CancellationToken cancellation)
    {
        await using var db = org.Database.CreateDbContext();
        var matching = Newest(db);
        if (filter.Outcome is { } outcome)
        {
            matching = matching.Where(run => run.Outcome == outcome);
        }

        if (filter.Reason is { } reason)
        {
            matching = matching.Where(run => run.Reason == reason);
        }

        var total = await matching.CountAsync(cancellation);
        var runs = await matching.Skip(skip).Take(take).ToListAsync(cancellation);
        var ids = runs.Select(run => run.TriggerOrderId ?? run.ContractKey).Distinct().ToList();
        var orders = await db
            .ListedOrders.AsNoTracking()
            .Where(row => row.OrgId == org.Facts.OrgId && ids.Contains(row.OrderId))
            .ToDictionaryAsync(row => row.OrderId, cancellation);
        return new RunPage([.. runs.Select(run => new ListedRun(View(run), orders.GetValueOrDefault(run.TriggerOrderId ?? run.ContractKey)))], total);
    }

    /// <summary>How many runs ended since then, how long they took and what they cost.</summary>
    public async Task<RunFigures> FiguresAsync(Instant since, CancellationToken cancellation)
    {
        await using var db = org.Database.CreateDbContext();
        var runs = await db
            .SyncRuns.AsNoTracking()
            .Where(run => run.OrgId == org.Facts.OrgId && run.StartedAt >= since && run.EndedAt != null)
            .Select(run => new
            {
                run.StartedAt,
                run.EndedAt,
                run.SalesforceCalls,
                run.StripeCalls,
            })
            .ToListAsync(cancellation);
        var lengths = runs.Select(run => run.EndedAt!.Value - run.StartedAt).Order().ToList();
        return new RunFigures(
            runs.Count,
            Quantile(lengths, 0.5),
            Quantile(lengths, 0.95),
            runs.Sum(run => run.SalesforceCalls),
            runs.Sum(run => run.StripeCalls)
        );
    }

    private static Duration Quantile(List<Duration> sorted, double share) =>
        sorted.Count == 0 ? Duration.Zero : sorted[Math.Min(sorted.Count - 1, (int)(sorted.Count * share))];

    private IQueryable<SyncRun> Newest(BillingDb db) =>
        db.SyncRuns.AsNoTracking().Where(run => run.OrgId == org.Facts.OrgId).OrderByDescending(run => run.StartedAt).ThenByDescending(run => run.Id);

    private static RunView View(SyncRun run) =>
        new(
            run.Id,
            run.ContractKey,
            run.TriggerOrderId,
            run.StartedAt,
            run.EndedAt,
            run.Reason,
            run.Outcome,
            run.StripeCalls,
            run.SalesforceCalls,
            [.. run.Steps.OrderBy(step => step.Ordinal).Select(View)],
            ErrorJson.Read(run.ErrorsJson)
        );

    private static StepView View(PlanStepRow step) =>
        new(
            step.Method.ToUpperInvariant(),
            step.ResultId is { Length: > 0 } id ? Reference().Replace(step.Path, id) : step.Path,
            JsonSerializer.Serialize(JsonDocument.Parse(step.BodyJson).RootElement, Indented),
            step.State,
            step.ResultId,
            step.RequestId,
            step.SentAt,
            step.EndedAt,
            ErrorJson.Read(step.ErrorJson)
        );

    /// <summary>A path names its object by the step that made it until that step is done.</summary>
    [GeneratedRegex(@"\{ref:[^}]+\}")]
    private static partial Regex Reference();
}
