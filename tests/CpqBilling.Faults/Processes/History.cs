using System.Text.Json;
using CpqBilling.Storage;
using CpqBilling.Storage.Rows;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace CpqBilling.Faults.Processes;

/// <summary>Holds what happened against what may happen, by the journal of the service and what Stripe was asked.</summary>
internal sealed class History(World world, BillingDatabase database)
{
    private static readonly string[] Counted = ["customers", "products", "prices", "subscription_schedules"];

    /// <returns>What may not have happened; empty when all is well.</returns>
    public async Task<IReadOnlyList<string>> FaultsAsync(int orders)
    {
        var faults = new List<string>();
        foreach (var kind in Counted)
        {
            var made = (await world.ListAsync(kind)).Select(RecordOf).ToList();
            faults.AddRange(
                made.GroupBy(record => record).Where(group => group.Count() > 1).Select(group => $"{group.Count()} {kind} of {group.Key}")
            );
            if (made.Count != orders)
            {
                faults.Add($"{made.Count} {kind} for {orders} orders");
            }
        }

        await using var db = database.CreateDbContext();
        var runs = await db.SyncRuns.AsNoTracking().Include(run => run.Steps).AsSplitQuery().ToListAsync();
        faults.AddRange(runs.Where(run => run.Outcome == RunOutcome.Running).Select(run => $"run {run.Id} never ended"));
        faults.AddRange(runs.GroupBy(run => run.Family).SelectMany(MadeTwice));
        faults.AddRange(await db.SyncJobs.AsNoTracking().Select(job => $"job {job.Family} is left").ToListAsync());
        faults.AddRange(await KeysOfTwoObjectsAsync());
        return faults;
    }

    /// <summary>Two runs of a contract that each made the same thing, as another object.</summary>
    private static IEnumerable<string> MadeTwice(IGrouping<string, SyncRun> runs) =>
        runs.SelectMany(run => run.Steps)
            .Where(step => step is { State: StepState.Done, Method: "Post" or "POST" } && !step.Path.Contains('{', StringComparison.Ordinal))
            .GroupBy(step => (step.Path, step.Key))
            .Where(group => group.Select(step => step.ResultId).Distinct().Count() > 1)
            .Select(group => $"{runs.Key}: {group.Key} gave {string.Join(" and ", group.Select(step => step.ResultId).Distinct())}");

    /// <summary>A repeated request must have got the answer of the first.</summary>
    private async Task<IEnumerable<string>> KeysOfTwoObjectsAsync()
    {
        var requests = JsonDocument.Parse((await world.StripeRequestsAsync()).ToJsonString()).RootElement.EnumerateArray();
        return requests
            .Where(request => Text(request, "idempotencyKey") is not null && Text(request, "method") == "POST" && Status(request) == 200)
            .GroupBy(request => Text(request, "idempotencyKey"))
            .Where(group => group.Select(ObjectOf).Distinct().Count() > 1)
            .Select(group => $"key {group.Key} gave {group.Select(ObjectOf).Distinct().Count()} objects");
    }

    private static string RecordOf(JsonElement item)
    {
        var metadata = item.GetProperty("metadata");
        foreach (var name in new[] { "account", "product2", "pricebook_entry", "order_item", "order" })
        {
            if (metadata.TryGetProperty($"salesforce_{name}_id", out var id))
            {
                return id.GetString()!;
            }
        }

        return item.GetProperty("id").GetString()!;
    }

    private static int Status(JsonElement request) => request.TryGetProperty("status", out var status) ? status.GetInt32() : 0;

    private static string? Text(JsonElement request, string name) =>
        request.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static string? ObjectOf(JsonElement request) =>
        request.TryGetProperty("response", out var response) && response.ValueKind == JsonValueKind.Object ? Text(response, "id") : null;
}
