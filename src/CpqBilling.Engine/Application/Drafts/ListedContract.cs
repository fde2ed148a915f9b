using CpqBilling.Engine.Sync;
using Microsoft.EntityFrameworkCore;

namespace CpqBilling.Engine.Application.Drafts;

/// <summary>A contract that was looked at before.</summary>
/// <param name="OrderId">The order that was activated last: what it brings is looked at with all before it.</param>
internal sealed record ListedContract(string Key, string OrderId, string Number)
{
    public static async Task<List<ListedContract>> AllAsync(BillingOrg org, CancellationToken cancellation)
    {
        await using var db = org.Database.CreateDbContext();
        var rows = await db
            .ListedOrders.Where(row => row.OrgId == org.Facts.OrgId)
            .Select(row => new
            {
                row.ContractKey,
                row.OrderId,
                row.Number,
                row.ActivatedAt,
            })
            .ToListAsync(cancellation);
        return
        [
            .. rows.GroupBy(row => row.ContractKey)
                .Select(group => group.OrderBy(row => row.ActivatedAt).ThenBy(row => row.OrderId, StringComparer.Ordinal).Last())
                .Select(row => new ListedContract(row.ContractKey, row.OrderId, row.Number)),
        ];
    }
}
