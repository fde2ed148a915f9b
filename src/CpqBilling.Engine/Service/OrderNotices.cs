using CpqBilling.Core.Errors;
using CpqBilling.Engine.Jobs;
using CpqBilling.Engine.Sync;
using CpqBilling.Salesforce;
using CpqBilling.Storage;
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
    private readonly ContractJobs _jobs = new(org);
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
            await _jobs.EnqueueAsync([.. page.Orders.Select(Notice)], cancellation);
            var next = new StreamPosition(page.Next.ModifiedAt, page.Next.AfterId, null);
            await _cursors.MoveAsync(org.Facts.OrgId, Stream, next, org.Now, cancellation);
            isLast = page.IsLast;
        }

        return null;
    }

    private ContractNotice Notice(OrderNotice notice) => new(notice.Family, [notice.OrderId], "poll", JobPriority.Live, org.Now);
}
