using System.Text.Json.Nodes;

namespace CpqBilling.Sandbox.Salesforce.Api;

/// <summary>The daily allocation of API calls, as <c>Sforce-Limit-Info</c> and the limits call show it.</summary>
internal sealed class ApiUsage
{
    private const int DefaultMax = 15_000;
    private int _used;

    public int Max { get; private set; } = DefaultMax;

    public int Used => Volatile.Read(ref _used);

    public string Header => $"api-usage={Used}/{Max}";

    /// <summary>Counts a call; false when none is left.</summary>
    public bool Take() => Interlocked.Increment(ref _used) <= Max;

    /// <summary>Puts the allocation where a demonstration needs it.</summary>
    public void Set(int? max, int? used)
    {
        Max = max ?? Max;
        Volatile.Write(ref _used, used ?? Used);
    }

    public void Reset() => Set(DefaultMax, 0);

    public JsonObject Limits()
    {
        var limits = new JsonObject { ["DailyApiRequests"] = Limit(Max, Math.Max(0, Max - Used)) };
        foreach (
            var (name, max) in (ReadOnlySpan<(string, int)>)
                [
                    ("DailyAsyncApexExecutions", 250_000),
                    ("DailyBulkApiBatches", 15_000),
                    ("DailyBulkV2QueryFileStorageMB", 976_562),
                    ("DailyBulkV2QueryJobs", 10_000),
                    ("DailyDurableStreamingApiEvents", 10_000),
                    ("DailyStandardVolumePlatformEvents", 10_000),
                    ("DailyStreamingApiEvents", 10_000),
                    ("DailyWorkflowEmails", 1_000),
                    ("DataStorageMB", 5),
                    ("FileStorageMB", 20),
                    ("HourlyPublishedPlatformEvents", 50_000),
                    ("HourlyPublishedStandardVolumePlatformEvents", 1_000),
                    ("HourlyTimeBasedWorkflow", 1_000),
                    ("MassEmail", 10),
                    ("MonthlyPlatformEventsUsageEntitlement", 0),
                    ("PermissionSets", 1_500),
                    ("SingleEmail", 15),
                ]
        )
            limits[name] = Limit(max, max);
        return limits;
    }

    private static JsonObject Limit(int max, int remaining) => new() { [nameof(Max)] = max, ["Remaining"] = remaining };
}
