using System.Collections.Immutable;
using CpqBilling.Core.Errors;
using CpqBilling.Core.Money;
using CpqBilling.Engine.Sync;
using CpqBilling.Storage.Journal;
using CpqBilling.Storage.Rows;
using Microsoft.EntityFrameworkCore;

namespace CpqBilling.Engine.Application.Issues;

/// <summary>What holds money back, grouped by cause.</summary>
public sealed class IssueList(BillingOrg org)
{
    /// <summary>Those that need somebody first, and among them those that hold back most.</summary>
    public async Task<ImmutableArray<Issue>> ReadAsync(CancellationToken cancellation)
    {
        await using var db = org.Database.CreateDbContext();
        var rows = await db
            .ListedOrders.AsNoTracking()
            .Where(row => row.OrgId == org.Facts.OrgId && (row.State == OrderState.NeedsYou || row.State == OrderState.Retrying))
            .OrderBy(row => row.RaisedAt)
            .ToListAsync(cancellation);
        return
        [
            .. rows.GroupBy(row => (row.ErrorCode, row.State))
                .Select(group => IssueOf(group.Key.ErrorCode, group.Key.State, [.. group]))
                .OrderBy(issue => issue.State == OrderState.NeedsYou ? 0 : 1)
                .ThenByDescending(issue => issue.HeldBack.Sum(held => held.Minor)),
        ];
    }

    private static Issue IssueOf(string? code, OrderState state, ImmutableArray<ListedOrder> rows)
    {
        var orders = rows.Select(row => new IssueOrder(row, ErrorJson.Read(row.ErrorsJson))).ToImmutableArray();
        var definition = ErrorCatalog.All.FirstOrDefault(known => known.Code == code);
        var held = rows.Where(row => row.Sold is not null && row.Currency is not null)
            .GroupBy(row => row.Currency!)
            .Select(group => new HeldMoney(group.Key, group.Sum(row => row.Sold!.Value)))
            .OrderByDescending(money => money.Minor);
        return new Issue(
            code ?? "",
            definition?.Meaning ?? "Not said",
            UnknownIdAlert.IsDue(orders) ? UnknownIdAlert.Text : definition?.Fix ?? "",
            state,
            rows.Min(row => row.RaisedAt),
            [.. held],
            orders
        );
    }
}
