using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using CpqBilling.Engine.Application.Access;
using CpqBilling.Engine.Sync;
using CpqBilling.Salesforce;
using CpqBilling.Storage;
using CpqBilling.Storage.Auditing;
using CpqBilling.Storage.Jobs;
using CpqBilling.Storage.Leases;
using CpqBilling.Storage.Rows;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace CpqBilling.Engine.Application.Backfilling;

/// <summary>Brings orders into the queue that were activated before the service looked: behind everything else, and none twice.</summary>
/// <remarks>
/// Stopping takes out what has not begun; asking again goes on with what is left. Many orders are listed by a query job of Salesforce, and one that
/// broke off goes on with the page it had come to.
/// </remarks>
/// <param name="bulk">Null is the usual.</param>
public sealed class Backfill(BillingOrg org, AuditTrail audit, BulkRules? bulk = null)
{
    private const string Reason = "backfill";
    private readonly BulkRules _bulk = bulk ?? BulkRules.Default;
    private readonly WaitingJobs _waiting = new(org.Database);

    /// <summary>Counts; nothing is asked for. One call to Salesforce, and one for each 2,000 orders where they are few.</summary>
    public async Task<BackfillEstimate> EstimateAsync(BackfillRange range, CancellationToken cancellation)
    {
        var span = SpanOf(range);
        switch (await new ActivatedOrders(org.Salesforce).CountAsync(span, cancellation))
        {
            case SalesforceAnswer<int>.Refused refused:
                return new BackfillEstimate.Refused(refused.Error);
            case SalesforceAnswer<int>.Found { Value: var counted } when counted >= _bulk.From:
                return new BackfillEstimate.Counted(counted, Math.Min(counted, await KnownAsync(span, cancellation)));
        }

        var (orders, known) = (0, 0);
        await foreach (var part in PartsAsync(span, cancellation))
        {
            if (part is SalesforceAnswer<ImmutableArray<OrderOfFamily>>.Refused refused)
            {
                return new BackfillEstimate.Refused(refused.Error);
            }

            var found = ((SalesforceAnswer<ImmutableArray<OrderOfFamily>>.Found)part).Value;
            orders += found.Length;
            known += (await KnownAsync(found, cancellation)).Count;
        }

        return new BackfillEstimate.Counted(orders, known);
    }

    /// <summary>The orders that would be asked for, by id; nothing is.</summary>
    public async Task<SalesforceAnswer<ImmutableArray<string>>> ListAsync(BackfillRange range, CancellationToken cancellation)
    {
        var left = ImmutableArray.CreateBuilder<string>();
        var calls = 0;
        await foreach (var part in PartsAsync(SpanOf(range), cancellation))
        {
            calls += part.Calls;
            if (part is not SalesforceAnswer<ImmutableArray<OrderOfFamily>>.Found { Value: var orders })
            {
                return new SalesforceAnswer<ImmutableArray<string>>.Refused(
                    ((SalesforceAnswer<ImmutableArray<OrderOfFamily>>.Refused)part).Error,
                    calls
                );
            }

            left.AddRange(orders.Select(order => order.Id).Except(await KnownAsync(orders, cancellation)));
        }

        return new SalesforceAnswer<ImmutableArray<string>>.Found(left.ToImmutable(), calls);
    }

    /// <summary>Asks for a look at every order of that time that the service does not know yet.</summary>
    /// <param name="progress">Told after each part how many were asked for so far.</param>
    public async Task<BackfillOutcome> RunAsync(BackfillRange range, Actor by, Action<int>? progress, CancellationToken cancellation)
    {
        by.Demand(Permission.Operate, org.Facts.OrgId);
        var asked = 0;
        await foreach (var (part, move) in ListedAsync(range, cancellation))
        {
            if (part is SalesforceAnswer<ImmutableArray<OrderOfFamily>>.Refused refused)
            {
                await NoteAsync(by, "backfill ended by a refusal", asked, range, cancellation);
                return new BackfillOutcome.Refused(asked, refused.Error);
            }

            var orders = ((SalesforceAnswer<ImmutableArray<OrderOfFamily>>.Found)part).Value;
            var known = await KnownAsync(orders, cancellation);
            var left = orders.Where(order => !known.Contains(order.Id)).ToList();
            await EnqueueAsync(left, move, cancellation);
            asked += left.Count;
            progress?.Invoke(asked);
        }

        await NoteAsync(by, "backfill asked for", asked, range, cancellation);
        return new BackfillOutcome.Asked(asked);
    }

