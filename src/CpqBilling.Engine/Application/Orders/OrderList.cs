using System.Collections.Immutable;
using CpqBilling.Engine.Sync;
using CpqBilling.Storage;
using CpqBilling.Storage.Rows;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace CpqBilling.Engine.Application.Orders;

/// <summary>Lists the orders of an org.</summary>
public sealed class OrderList(BillingOrg org)
{
    public async Task<OrderPage> ReadAsync(OrderFilter filter, int skip, int take, CancellationToken cancellation)
    {
        await using var db = org.Database.CreateDbContext();
        var matching = Matching(db, filter);
        var total = await matching.CountAsync(cancellation);
        var rows = await Sorted(matching, filter.Sort).Skip(skip).Take(take).ToListAsync(cancellation);
        return new OrderPage([.. rows], total);
    }

    public async Task<ListedOrder?> FindAsync(string orderId, CancellationToken cancellation)
    {
        await using var db = org.Database.CreateDbContext();
        return await Own(db).SingleOrDefaultAsync(row => row.OrderId == orderId, cancellation);
    }

    /// <summary>Orders by id, which stay in their place while others come and go.</summary>
    /// <param name="after">The last id of the part before; null begins.</param>
    public async Task<ImmutableArray<ListedOrder>> AfterAsync(OrderFilter filter, string? after, int take, CancellationToken cancellation)
    {
        await using var db = org.Database.CreateDbContext();
        var matching = Matching(db, filter);
        var rows = after is null ? matching : matching.Where(row => string.Compare(row.OrderId, after) > 0);
        return [.. await rows.OrderBy(row => row.OrderId).Take(take).ToListAsync(cancellation)];
    }

    /// <summary>All that match, one after the other, for files.</summary>
    public async IAsyncEnumerable<ListedOrder> StreamAsync(
        OrderFilter filter,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation
    )
    {
        await using var db = org.Database.CreateDbContext();
        await foreach (var row in Sorted(Matching(db, filter), filter.Sort).AsAsyncEnumerable().WithCancellation(cancellation))
        {
            yield return row;
        }
    }

    /// <summary>How many orders are in each state.</summary>
    public async Task<OrderCounts> CountAsync(CancellationToken cancellation)
    {
        await using var db = org.Database.CreateDbContext();
        var counts = await Own(db).GroupBy(row => row.State).Select(group => new { group.Key, Count = group.Count() }).ToListAsync(cancellation);
        return new OrderCounts(counts.ToImmutableDictionary(count => count.Key, count => count.Count));
    }

    /// <summary>When anything was last written about an order; grows with every change.</summary>
    public async Task<Instant?> ChangedAtAsync(CancellationToken cancellation)
    {
        await using var db = org.Database.CreateDbContext();
        return await Own(db).OrderByDescending(row => row.ChangedAt).Select(row => (Instant?)row.ChangedAt).FirstOrDefaultAsync(cancellation);
    }

    private IQueryable<ListedOrder> Own(BillingDb db) => db.ListedOrders.AsNoTracking().Where(row => row.OrgId == org.Facts.OrgId);

    private IQueryable<ListedOrder> Matching(BillingDb db, OrderFilter filter)
    {
        var rows = Own(db);
        if (!filter.States.IsEmpty)
        {
            var states = filter.States.ToList();
            rows = rows.Where(row => states.Contains(row.State));
        }

        if (!filter.Kinds.IsEmpty)
        {
            var kinds = filter.Kinds.ToList();
            rows = rows.Where(row => kinds.Contains(row.Kind));
        }

        if (filter.Code is { } code)
        {
            rows = rows.Where(row => row.ErrorCode == code);
        }

        if (filter.Text is { } text)
        {
            var pattern = LikePattern.Containing(text.ToLowerInvariant());
            rows = rows.Where(row =>
                EF.Functions.Like(row.Number.ToLower(), pattern, LikePattern.Escape)
                || EF.Functions.Like(row.AccountName.ToLower(), pattern, LikePattern.Escape)
            );
        }

        if (filter.From is { } from)
        {
            var at = from.AtStartOfDayInZone(org.Settings.BillingTimeZone).ToInstant();
            rows = rows.Where(row => row.ActivatedAt >= at);
        }

        if (filter.To is { } to)
        {
            var at = to.PlusDays(1).AtStartOfDayInZone(org.Settings.BillingTimeZone).ToInstant();
            rows = rows.Where(row => row.ActivatedAt < at);
        }

        return rows;
    }

    private static IQueryable<ListedOrder> Sorted(IQueryable<ListedOrder> rows, string sort) =>
        sort switch
        {
            "activated" => rows.OrderBy(row => row.ActivatedAt).ThenBy(row => row.Number),
            "number" => rows.OrderBy(row => row.Number),
            "-number" => rows.OrderByDescending(row => row.Number),
            "account" => rows.OrderBy(row => row.AccountName).ThenBy(row => row.Number),
            "-account" => rows.OrderByDescending(row => row.AccountName).ThenBy(row => row.Number),
            "sold" => rows.OrderBy(row => row.Sold).ThenBy(row => row.Number),
            "-sold" => rows.OrderByDescending(row => row.Sold).ThenBy(row => row.Number),
            "next" => rows.OrderBy(row => row.NextInvoiceOn == null).ThenBy(row => row.NextInvoiceOn).ThenBy(row => row.Number),
            "-next" => rows.OrderByDescending(row => row.NextInvoiceOn).ThenBy(row => row.Number),
            _ => rows.OrderByDescending(row => row.ActivatedAt).ThenByDescending(row => row.Number),
        };
}
