using CpqBilling.Core.Errors;
using CpqBilling.Engine.Sync;
using CpqBilling.Salesforce;
using CpqBilling.Storage;
using CpqBilling.Storage.Jobs;
using CpqBilling.Storage.Rows;
using NodaTime;
using PollCursor = CpqBilling.Salesforce.PollCursor;

namespace CpqBilling.Engine.Service;

/// <summary>Asks an org which orders changed and puts their contracts into the queue.</summary>
public sealed class OrderNotices(BillingOrg org)
{
    private const string Stream = "Order";
    private const int PageSize = 2000;
    private readonly PollCursorStore _cursors = new(org.Database);
    private readonly JobQueue _queue = new(org.Database);
    private readonly OrderPoller _poller = new(org.Salesforce);

    /// <summary>The cursor moves behind a page when its notices are stored.</summary>
    /// <returns>Why the org could not be asked; null when all is in the queue.</returns>
    public async Task<SyncError?> PollAsync(CancellationToken cancellation)
    {
        for (var isLast = false; !isLast; )
        {
            var position = await _cursors.ReadAsync(org.Facts.OrgId, Stream, cancellation);
            var from = new PollCursor(position?.ModifiedAt ?? Instant.FromUnixTimeSeconds(0), position?.RecordId);
            var answer = await _poller.PollAsync(from, org.OrderFilter, PageSize, cancellation);
            if (answer is SalesforceAnswer<PollPage>.Refused refused)
            {
                return refused.Error;
            }

            var page = ((SalesforceAnswer<PollPage>.Found)answer).Value;

            foreach (var notice in page.Orders)
            {
                await NoteAsync(notice, cancellation);
            }

            var next = new StreamPosition(page.Next.ModifiedAt, page.Next.AfterId, null);
            await _cursors.MoveAsync(org.Facts.OrgId, Stream, next, org.Now, cancellation);
            isLast = page.IsLast;
        }

        return null;
    }

    private Task NoteAsync(OrderNotice notice, CancellationToken cancellation)
    {
        var family = notice.ContractQuoteId ?? notice.OrderId;
        return _queue.EnqueueAsync(new JobRequest(org.Facts.OrgId, family, [notice.OrderId], "poll", JobPriority.Live, org.Now), cancellation);
    }
}
