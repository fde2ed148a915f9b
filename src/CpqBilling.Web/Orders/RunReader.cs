using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;
using CpqBilling.Storage;
using CpqBilling.Storage.Journal;
using CpqBilling.Storage.Rows;
using Microsoft.EntityFrameworkCore;
using NodaTime.Text;

namespace CpqBilling.Web.Orders;

/// <summary>Reads the runs of a contract from the journal, newest first.</summary>
public sealed partial class RunReader(BillingDatabase database, string orgId)
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public async Task<ImmutableArray<RunView>> ReadAsync(string contractKey, CancellationToken cancellation = default)
    {
        await using var db = database.CreateDbContext();
        var runs = await db
            .SyncRuns.AsNoTracking()
            .Include(run => run.Steps)
            .Where(run => run.OrgId == orgId && run.ContractKey == contractKey)
            .OrderByDescending(run => run.StartedAt)
            .ThenByDescending(run => run.Id)
            .ToListAsync(cancellation);
        return [.. runs.Select(View)];
    }

    private static RunView View(SyncRun run) =>
        new(
            InstantPattern.General.Format(run.StartedAt).Replace('T', ' ').Replace("Z", " UTC", StringComparison.Ordinal),
            run.Reason,
            run.Outcome.ToString().ToLowerInvariant(),
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
            step.State.ToString().ToLowerInvariant(),
            step.ResultId,
            step.RequestId
        );

    /// <summary>A path names its object by the step that made it until that step is done.</summary>
    [GeneratedRegex(@"\{ref:[^}]+\}")]
    private static partial Regex Reference();
}

/// <param name="At">When it began.</param>
public sealed record RunView(
    string At,
    string Reason,
    string Outcome,
    int StripeCalls,
    int SalesforceCalls,
    ImmutableArray<StepView> Steps,
    ImmutableArray<StoredError> Errors
);

/// <param name="ResultId">The object Stripe made or changed.</param>
public sealed record StepView(string Method, string Path, string Body, string State, string? ResultId, string? RequestId);
