using System.Collections.Immutable;
using CpqBilling.Core.Translation;
using CpqBilling.Engine.Application.Contracts;
using CpqBilling.Engine.Sync;
using CpqBilling.Salesforce;

namespace CpqBilling.Engine.Application.Previews;

/// <summary>Shows what an order would bill, activated or not, without doing it.</summary>
public sealed class PreviewReader(BillingOrg org)
{
    private const int MostDrafts = 10;

    /// <summary>Orders that wait for their activation, the newest first; none where Salesforce does not answer.</summary>
    public async Task<ImmutableArray<DraftOrder>> DraftsAsync(CancellationToken cancellation) =>
        await new DraftOrders(org.Salesforce).ReadAsync(MostDrafts, cancellation) is SalesforceAnswer<ImmutableArray<DraftOrder>>.Found found
            ? found.Value
            : [];

    /// <param name="what">An id of 15 or 18 characters of an order or its quote, an order number, or a link to one of them.</param>
    public async Task<PreviewOutcome> ReadAsync(string what, CancellationToken cancellation)
    {
        var found = await new OrderByName(org).FindAsync(what, cancellation);
        if (found is SalesforceAnswer<string?>.Refused refused)
        {
            return new PreviewOutcome.NotRead(refused.Error);
        }

        if (((SalesforceAnswer<string?>.Found)found).Value is not { } orderId)
        {
            return new PreviewOutcome.Unknown();
        }

        var read = await new SnapshotReader(org).ReadAsync(orderId, cancellation);
        if (read.Snapshot is not { } snapshot)
        {
            return new PreviewOutcome.NotRead(read.Error!);
        }

        var isDraft = ActivationPreview.IsNeeded(snapshot);
        var shown = isDraft ? ActivationPreview.Of(snapshot) : snapshot;
        var number = snapshot.Records.Find(orderId)?.Text("OrderNumber") ?? orderId;
        return new PreviewOutcome.Shown(orderId, number, isDraft, ContractReading.Of(shown, new HashSet<string>(), [], org.Now));
    }
}
