using CpqBilling.Core.Planning;
using CpqBilling.Salesforce;

namespace CpqBilling.Engine.Sync;

/// <summary>Orders that are billed say so in Salesforce, in the write that gives them their id.</summary>
/// <remarks>
/// Of a refusal only the Sync Records tell: a write to the order would move its time of change, by which polls and refused contracts see that
/// somebody corrected it, and every refusal would be the reason for the next try.
/// </remarks>
internal static class OrderStatuses
{
    private const string Field = "Stripe_Sync_Status__c";
    private const string Synced = "Synced";

    public static IEnumerable<ResolvedFieldWrite> Of(IEnumerable<SyncRecordWrite> records) =>
        records
            .Where(record => record.Primary.Type == "Order")
            .GroupBy(record => record.Primary.Id)
            .Where(group => group.All(record => record.Status == SyncStatus.Success))
            .Select(group => new ResolvedFieldWrite("Order", group.Key, Field, Synced));
}
