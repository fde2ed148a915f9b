using System.Collections.Immutable;
using CpqBilling.Engine.Application.Access;
using CpqBilling.Engine.Jobs;
using CpqBilling.Engine.Sync;
using CpqBilling.Salesforce;
using CpqBilling.Storage.Auditing;
using CpqBilling.Storage.Jobs;
using CpqBilling.Storage.Rows;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace CpqBilling.Engine.Application.Backfilling;

/// <summary>Brings orders into the queue that were activated before the service looked: behind everything else, and none twice.</summary>
/// <remarks>Stopping takes out what has not begun; asking again goes on with what is left.</remarks>
public sealed class Backfill(BillingOrg org, AuditTrail audit)
{
    private const string Reason = "backfill";
    private readonly WaitingJobs _waiting = new(org.Database);

    /// <summary>Counts; nothing is asked for. One call to Salesforce for each 2,000 orders.</summary>
    public async Task<BackfillEstimate> EstimateAsync(BackfillRange range, CancellationToken cancellation)
    {
        var (orders, known) = (0, 0);
        await foreach (var part in PartsAsync(range, cancellation))
        {
            if (part is SalesforceAnswer<ImmutableArray<string>>.Refused refused)
            {
                return new BackfillEstimate.Refused(refused.Error);
            }

            var ids = ((SalesforceAnswer<ImmutableArray<string>>.Found)part).Value;
            orders += ids.Length;
            known += (await KnownAsync(ids, cancellation)).Count;
        }

        return new BackfillEstimate.Counted(orders, known);
    }

    /// <summary>The orders that would be asked for, by id; nothing is.</summary>
    public async Task<SalesforceAnswer<ImmutableArray<string>>> ListAsync(BackfillRange range, CancellationToken cancellation)
    {
        var left = ImmutableArray.CreateBuilder<string>();
        var calls = 0;
        await foreach (var part in PartsAsync(range, cancellation))
        {
            calls += part.Calls;
            if (part is not SalesforceAnswer<ImmutableArray<string>>.Found { Value: var ids })
            {
                return part;
            }

            left.AddRange(ids.Except(await KnownAsync(ids, cancellation)));
        }

        return new SalesforceAnswer<ImmutableArray<string>>.Found(left.ToImmutable(), calls);
    }

    /// <summary>Asks for a look at every order of that time that the service does not know yet.</summary>
    /// <param name="progress">Told after each part how many were asked for so far.</param>
    public async Task<BackfillOutcome> RunAsync(BackfillRange range, Actor by, Action<int>? progress, CancellationToken cancellation)
    {
        by.Demand(Permission.Operate, org.Facts.OrgId);
        var asked = 0;
        await foreach (var part in PartsAsync(range, cancellation))
        {
            if (part is SalesforceAnswer<ImmutableArray<string>>.Refused refused)
            {
                await NoteAsync(by, "backfill ended by a refusal", asked, range, cancellation);
                return new BackfillOutcome.Refused(asked, refused.Error);
            }

            var ids = ((SalesforceAnswer<ImmutableArray<string>>.Found)part).Value;
            var known = await KnownAsync(ids, cancellation);
            ImmutableArray<ContractNotice> notices =
            [
                .. ids.Where(id => !known.Contains(id)).Select(id => new ContractNotice(id, [id], Reason, JobPriority.Backfill, org.Now)),
            ];
            await new ContractJobs(org).EnqueueAsync(notices, cancellation);
            asked += notices.Length;
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

    private async IAsyncEnumerable<SalesforceAnswer<ImmutableArray<string>>> PartsAsync(
        BackfillRange range,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation
    )
    {
        var zone = org.Settings.BillingTimeZone;
        var from = range.From?.AtStartOfDayInZone(zone).ToInstant();
        var until = range.To?.PlusDays(1).AtStartOfDayInZone(zone).ToInstant();
        string? after = null;
        do
        {
            var part = await new ActivatedOrders(org.Salesforce).ReadAsync(org.OrderFilter, from, until, after, cancellation);
            yield return part;
            after =
                part is SalesforceAnswer<ImmutableArray<string>>.Found { Value: [.., var last] found } && found.Length == ActivatedOrders.PartSize
                    ? last
                    : null;
        } while (after is not null);
    }

    private async Task<HashSet<string>> KnownAsync(ImmutableArray<string> ids, CancellationToken cancellation)
    {
        var asked = ids.ToList();
        await using var db = org.Database.CreateDbContext();
        return await db
            .ListedOrders.AsNoTracking()
            .Where(row => row.OrgId == org.Facts.OrgId && asked.Contains(row.OrderId))
            .Select(row => row.OrderId)
            .ToHashSetAsync(cancellation);
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
