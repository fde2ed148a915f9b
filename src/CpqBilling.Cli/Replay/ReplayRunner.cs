using System.Text.Json;
using System.Text.Json.Nodes;
using CpqBilling.Cli.Composition;
using CpqBilling.Cli.Planning;
using CpqBilling.Core.Errors;
using CpqBilling.Core.Translation;
using CpqBilling.Engine.Configurations;
using CpqBilling.Engine.Sync;
using CpqBilling.Salesforce;
using CpqBilling.Storage;
using NodaTime;

namespace CpqBilling.Cli.Replay;

/// <summary>Plays a case: loads its records, sets the clocks, syncs its runs over HTTP and tells what both sides hold afterwards.</summary>
internal sealed class ReplayRunner(CaseFile file)
{
    private readonly Placeholders _placeholders = new();

    public IReadOnlyList<(CaseRun Run, SyncReport Report)> Reports => _reports;

    private readonly List<(CaseRun, SyncReport)> _reports = [];

    public string Readable(string text) => _placeholders.Of(text);

    /// <param name="stage">Shared by cases that are played one after the other.</param>
    public async Task<JsonObject> RunAsync(ReplayStage stage, CancellationToken cancellation)
    {
        var runs = new JsonArray();
        await ForEachRunAsync(
            stage,
            file.Runs.Count,
            async (sandboxes, org, run) => runs.Add(await PlayAsync(sandboxes, org, run, cancellation)),
            cancellation
        );
        return new JsonObject { ["case"] = file.Id, ["runs"] = runs };
    }

    /// <summary>What one run would do; the runs before it are played, the run itself is not.</summary>
    /// <param name="number">Counted from 1.</param>
    public async Task<TranslationResult> PlanAsync(int number, CancellationToken cancellation)
    {
        if (number < 1 || number > file.Runs.Count)
        {
            throw new CommandException($"The file has {file.Runs.Count} runs; there is no run {number}.");
        }

        TranslationResult? plan = null;
        await using var stage = new ReplayStage();
        await ForEachRunAsync(
            stage,
            number,
            async (_, org, run) =>
            {
                if (ReferenceEquals(run, file.Runs[number - 1]))
                {
                    plan = await OrgPlan.ReadAsync(org, _placeholders.IdOf(run.Sync), cancellation);
                }
                else
                {
                    await SyncAsync(org, run, cancellation);
                }
            },
            cancellation
        );
        return plan!;
    }

    /// <summary>Brings clocks and records to each run in turn.</summary>
    private async Task ForEachRunAsync(ReplayStage stage, int count, Func<Sandboxes, BillingOrg, CaseRun, Task> play, CancellationToken cancellation)
    {
        var configuration = ConfigurationFile.Usable(OrgConfiguration.Read(file.Json));
        using var folder = WorkFolder.Open(null);
        var sandboxes = await stage.SetAsync(file.MultiCurrency, file.Runs.Count == 0 ? null : file.Runs[0].Now, cancellation);
        var database = await BillingDatabase.OpenAsync(folder.DatabaseFile, cancellation);
        var clock = new MovableClock();
        BillingOrg? org = null;
        foreach (var (index, run) in file.Runs.Take(count).Index())
        {
            clock.Now = run.Now;
            await sandboxes.SetClockAsync(run.Now, cancellation);
            await LoadAsync(sandboxes, index, run, cancellation);
            org ??= await OrgBuilder.BuildAsync(
                sandboxes.SalesforceConnection,
                sandboxes.StripeConnection,
                database,
                configuration,
                clock,
                cancellation
            );
            await play(sandboxes, org, run);
        }
    }

    private async Task LoadAsync(Sandboxes sandboxes, int index, CaseRun run, CancellationToken cancellation)
    {
        _placeholders.Add(await sandboxes.LoadAsync(file.RecordsOf(index), cancellation));
        if (run.ChangesBefore.Count > 0)
        {
            _placeholders.Add(await sandboxes.LoadAsync(CaseFile.Changes(run), cancellation));
        }
    }

    /// <summary>A run syncs an order, or an account, product or price-book entry by itself.</summary>
    private Task<SyncReport> SyncAsync(BillingOrg org, CaseRun run, CancellationToken cancellation)
    {
        var id = _placeholders.IdOf(run.Sync);
        var type = SalesforceId.TypeOf(id) is { } known && RecordReader.Types.Contains(known) ? known : "Order";
        return new SyncShell(org).SyncAsync(new RecordRef(type, id), "replay", cancellation);
    }

    private async Task<JsonNode> PlayAsync(Sandboxes sandboxes, BillingOrg org, CaseRun run, CancellationToken cancellation)
    {
        await sandboxes.ClearLogsAsync(cancellation);
        var report = await SyncAsync(org, run, cancellation);
        _reports.Add((run, report));
        var salesforceCalls = await sandboxes.SalesforceRequestsAsync(cancellation);
        var stripeCalls = await sandboxes.StripeRequestsAsync(cancellation);
        var writes = await sandboxes.SalesforceWritesAsync(cancellation);
        var holdings = await new StripeHoldings(sandboxes.StripeConnection).ReadAsync(cancellation);
        return new JsonObject
        {
            ["sync"] = run.Sync,
            ["outcome"] = report.Outcome.ToString().ToLowerInvariant(),
            ["errors"] = new JsonArray([.. report.Errors.Select(Error)]),
            ["stripe"] = _placeholders.Of(holdings),
            ["salesforce"] = new JsonObject
            {
                ["writes"] = new JsonArray([
                    .. writes.EnumerateArray().Where(write => !IsSyncRecord(write)).Select(write => _placeholders.Of(write)),
                ]),
                ["syncRecords"] = new JsonArray([.. writes.EnumerateArray().Where(IsSyncRecord).Select(SyncRecord)]),
            },
            ["calls"] = new JsonObject
            {
                ["salesforce"] = new JsonArray([.. salesforceCalls.EnumerateArray().Where(IsDataCall).Select(call => Call(call, withBody: false))]),
                ["stripe"] = new JsonArray([.. stripeCalls.EnumerateArray().Select(call => Call(call, withBody: true))]),
            },
        };
    }

    private JsonNode Error(SyncError error)
    {
        var told = new JsonObject
        {
            ["code"] = error.Code,
            ["name"] = error.Name,
            ["record"] = _placeholders.Of(error.Record.Id),
            ["field"] = error.Field,
            ["message"] = _placeholders.Of(error.Message),
            ["remedy"] = error.Fix,
        };
        if (error.Detail is { } thrown)
        {
            told["detail"] = thrown; // what a defect threw: there is no journal left to look it up in
        }

        return told;
    }

    private static bool IsSyncRecord(JsonElement write) => write.GetProperty("type").GetString() == "Sync_Record__c";

    private JsonNode? SyncRecord(JsonElement write) => _placeholders.Of(write.GetProperty("fields"));

    /// <summary>Tokens do not count: they are kept for many runs.</summary>
    private static bool IsDataCall(JsonElement call) => !call.GetProperty("path").GetString()!.Contains("/oauth2/", StringComparison.Ordinal);

    private JsonObject Call(JsonElement call, bool withBody)
    {
        var entry = new JsonObject
        {
            ["method"] = call.GetProperty("method").GetString(),
            ["path"] = _placeholders.Of(call.GetProperty("path").GetString()!),
        };
        if (withBody && call.TryGetProperty("body", out var body))
        {
            entry["body"] = _placeholders.Of(body);
        }

        return entry;
    }

    private sealed class MovableClock : IClock
    {
        public Instant Now { get; set; }

        public Instant GetCurrentInstant() => Now;
    }
}
