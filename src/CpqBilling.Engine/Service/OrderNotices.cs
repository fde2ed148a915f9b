using CpqBilling.Core.Errors;
using CpqBilling.Engine.Sync;
using CpqBilling.Salesforce;
using CpqBilling.Storage;
using CpqBilling.Storage.Jobs;
using CpqBilling.Storage.Leases;
using CpqBilling.Storage.Rows;
using NodaTime;
using PollCursor = CpqBilling.Salesforce.PollCursor;

namespace CpqBilling.Engine.Service;

/// <summary>Asks an org which orders changed and puts their contracts into the queue.</summary>
/// <remarks>
/// The cursor moves in the transaction that stores the notices, from where it was read: of two that poll at once one stores them. What was
/// committed late, beyond the overlap of two polls, is found by a sweep over the last three days, once a day.
/// </remarks>
/// <param name="noticed">Kept from poll to poll.</param>
public sealed class OrderNotices(BillingOrg org, NoticedChanges noticed)
{
    private const string Stream = "Order";
    private const string SweepStream = "Order/sweep";
    private const int PageSize = 2000;
    private static readonly Duration SweepEvery = Duration.FromDays(1);
    private static readonly Duration SweepOver = Duration.FromDays(3);
    private readonly PollCursorStore _cursors = new(org.Database);
    private readonly JobQueue _queue = new(org.Database);
    private readonly OrderPoller _poller = new(org.Salesforce);

    /// <returns>Why the org could not be asked; null when all is in the queue.</returns>
    public async Task<SyncError?> PollAsync(CancellationToken cancellation)
    {
        var position = await _cursors.ReadAsync(org.Facts.OrgId, Stream, cancellation);
        var from = NoticedChanges.Before(position);
        for (var isLast = false; !isLast; )
        {
            var answer = await _poller.PollAsync(from, org.OrderFilter, PageSize, cancellation);
            if (answer is not SalesforceAnswer<PollPage>.Found { Value: var page })
            {
                return ((SalesforceAnswer<PollPage>.Refused)answer).Error;
            }

            var next = NoticedChanges.Later(position, page.Next);
            if (!await StoreAsync(page, new StreamMove(org.Facts.OrgId, Stream, position, next, org.Now), cancellation))
            {
                // Another node polls this org.
                return null;
            }

            (position, from, isLast) = (next, page.Next, page.IsLast);
        }

        noticed.Forget(position);
        return null;
    }

    /// <summary>Once a day looks for what was committed so late that no poll saw it.</summary>
    public async Task<SyncError?> SweepAsync(CancellationToken cancellation)
    {
        var swept = await _cursors.ReadAsync(org.Facts.OrgId, SweepStream, cancellation);
        var now = org.Now;
        if (swept?.ModifiedAt is { } last && now - last < SweepEvery)
        {
            return null;
        }

        // The first poll of an org asks for everything, so that the first sweep is due a day later.
        var from = new PollCursor(now - SweepOver);
        for (var isLast = swept is null; !isLast; )
        {
            var answer = await _poller.PollAsync(from, org.OrderFilter, PageSize, cancellation);
            if (answer is not SalesforceAnswer<PollPage>.Found { Value: var page })
            {
                return ((SalesforceAnswer<PollPage>.Refused)answer).Error;
            }

            await StoreAsync(page, null, cancellation);
            (from, isLast) = (page.Next, page.IsLast);
        }

        await _cursors.TryMoveAsync(new StreamMove(org.Facts.OrgId, SweepStream, swept, new StreamPosition(now, null, null), now), cancellation);
        return null;
    }

    private async Task<bool> StoreAsync(PollPage page, StreamMove? move, CancellationToken cancellation)
    {
        var fresh = await new OwnChanges(org).WithoutAsync(
            [.. page.Orders.Where(notice => noticed.IsNew(notice.OrderId, notice.ModifiedAt))],
            cancellation
        );
        if (fresh.IsEmpty && (move is null || move.To == move.From))
        {
            return true;
        }

        if (!await _queue.EnqueueAsync([.. fresh.Select(Request)], move, cancellation))
        {
            return false;
        }

        foreach (var notice in fresh)
        {
            noticed.Note(notice.OrderId, notice.ModifiedAt);
        }

        return true;
    }

    private JobRequest Request(OrderNotice notice) =>
        new(new FamilyKey(org.Facts.OrgId, notice.Family), [notice.OrderId], "poll", JobPriority.Live, org.Now);
}
