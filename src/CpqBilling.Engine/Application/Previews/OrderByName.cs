using System.Text.RegularExpressions;
using CpqBilling.Engine.Sync;
using CpqBilling.Salesforce;
using Microsoft.EntityFrameworkCore;

namespace CpqBilling.Engine.Application.Previews;

/// <summary>Finds an order by whatever a person has of it.</summary>
internal sealed partial class OrderByName(BillingOrg org)
{
    /// <param name="text">An id of 15 or 18 characters of an order or its quote, an order number, or a link to one of them.</param>
    /// <returns>Null when there is no such order.</returns>
    public async Task<SalesforceAnswer<string?>> FindAsync(string text, CancellationToken cancellation)
    {
        var what = text.Trim();
        var ids = RecordId().Matches(what).Select(match => match.Value).Where(id => SalesforceId.TryParse(id, out _)).ToList();
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
