using System.Diagnostics.Metrics;
using CpqBilling.Engine.Installations;
using CpqBilling.Storage.Rows;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using NodaTime;

namespace CpqBilling.Web.Telemetry;

/// <summary>What waits in the database and what is left of the orgs' calls: read now and then, told whenever somebody asks.</summary>
internal sealed partial class QueueMetrics : BackgroundService
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(10);
    private readonly Installation _installation;
    private readonly ILogger<QueueMetrics> _log;
    private volatile Waiting _waiting = new(0, 0, [], null);

    public QueueMetrics(Installation installation, BillingMeter meter, ILogger<QueueMetrics> log)
    {
        (_installation, _log) = (installation, log);
        meter.Meter.CreateObservableGauge("cpqbilling.queue.depth", () => _waiting.Depth, "{contract}", "Contracts that are due");
        meter.Meter.CreateObservableGauge("cpqbilling.queue.oldest_age", () => _waiting.OldestAge, "s", "Since when the first of them is due");
        meter.Meter.CreateObservableGauge(
            "cpqbilling.issues",
            Issues,
            "{contract}",
            "Contracts that wait for somebody, by the code of their first error"
        );
        meter.Meter.CreateObservableGauge("cpqbilling.budget.remaining", Budget, "{call}", "Calls left to the org that has the fewest, by side");
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(LookEvery);
        do
        {
            await LookAsync(stoppingToken);
        } while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    /// <summary>Reads it now.</summary>
    internal async Task LookAsync(CancellationToken cancellation)
    {
        try
        {
            await using var db = _installation.Database.CreateDbContext();
            var now = SystemClock.Instance.GetCurrentInstant();
            var due = db.SyncJobs.Where(job => job.ParkedAt == null && job.DueAt <= now);
            var depth = await due.CountAsync(cancellation);
            var oldest = await due.MinAsync(job => (Instant?)job.DueAt, cancellation);
            var issues = await db
                .SyncJobs.Where(job => job.ParkedAt != null && job.LastErrorCode != null)
                .GroupBy(job => job.LastErrorCode!)
                .Select(group => new { group.Key, Count = group.Count() })
                .ToListAsync(cancellation);
            var orgs = await _installation.Orgs.ListAsync(cancellation);
            _waiting = new Waiting(
                depth,
                oldest is { } first ? (now - first).TotalSeconds : 0,
                [.. issues.Select(issue => (issue.Key, issue.Count))],
                orgs.Select(org => org.Salesforce.Usage is { } usage ? usage.Max - usage.Used : (int?)null).Min()
            );
        }
        catch (Exception defect) when (!cancellation.IsCancellationRequested)
        {
            // What was read last is told until the database answers again.
            LogUnread(defect);
        }
    }

    private IEnumerable<Measurement<int>> Issues() =>
        _waiting.Issues.Select(issue => new Measurement<int>(issue.Count, new KeyValuePair<string, object?>("code", issue.Code)));

    private IEnumerable<Measurement<int>> Budget() =>
        _waiting.SalesforceCallsLeft is { } left ? [new Measurement<int>(left, new KeyValuePair<string, object?>("side", "salesforce"))] : [];

    [LoggerMessage(Level = LogLevel.Warning, Message = "The queue could not be measured; it is tried again")]
    private partial void LogUnread(Exception defect);

    /// <param name="OldestAge">Seconds; 0 when nothing is due.</param>
    private sealed record Waiting(int Depth, double OldestAge, IReadOnlyList<(string Code, int Count)> Issues, int? SalesforceCallsLeft);
}
