using CpqBilling.Engine.Sync;
using CpqBilling.Storage.Jobs;
using CpqBilling.Storage.Rows;

namespace CpqBilling.Engine.Service;

/// <summary>Somebody wants an order to be looked at: its contract goes to the front of the queue.</summary>
public sealed class OrderWishes(BillingOrg org)
{
    /// <param name="reason">Button, command, API …: for the list of runs.</param>
    public Task EnqueueAsync(string orderId, string reason, CancellationToken cancellation) =>
        new JobQueue(org.Database).EnqueueAsync(
            new JobRequest(org.Facts.OrgId, orderId, [orderId], reason, JobPriority.Interactive, org.Now),
            cancellation
        );
}
