using System.Text.RegularExpressions;
using CpqBilling.Core.Translation;
using CpqBilling.Engine.Application.Contracts;
using CpqBilling.Engine.Sync;
using CpqBilling.Salesforce;
using Microsoft.EntityFrameworkCore;

namespace CpqBilling.Engine.Application.Previews;

/// <summary>Shows what an order would bill, activated or not, without doing it.</summary>
public sealed partial class PreviewReader(BillingOrg org)
{
    /// <param name="what">An id of 15 or 18 characters of an order or its quote, an order number, or a link to one of them.</param>
    public async Task<PreviewOutcome> ReadAsync(string what, CancellationToken cancellation)
    {
        var found = await FindAsync(what.Trim(), cancellation);
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

    private async Task<SalesforceAnswer<string?>> FindAsync(string what, CancellationToken cancellation)
    {
        var ids = RecordId().Matches(what).Select(match => match.Value).Where(text => SalesforceId.TryParse(text, out _)).ToList();
        if (ids.Find(id => SalesforceId.TypeOf(id) == "Order") is { } order)
        {
            return new SalesforceAnswer<string?>.Found(SalesforceId.Full(order), 0);
        }

        if (ids.Count == 0 && await KnownAsync(what, cancellation) is { } known)
        {
            return new SalesforceAnswer<string?>.Found(known, 0);
        }

        return await new OrderFinder(org.Salesforce).FindAsync(ids.Count > 0 ? ids[0] : what, cancellation);
    }

    private async Task<string?> KnownAsync(string number, CancellationToken cancellation)
    {
        await using var db = org.Database.CreateDbContext();
        return await db
            .ListedOrders.Where(row => row.OrgId == org.Facts.OrgId && row.Number == number)
            .Select(row => row.OrderId)
            .FirstOrDefaultAsync(cancellation);
    }

    [GeneratedRegex(@"\b[a-zA-Z0-9]{15}(?:[a-zA-Z0-9]{3})?\b")]
    private static partial Regex RecordId();
}
