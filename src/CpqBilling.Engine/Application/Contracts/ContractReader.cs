using System.Collections.Concurrent;
using System.Collections.Immutable;
using CpqBilling.Core.Calendar;
using CpqBilling.Core.Translation;
using CpqBilling.Engine.Sync;
using CpqBilling.Storage.Rows;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace CpqBilling.Engine.Application.Contracts;

/// <summary>Reads a contract for people: from what was last read of it, with Stripe's invoices as they are now.</summary>
public sealed class ContractReader(BillingOrg org)
{
    private static readonly Duration InvoicesStayFresh = Duration.FromSeconds(15);
    private readonly ConcurrentDictionary<string, ReadInvoices> _invoices = new();

    /// <summary>The order's row and its contract; the contract is null when it could not be read at all, the whole when there is no such order.</summary>
    public async Task<OrderDetail?> ReadAsync(string orderId, CancellationToken cancellation)
    {
        await using var db = org.Database.CreateDbContext();
        var order = await db
            .ListedOrders.AsNoTracking()
            .SingleOrDefaultAsync(row => row.OrgId == org.Facts.OrgId && row.OrderId == orderId, cancellation);
        if (order is null)
        {
            return null;
        }

        var siblings = await db
            .ListedOrders.AsNoTracking()
            .Where(row => row.OrgId == org.Facts.OrgId && row.ContractKey == order.ContractKey)
            .ToListAsync(cancellation);
        if (await SnapshotAsync(order, cancellation) is not { } snapshot)
        {
            return new OrderDetail(order, [.. siblings], null);
        }

        var held = siblings.Where(row => row.State == OrderState.NeedsYou).Select(row => row.OrderId).ToHashSet();
        var actual = order.StripeId is { } id ? await InvoicesAsync(id, cancellation) : [];
        return new OrderDetail(order, [.. siblings], ContractReading.Of(snapshot, held, actual, org.Now));
    }

    /// <summary>What was last read, or, after a restart, what can be read now.</summary>
    private async Task<OrderSnapshot?> SnapshotAsync(ListedOrder order, CancellationToken cancellation)
    {
        if (org.Contracts.Find(order.ContractKey) is { } kept)
        {
            return kept;
        }

        var read = await new SnapshotReader(org).ReadAsync(order.OrderId, cancellation);
        if (read.Snapshot is { } snapshot)
        {
            org.Contracts.Keep(order.ContractKey, snapshot);
        }

        return read.Snapshot;
    }

    private async Task<ImmutableArray<ActualInvoice>?> InvoicesAsync(string stripeId, CancellationToken cancellation)
    {
        if (_invoices.TryGetValue(stripeId, out var known) && org.Now - known.At < InvoicesStayFresh)
        {
            return known.Invoices;
        }

        var day = new BillingDay(org.Settings.BillingTimeZone);
        var read = await new ActualInvoices(org.Stripe, day).ReadAsync(stripeId, cancellation);
        _invoices[stripeId] = new ReadInvoices(org.Now, read);
        return read;
    }

    private sealed record ReadInvoices(Instant At, ImmutableArray<ActualInvoice>? Invoices);
}
