using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace CpqBilling.Storage.Journal;

/// <summary>Forgets what nobody looks at any more, a small part at a time, so that writers of contracts wait for none of it.</summary>
/// <remarks>What later runs compute with (objects, what was last sent, instants) is no history and stays.</remarks>
public sealed class OldHistory(BillingDatabase database)
{
    private const int AtOnce = 200;

    /// <summary>Runs that ended before, with their steps. A run that never ended is nobody's history.</summary>
    /// <returns>How many runs.</returns>
    public Task<int> ForgetRunsAsync(string orgId, Instant before, CancellationToken cancellationToken = default) =>
        InPartsAsync(
            async db =>
            {
                var ids = await db
                    .SyncRuns.Where(run => run.OrgId == orgId && run.EndedAt < before)
                    .OrderBy(run => run.Id)
                    .Select(run => run.Id)
                    .Take(AtOnce)
                    .ToListAsync(cancellationToken);
                await db.PlanSteps.Where(step => step.OrgId == orgId && ids.Contains(step.RunId)).ExecuteDeleteAsync(cancellationToken);
                return await db.SyncRuns.Where(run => run.OrgId == orgId && ids.Contains(run.Id)).ExecuteDeleteAsync(cancellationToken);
            },
            cancellationToken
        );

    /// <summary>Events of Stripe that were received before: it does not deliver them again.</summary>
    /// <returns>How many.</returns>
    public Task<int> ForgetEventsAsync(string orgId, Instant before, CancellationToken cancellationToken = default) =>
        InPartsAsync(
            async db =>
            {
                var ids = await db
                    .WebhookEvents.Where(row => row.OrgId == orgId && row.ReceivedAt < before)
                    .OrderBy(row => row.EventId)
                    .Select(row => row.EventId)
                    .Take(AtOnce)
                    .ToListAsync(cancellationToken);
                return await db.WebhookEvents.Where(row => row.OrgId == orgId && ids.Contains(row.EventId)).ExecuteDeleteAsync(cancellationToken);
            },
            cancellationToken
        );

    private async Task<int> InPartsAsync(Func<BillingDb, Task<int>> forget, CancellationToken cancellationToken)
    {
        for (var all = 0; ; )
        {
            var part = await database.WriteAsync(forget, cancellationToken);
            all += part;
            if (part < AtOnce)
            {
                return all;
            }
        }
    }
}
