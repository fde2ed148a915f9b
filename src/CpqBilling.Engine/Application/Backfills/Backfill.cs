using System.Collections.Immutable;
using CpqBilling.Core.Errors;
using CpqBilling.Engine.Application.Drafts;
using CpqBilling.Engine.Sync;
using CpqBilling.Salesforce;
using CpqBilling.Storage;
using CpqBilling.Storage.Jobs;
using CpqBilling.Storage.Leases;
using CpqBilling.Storage.Rows;
using NodaTime;
using NodaTime.Text;

namespace CpqBilling.Engine.Application.Backfills;

/// <summary>Puts all orders since a day into the queue, behind everything else that waits there.</summary>
/// <remarks>How far it came is kept with each page, so that one that broke off goes on where it was.</remarks>
public sealed class Backfill(BillingOrg org, LocalDate since)
{
    private readonly PollCursorStore _cursors = new(org.Database);
    private readonly JobQueue _queue = new(org.Database);
    private readonly OrdersSince _orders = new(org.Salesforce);

    private string Stream => $"Order/backfill {LocalDatePattern.Iso.Format(since)}";

    private Instant Since => since.AtStartOfDayInZone(org.Settings.BillingTimeZone).ToInstant();

    /// <summary>How many orders there are that nobody billed yet.</summary>
    public Task<SalesforceAnswer<int>> CountAsync(CancellationToken cancellation) => _orders.CountAsync(Since, org.OrderFilter, cancellation);

    /// <summary>Their ids, in order; nothing is queued.</summary>
    public async Task<SalesforceAnswer<ImmutableArray<string>>> ListAsync(CancellationToken cancellation)
    {
        var ids = ImmutableArray.CreateBuilder<string>();
        for (string? after = null; ; after = ids[^1])
        {
            var answer = await _orders.PageAsync(Since, after, org.OrderFilter, cancellation);
            if (answer is not SalesforceAnswer<ImmutableArray<FoundOrder>>.Found { Value: var page })
            {
                return new SalesforceAnswer<ImmutableArray<string>>.Refused(
                    ((SalesforceAnswer<ImmutableArray<FoundOrder>>.Refused)answer).Error,
                    answer.Calls
                );
            }

            ids.AddRange(page.Select(order => order.Id));
            if (page.Length < OrdersSince.PageSize)
            {
                return new SalesforceAnswer<ImmutableArray<string>>.Found(ids.ToImmutable(), answer.Calls);
            }
        }
    }

    /// <param name="progress">Told after each page.</param>
    /// <returns>Why the org could not be asked; null when all are queued.</returns>
    public async Task<SyncError?> EnqueueAsync(int expected, Action<SweepProgress>? progress, CancellationToken cancellation)
    {
        var position = await _cursors.ReadAsync(org.Facts.OrgId, Stream, cancellation);
        for (var queued = 0; ; )
        {
            var answer = await _orders.PageAsync(Since, position?.RecordId, org.OrderFilter, cancellation);
            if (answer is not SalesforceAnswer<ImmutableArray<FoundOrder>>.Found { Value: var page })
            {
                return ((SalesforceAnswer<ImmutableArray<FoundOrder>>.Refused)answer).Error;
            }

            // The last page forgets how far it came: the next backfill since this day looks at all of them again.
            var isLast = page.Length < OrdersSince.PageSize;
            var next = new StreamPosition(null, isLast ? null : page[^1].Id, null);
            await _queue.EnqueueAsync([.. page.Select(Request)], new StreamMove(org.Facts.OrgId, Stream, position, next, org.Now), cancellation);
            queued += page.Length;
            progress?.Invoke(new SweepProgress(queued, Math.Max(expected, queued)));
            if (isLast)
            {
                return null;
            }

            position = next;
        }
    }

    private JobRequest Request(FoundOrder order) =>
        new(new FamilyKey(org.Facts.OrgId, order.Family), [order.Id], "backfill", JobPriority.Backfill, org.Now);
}
