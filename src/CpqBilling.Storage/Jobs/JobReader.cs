using System.Collections.Immutable;
using CpqBilling.Storage.Leases;
using CpqBilling.Storage.Rows;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace CpqBilling.Storage.Jobs;

/// <summary>Shows the queue; takes nothing from it.</summary>
public sealed class JobReader(BillingDatabase database)
{
    /// <summary>Most urgent first.</summary>
    /// <param name="now">By the clock of the org's billing.</param>
    /// <param name="skip">How many come before.</param>
    public async Task<ImmutableArray<StandingJob>> ReadAsync(
        string orgId,
        Instant now,
        int skip,
        int atMost,
        CancellationToken cancellationToken = default
    )
    {
        await using var db = database.CreateDbContext();
        var at = await DatabaseClock.ReadAsync(db, cancellationToken);
        var holders = await db
            .ContractLeases.AsNoTracking()
            .Where(lease => lease.OrgId == orgId && lease.UntilAt > at)
            .ToDictionaryAsync(lease => lease.Family, lease => lease.Owner, cancellationToken);
        var rows = await db
            .SyncJobs.AsNoTracking()
            .Where(row => row.OrgId == orgId)
            .OrderBy(row => row.Priority)
            .ThenBy(row => row.DueAt)
            .ThenBy(row => row.Family)
            .Skip(skip)
            .Take(atMost)
            .ToListAsync(cancellationToken);
        return [.. rows.Select(row => Of(row, holders.GetValueOrDefault(row.Family), holders.ContainsKey(row.Family), now, at))];
    }

    /// <summary>Null when the family is not in the queue.</summary>
    public async Task<StandingJob?> FindAsync(FamilyKey key, Instant now, CancellationToken cancellationToken = default)
    {
        await using var db = database.CreateDbContext();
        var at = await DatabaseClock.ReadAsync(db, cancellationToken);
        var row = await db.SyncJobs.AsNoTracking().SingleOrDefaultAsync(row => row.OrgId == key.OrgId && row.Family == key.Family, cancellationToken);
        var lease = await db
            .ContractLeases.AsNoTracking()
            .SingleOrDefaultAsync(lease => lease.OrgId == key.OrgId && lease.Family == key.Family && lease.UntilAt > at, cancellationToken);
        return row is null ? null : Of(row, lease?.Owner, lease is not null, now, at);
    }

    private static StandingJob Of(SyncJob row, string? holder, bool isHeld, Instant now, Instant databaseNow)
    {
        var (standing, until) =
            isHeld ? (JobStanding.Running, (Instant?)null)
            : row.RetryAt > databaseNow ? (JobStanding.Retrying, row.RetryAt)
            : row.DueAt <= now ? (JobStanding.Due, null)
            : row.ParkedAt is not null ? (JobStanding.NeedsYou, null)
            : (JobStanding.Waiting, row.DueAt);
        return new StandingJob(
            new FamilyKey(row.OrgId, row.Family),
            JobRows.Orders(row),
            row.Reason,
            row.Priority,
            standing,
            until,
            row.Attempts,
            row.LastErrorCode,
            holder
        );
    }
}
