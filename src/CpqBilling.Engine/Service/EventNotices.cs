using System.Collections.Immutable;
using CpqBilling.Core.Errors;
using CpqBilling.Engine.Sync;
using CpqBilling.Salesforce;
using CpqBilling.Storage;
using CpqBilling.Storage.Jobs;
using CpqBilling.Storage.Leases;
using CpqBilling.Storage.Rows;

namespace CpqBilling.Engine.Service;

/// <summary>Puts what events tell into the queue, in the transaction that stores the replay id up to which they were told.</summary>
/// <remarks>
/// The orders are asked for by the conditions of the poll, so that what a poll passes over starts nothing here either: drafts, billed orders, our
/// own writes. Contracts that wait for a record run again when it is changed.
/// </remarks>
/// <param name="noticed">Shared with the poll, which passes over what an event told.</param>
internal sealed class EventNotices(BillingOrg org, NoticedChanges noticed)
{
    private const string Reason = "event";
    private readonly JobQueue _queue = new(org.Database);
    private readonly OrderPoller _poller = new(org.Salesforce);

    /// <returns>The position that is stored now, or why nothing was stored; neither when somebody else has moved it.</returns>
    public async Task<(StreamPosition? Position, SyncError? Error)> StoreAsync(
        string topic,
        StreamPosition? position,
        EventDelivery.Arrived arrived,
        CancellationToken cancellation
    )
    {
        var (orders, error) = await OrdersAsync(arrived.Events, cancellation);
        if (error is not null)
        {
            return (null, error);
        }

        var waiting = await WaitingAsync(arrived.Events, cancellation);
        ImmutableArray<JobRequest> requests =
        [
            .. orders.GroupBy(order => order.Family).Select(group => Request(group.Key, [.. group.Select(order => order.OrderId).Distinct()])),
            .. waiting.Except(orders.Select(order => order.Family)).Select(family => Request(family, [])),
        ];
        var toldAt = arrived.Events.IsEmpty ? position?.ModifiedAt : org.Now;
        var next = arrived.ReplayId is { } replayId ? new StreamPosition(toldAt, null, replayId) : position;
        var move = next is null ? null : new StreamMove(org.Facts.OrgId, EventPositions.StreamOf(topic), position, next, org.Now);
        if (!await _queue.EnqueueAsync(requests, move, cancellation))
        {
            return (null, null);
        }

        foreach (var order in orders)
        {
            noticed.Note(order.OrderId, order.ModifiedAt);
        }

        return (next, null);
    }

    /// <summary>At most two requests: for what was changed, and for what somebody wants to be looked at.</summary>
    private async Task<(ImmutableArray<OrderNotice> Orders, SyncError? Error)> OrdersAsync(
        ImmutableArray<OrgEvent> events,
        CancellationToken cancellation
    )
    {
        var wanted = events.OfType<OrgEvent.Requested>().Where(request => !request.IsActivation).Select(request => request.OrderId).ToHashSet();
        var changed = Foreign(events, "Order")
            .Concat(events.OfType<OrgEvent.Requested>().Where(request => request.IsActivation).Select(request => request.OrderId))
            .Where(id => !wanted.Contains(id))
            .Distinct();
        var (fresh, error) = await FindAsync([.. changed], evenBilled: false, cancellation);
        if (error is not null || wanted.Count == 0)
        {
            return (await NewAsync(fresh, cancellation), error);
        }

        var (asked, refusal) = await FindAsync(wanted, evenBilled: true, cancellation);
        return ([.. await NewAsync(fresh, cancellation), .. asked], refusal);
    }

    private Task<ImmutableArray<OrderNotice>> NewAsync(ImmutableArray<OrderNotice> found, CancellationToken cancellation) =>
        new OwnChanges(org).WithoutAsync([.. found.Where(order => noticed.IsNew(order.OrderId, order.ModifiedAt))], cancellation);

    private async Task<(ImmutableArray<OrderNotice> Orders, SyncError? Error)> FindAsync(
        IReadOnlyCollection<string> ids,
        bool evenBilled,
        CancellationToken cancellation
    )
    {
        var found = ImmutableArray.CreateBuilder<OrderNotice>();
        foreach (var part in ids.Chunk(200))
        {
            switch (await _poller.FindAsync(part, org.OrderFilter, evenBilled, cancellation))
            {
                case SalesforceAnswer<ImmutableArray<OrderNotice>>.Found { Value: var orders }:
                    found.AddRange(orders);
                    break;
                case SalesforceAnswer<ImmutableArray<OrderNotice>>.Refused { Error: var error }:
                    return ([], error);
            }
        }

        return (found.ToImmutable(), null);
    }

    private Task<ImmutableArray<string>> WaitingAsync(ImmutableArray<OrgEvent> events, CancellationToken cancellation)
    {
        var ids = Foreign(events, null).Distinct().ToImmutableArray();
        return ids.IsEmpty
            ? Task.FromResult(ImmutableArray<string>.Empty)
            : new ParkedRecords(org.Database).WaitingForAsync(org.Facts.OrgId, ids, cancellation);
    }

    /// <summary>Records that somebody else changed, or we more of than is ours.</summary>
    /// <param name="type">Null for all.</param>
    private static IEnumerable<string> Foreign(ImmutableArray<OrgEvent> events, string? type) =>
        events
            .OfType<OrgEvent.Changed>()
            .Where(change => !change.IsOurs && (type is null || change.Type == type))
            .SelectMany(change => change.RecordIds);

    private JobRequest Request(string family, ImmutableArray<string> orderIds) =>
        new(new FamilyKey(org.Facts.OrgId, family), orderIds, Reason, JobPriority.Live, org.Now);
}