    /// <summary>Takes out of the queue what has not begun; what is billed stays billed.</summary>
    /// <returns>How many contracts were taken out.</returns>
    public async Task<int> StopAsync(Actor by, CancellationToken cancellation)
    {
        by.Demand(Permission.Operate, org.Facts.OrgId);
        var stopped = await _waiting.WithdrawAsync(org.Facts.OrgId, JobPriority.Backfill, cancellation);
        await audit.AddAsync(by.Did("backfill stopped", org.Facts.OrgId) with { Detail = new { stopped } }, org.Now, cancellation);
        return stopped;
    }

    /// <summary>Contracts whose turn has not come.</summary>
    public Task<int> WaitingAsync(CancellationToken cancellation) => _waiting.CountAsync(org.Facts.OrgId, JobPriority.Backfill, cancellation);

    private OrderSpan SpanOf(BackfillRange range)
    {
        var zone = org.Settings.BillingTimeZone;
        return new OrderSpan(
            org.OrderFilter,
            range.From?.AtStartOfDayInZone(zone).ToInstant(),
            range.To?.PlusDays(1).AtStartOfDayInZone(zone).ToInstant()
        );
    }

    /// <summary>All orders of the time, and which step of a cursor is stored with each part; null where none is kept.</summary>
    private async IAsyncEnumerable<(SalesforceAnswer<ImmutableArray<OrderOfFamily>> Part, StreamMove? Move)> ListedAsync(
        BackfillRange range,
        [EnumeratorCancellation] CancellationToken cancellation
    )
    {
        var span = SpanOf(range);
        var count = await new ActivatedOrders(org.Salesforce).CountAsync(span, cancellation);
        if (count is SalesforceAnswer<int>.Found { Value: var orders } && orders >= _bulk.From)
        {
            await foreach (var page in new BulkListing(org, $"backfill/{range.From}/{range.To}").ReadAsync(span, _bulk.PageSize, cancellation))
            {
                yield return page;
            }

            yield break;
        }

        await foreach (var part in PartsAsync(span, cancellation))
        {
            yield return (part, null);
        }
    }

    private async IAsyncEnumerable<SalesforceAnswer<ImmutableArray<OrderOfFamily>>> PartsAsync(
        OrderSpan span,
        [EnumeratorCancellation] CancellationToken cancellation
    )
    {
        string? after = null;
        do
        {
            var part = await new ActivatedOrders(org.Salesforce).ReadAsync(span, after, cancellation);
            yield return part;
            after =
                part is SalesforceAnswer<ImmutableArray<OrderOfFamily>>.Found { Value: [.., var last] found }
                && found.Length == ActivatedOrders.PartSize
                    ? last.Id
                    : null;
        } while (after is not null);
    }

    /// <summary>The step of the cursor is stored with the last of them; what is asked for twice comes to one look.</summary>
    private async Task EnqueueAsync(IReadOnlyList<OrderOfFamily> orders, StreamMove? move, CancellationToken cancellation)
    {
        var queue = new JobQueue(org.Database);
        foreach (var chunk in orders.Chunk(ActivatedOrders.PartSize))
        {
            var requests = chunk
                .GroupBy(order => order.Family, order => order.Id)
                .Select(family => new JobRequest(new FamilyKey(org.Facts.OrgId, family.Key), [.. family], Reason, JobPriority.Backfill, org.Now));
            await queue.EnqueueAsync([.. requests], cancellation);
        }

        if (move is not null)
        {
            await queue.EnqueueAsync([], move, cancellation);
        }
    }

    private async Task<HashSet<string>> KnownAsync(ImmutableArray<OrderOfFamily> orders, CancellationToken cancellation)
    {
        var asked = orders.Select(order => order.Id).ToList();
        await using var db = org.Database.CreateDbContext();
        return await db
            .ListedOrders.AsNoTracking()
            .Where(row => row.OrgId == org.Facts.OrgId && asked.Contains(row.OrderId))
            .Select(row => row.OrderId)
            .ToHashSetAsync(cancellation);
    }

    private async Task<int> KnownAsync(OrderSpan span, CancellationToken cancellation)
    {
        var (from, until) = (span.From, span.Until);
        await using var db = org.Database.CreateDbContext();
        return await db.ListedOrders.CountAsync(
            row => row.OrgId == org.Facts.OrgId && (from == null || row.ActivatedAt >= from) && (until == null || row.ActivatedAt < until),
            cancellation
        );
    }

    private Task NoteAsync(Actor by, string action, int asked, BackfillRange range, CancellationToken cancellation) =>
        audit.AddAsync(
            by.Did(action, org.Facts.OrgId) with
            {
                Detail = new
                {
                    asked,
                    from = $"{range.From}",
                    to = $"{range.To}",
                },
            },
            org.Now,
            cancellation
        );
}
