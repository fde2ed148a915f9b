using System.Collections.Immutable;
using CpqBilling.Core.Errors;
using CpqBilling.Core.Planning;
using CpqBilling.Core.Translation;
using CpqBilling.Salesforce;
using CpqBilling.Storage.Rows;
using NodaTime;

namespace CpqBilling.Engine.Sync;

/// <summary>How an order stands, for people in Salesforce: told with what else is written after a run, and only when it is another than before.</summary>
/// <remarks>
/// A write to an order moves its time of change, by which polls and refused contracts see that somebody corrected it. So the time our own write
/// gave it is remembered, and what stays as it was is not written again (docs/decisions/0067).
/// </remarks>
internal sealed class OrderStatuses(BillingOrg org)
{
    private const string Field = "Stripe_Sync_Status__c";
    private const string Synced = "Synced";
    private const string Error = "Error";
    private const string Waiting = "Waiting";
    private const string Skipped = "Skipped";

    /// <summary>Orders that are billed say so in the write that gives them their id.</summary>
    public static IEnumerable<ResolvedFieldWrite> Of(IEnumerable<SyncRecordWrite> records) =>
        records
            .Where(record => record.Primary.Type == "Order")
            .GroupBy(record => record.Primary.Id)
            .Where(group => group.All(record => record.Status == SyncStatus.Success))
            .Select(group => new ResolvedFieldWrite("Order", group.Key, Field, Synced));

    /// <summary>What is written with it, and the status of the order that asked, when it changed.</summary>
    /// <param name="snapshot">What was read; null where the order could not be.</param>
    public async Task<ResolvedWriteBack> WithAsync(
        ResolvedWriteBack writes,
        RecordRef trigger,
        OrderState state,
        OrderSnapshot? snapshot,
        CancellationToken cancellation
    )
    {
        if (trigger.Type != "Order" || WordOf(state) is not { } status || await ToldAsync(trigger.Id, cancellation) == status)
        {
            return writes;
        }

        var read = snapshot?.Records.Find(trigger.Id)?.Moment("LastModifiedDate");
        return writes with
        {
            Fields = writes.Fields.Add(new ResolvedFieldWrite(trigger.Type, trigger.Id, Field, status)),
            ReadAs = read is { } at ? ImmutableDictionary<string, Instant>.Empty.Add(trigger.Id, at) : writes.ReadAs,
        };
    }

    /// <summary>Nothing changed in Stripe, but the order was last told to be in trouble.</summary>
    public async Task<ResolvedWriteBack> RecoveredAsync(RecordRef order, CancellationToken cancellation) =>
        await ToldAsync(order.Id, cancellation) is null or Synced
            ? ResolvedWriteBack.None
            : new ResolvedWriteBack([new ResolvedFieldWrite(order.Type, order.Id, Field, Synced)], []);

    /// <summary>By how it stood after its last run; null when there was none.</summary>
    private async Task<string?> ToldAsync(string orderId, CancellationToken cancellation)
    {
        await using var db = org.Database.CreateDbContext();
        return await db.ListedOrders.FindAsync([org.Facts.OrgId, orderId], cancellation) is { } row ? WordOf(row.State) : null;
    }

    private static string? WordOf(OrderState state) =>
        state switch
        {
            OrderState.Done => Synced,
            OrderState.NeedsYou => Error,
            OrderState.Retrying => Waiting,
            OrderState.Skipped => Skipped,
            _ => null,
        };
}
