using System.Collections.Immutable;
using CpqBilling.Core.Errors;
using CpqBilling.Engine.Sync;
using CpqBilling.Storage.Jobs;
using CpqBilling.Storage.Rows;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace CpqBilling.Engine.Service;

/// <summary>Works off the queue, one family of contracts at a time.</summary>
internal sealed class FamilyWork(BillingOrg org, RunFeed feed)
{
    private static readonly Duration Lease = Duration.FromMinutes(10);
    private static readonly Duration Patience = Duration.FromMinutes(5);
    private readonly JobQueue _queue = new(org.Database);

    /// <summary>Families that are due and nobody works on, most urgent first.</summary>
    public async Task<ImmutableArray<string>> DueAsync(int atMost, CancellationToken cancellation)
    {
        var now = org.Now;
        await using var db = org.Database.CreateDbContext();
        var keys = await db
            .SyncJobs.Where(row => row.OrgId == org.Facts.OrgId)
            .Where(row => (row.State == JobState.Waiting && row.DueAt <= now) || (row.State == JobState.Running && row.LeaseUntil < now))
            .OrderBy(row => row.Priority)
            .ThenBy(row => row.DueAt)
            .Select(row => row.ContractKey)
            .Take(atMost)
            .ToListAsync(cancellation);
        return [.. keys];
    }

    /// <summary>Nothing when nothing is due, or somebody else is at it.</summary>
    public async Task WorkAsync(string family, CancellationToken cancellation)
    {
        var lease = new Lease(Environment.MachineName, org.Now, org.Now + Lease);
        if (await _queue.TakeContractAsync(org.Facts.OrgId, family, lease, cancellation) is not { } job)
        {
            return;
        }

        var orderId = job.OrderIds[^1];
        feed.TellBegan(new SyncBegan(org.Facts.OrgId, orderId));
        var report = await new SyncShell(org).SyncAsync(new RecordRef("Order", orderId), job.Reason, cancellation);
        if (report.Outcome == SyncOutcome.Failed)
        {
            await _queue.FailAsync(job, org.Now + Patience, report.Errors[0].Code, cancellation);
        }
        else
        {
            await _queue.CompleteAsync(job, org.Now, cancellation);
        }

        feed.TellEnded(new SyncEnded(org.Facts.OrgId, orderId, report));
    }
}
