using CpqBilling.Core.Planning;
using CpqBilling.Storage.Jobs;
using CpqBilling.Storage.Rows;
using NodaTime;

namespace CpqBilling.Engine.Sync;

/// <summary>Contracts that must be looked at again at a time of their own: their later phases follow before they are needed (decisions.md 5.8).</summary>
/// <remarks>The time is stored before anything is sent, so that a crash cannot lose it; looking too often costs one request and changes nothing.</remarks>
public sealed class DueContracts(BillingOrg org)
{
    private const int AtOnce = 50;
    private static readonly Duration Lease = Duration.FromMinutes(10);
    private static readonly Duration Patience = Duration.FromMinutes(5);
    private readonly JobQueue _queue = new(org.Database);

    /// <summary>Notes when a plan must be continued; nothing when it sends all phases.</summary>
    internal async Task NoteAsync(SyncPlan plan, string contractKey, string orderId, CancellationToken cancellation)
    {
        if (plan.ContinueAt is { } at)
        {
            var request = new JobRequest(org.Facts.OrgId, contractKey, [orderId], "further phases", JobPriority.Live, at);
            await _queue.EnqueueAsync(request, cancellation);
        }
    }

    /// <summary>Works off what is due now.</summary>
    /// <param name="sync">Syncs the contract of an order, told the order and the reason.</param>
    /// <returns>How many contracts were looked at.</returns>
    public async Task<int> RunAsync(Func<string, string, Task<SyncReport>> sync, CancellationToken cancellation)
    {
        var lease = new Lease(Environment.MachineName, org.Now, org.Now + Lease);
        var jobs = await _queue.TakeAsync(lease, AtOnce, org.Facts.OrgId, cancellation);
        foreach (var job in jobs)
        {
            var report = await sync(job.OrderIds[^1], job.Reason);
            if (report.Outcome == SyncOutcome.Failed)
            {
                await _queue.FailAsync(job, org.Now + Patience, report.Errors[0].Code, cancellation);
            }
            else
            {
                await _queue.CompleteAsync(job, org.Now, cancellation);
            }
        }

        return jobs.Length;
    }
}
