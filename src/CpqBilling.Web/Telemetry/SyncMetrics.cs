using System.Collections.Concurrent;
using System.Diagnostics;
using CpqBilling.Core.Translation;
using CpqBilling.Engine.Service;
using CpqBilling.Engine.Sync;
using Microsoft.Extensions.Hosting;

namespace CpqBilling.Web.Telemetry;

/// <summary>Counts what the service of this process does; of other nodes, their own processes tell.</summary>
internal sealed class SyncMetrics(RunFeed feed, BillingMeter meter) : IHostedService
{
    private readonly ConcurrentDictionary<string, long> _began = new();

    public Task StartAsync(CancellationToken cancellationToken)
    {
        feed.Began += Begin;
        feed.Ended += End;
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        feed.Began -= Begin;
        feed.Ended -= End;
        return Task.CompletedTask;
    }

    private void Begin(object? sender, SyncBegan began) => _began[began.OrderId] = Stopwatch.GetTimestamp();

    private void End(object? sender, SyncEnded ended)
    {
        var report = ended.Report;
        var outcome = Label("outcome", report.Outcome.ToString().ToLowerInvariant());
        meter.Runs.Add(1, outcome);
        meter.Calls.Add(report.Calls.Salesforce, Label("side", "salesforce"));
        meter.Calls.Add(report.Calls.Stripe, Label("side", "stripe"));
        foreach (var error in report.Errors)
        {
            meter.Errors.Add(1, Label("code", error.Code));
        }

        if (_began.TryRemove(ended.OrderId, out var began))
        {
            meter.Duration.Record(Stopwatch.GetElapsedTime(began).TotalSeconds, outcome);
        }

        if (report is { Outcome: SyncOutcome.Synced, Snapshot: { } snapshot, Translation: Translated translated })
        {
            var order = translated.Contract.Orders.FirstOrDefault(order => order.Id == ended.OrderId);
            if (order?.ActivatedAt is { } activated && snapshot.Now >= activated)
            {
                meter.Lag.Record((snapshot.Now - activated).TotalSeconds);
            }
        }
    }

    private static KeyValuePair<string, object?> Label(string name, string value) => new(name, value);
}
