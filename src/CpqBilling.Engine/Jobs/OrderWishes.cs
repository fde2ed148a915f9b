using CpqBilling.Engine.Sync;
using CpqBilling.Storage.Rows;

namespace CpqBilling.Engine.Jobs;

/// <summary>Somebody wants an order to be looked at: its contract goes to the front of the queue.</summary>
public sealed class OrderWishes(BillingOrg org)
{
    /// <param name="reason">Button, command, API …: for the list of runs.</param>
    /// <remarks>Its family is not known without asking Salesforce; whoever works it off moves it to where it belongs.</remarks>
    public Task EnqueueAsync(string orderId, string reason, CancellationToken cancellation) =>
        new ContractJobs(org).EnqueueAsync(new ContractNotice(orderId, [orderId], reason, JobPriority.Interactive, org.Now), cancellation);

    /// <summary>All of them, or none: behind what a person waits for.</summary>
    public Task EnqueueAsync(IReadOnlyCollection<string> orderIds, string reason, CancellationToken cancellation) =>
        new ContractJobs(org).EnqueueAsync([.. orderIds.Select(id => new ContractNotice(id, [id], reason, JobPriority.Live, org.Now))], cancellation);
}
