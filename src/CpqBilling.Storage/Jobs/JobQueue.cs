using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using CpqBilling.Storage.Leases;
using CpqBilling.Storage.Rows;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Npgsql;
using NpgsqlTypes;

namespace CpqBilling.Storage.Jobs;

/// <summary>Contracts to look at, one row for each family. Requests coalesce; a job is taken together with the lease of its contracts.</summary>
/// <remarks>
/// The lease says whose the job is, so that the work of a crashed node is found again when it runs out. Requests that arrive while a job runs do
/// not disturb the run; the row then waits once more instead of vanishing.
/// </remarks>
[SuppressMessage("Naming", "CA1711", Justification = "It is a queue, and everybody calls it so.")]
public sealed class JobQueue(BillingDatabase database)
{
    private const int MaxRaces = 50;

    public Task EnqueueAsync(JobRequest request, CancellationToken cancellationToken = default) => EnqueueAsync([request], cancellationToken);

    /// <summary>All of them, or none.</summary>
    public Task EnqueueAsync(IReadOnlyCollection<JobRequest> requests, CancellationToken cancellationToken = default) =>
        EnqueueAsync(requests, null, cancellationToken);

    /// <summary>All of them together with the step of the cursor they were found by, or nothing.</summary>
    /// <returns>False when the cursor was moved by somebody else since: nothing was stored.</returns>
    public async Task<bool> EnqueueAsync(IReadOnlyCollection<JobRequest> requests, StreamMove? move, CancellationToken cancellationToken = default)
    {
        for (var race = 0; ; race++)
        {
            try
            {
                return await database.WriteAsync(
                    async db =>
                    {
                        if (move is not null && !await PollCursorStore.TryMoveAsync(db, move, cancellationToken))
                        {
                            return false;
                        }

                        await EnqueueAsync(db, requests, cancellationToken);
                        return true;
                    },
                    cancellationToken
                );
            }
            catch (DbUpdateException) when (race < MaxRaces)
            {
                // Another node wrote the row first; what is true now is read again.
            }
        }
    }

    /// <summary>Families that are due and nobody works on, most urgent first; nothing is taken.</summary>
    /// <param name="now">By the clock of the org's billing.</param>
    public async Task<ImmutableArray<FamilyKey>> DueAsync(string orgId, Instant now, int atMost, CancellationToken cancellationToken = default)
    {
        await using var db = database.CreateDbContext();
        var keys = await Due(db, now, await DatabaseClock.ReadAsync(db, cancellationToken))
            .Where(row => row.OrgId == orgId)
            .OrderBy(row => row.Priority)
            .ThenBy(row => row.DueAt)
            .Take(atMost)
            .Select(row => row.Family)
            .ToListAsync(cancellationToken);
        return [.. keys.Select(family => new FamilyKey(orgId, family))];
    }

    /// <summary>Takes the job of one family when it is due, with its lease; null when there is none, or somebody else is at work.</summary>
    public Task<TakenJob?> TakeAsync(FamilyKey key, string owner, Instant now, CancellationToken cancellationToken = default) =>
        database.WriteAsync(
            async db =>
            {
                var at = await DatabaseClock.ReadAsync(db, cancellationToken);
                var row = await Due(db, now, at)
                    .AsNoTracking()
                    .SingleOrDefaultAsync(row => row.OrgId == key.OrgId && row.Family == key.Family, cancellationToken);
                return row is null ? null : await TakeAsync(db, row, owner, now, cancellationToken);
            },
            cancellationToken
        );

    /// <summary>Takes the job of one family now, due or not; it is made when there is none. Null while somebody else is at work.</summary>
    /// <param name="isNew">A request of its own; else only when nothing is left of one.</param>
    public async Task<TakenJob?> TakeNowAsync(JobRequest request, string owner, bool isNew, CancellationToken cancellationToken = default)
    {
        if (isNew)
        {
            await EnqueueAsync(request, cancellationToken);
        }

        return await database.WriteAsync(
            async db =>
            {
                if (await JobRows.FindAsync(db, request.Key, cancellationToken) is null)
                {
                    await EnqueueAsync(db, [request], cancellationToken);
                }

                var row = await db.SyncJobs.SingleAsync(row => row.OrgId == request.Key.OrgId && row.Family == request.Key.Family, cancellationToken);
                return await TakeAsync(db, row, owner, request.DueAt, cancellationToken);
            },
            cancellationToken
        );
    }

    /// <summary>Takes up to so many jobs of all orgs or of one, most urgent first; takers at the same time get different ones.</summary>
    public Task<ImmutableArray<TakenJob>> TakeManyAsync(
        string? orgId,
        string owner,
        Instant now,
        int atMost,
        CancellationToken cancellationToken = default
    ) =>
        database.WriteAsync(
            async db =>
            {
                var taken = ImmutableArray.CreateBuilder<TakenJob>();
                foreach (var row in await ClaimAsync(db, orgId, now, atMost, cancellationToken))
                {
                    if (await TakeAsync(db, row, owner, now, cancellationToken) is { } job)
                    {
                        taken.Add(job);
                    }
                }

                return taken.ToImmutable();
            },
            cancellationToken
        );

    /// <summary>Ends a run and gives the lease back. A request that came meanwhile makes the job due again, when that request says.</summary>
    /// <exception cref="LeaseLostException">Whoever has the contract now ends it.</exception>
    public Task EndAsync(TakenJob job, JobEnd end, CancellationToken cancellationToken = default) =>
        database.WriteAsync(
            async db =>
            {
                if (await ContractLeases.HoldAsync(db, job.Lease, cancellationToken) is null)
                {
                    throw new LeaseLostException(job.Key);
                }

                await JobEnding.ApplyAsync(db, job, end, cancellationToken);
                await ContractLeases.ReleaseAsync(db, job.Lease, cancellationToken);
            },
            cancellationToken
        );

    /// <summary>Has a contract looked at again at a time of its own, inside a transaction.</summary>
    public static async Task ContinueAsync(BillingDb db, FamilyKey key, string contract, Continuation next, CancellationToken cancellationToken)
    {
        var row = await JobRows.FindAsync(db, key, cancellationToken);
        if (row is null)
        {
            row = JobRows.New(new JobRequest(key, [], next.Reason, JobPriority.Live, next.At));
            db.SyncJobs.Add(row);
        }

        JobRows.Keep(row, JobRows.Continuations(row).SetItem(contract, next));
        row.DueAt = Instant.Min(row.DueAt, next.At);
        row.Revision++;
        await db.SaveChangesAsync(cancellationToken);
    }

    internal static async Task EnqueueAsync(BillingDb db, IReadOnlyCollection<JobRequest> requests, CancellationToken cancellationToken)
    {
        var rows = await JobRows.FindAsync(db, [.. requests.Select(request => request.Key)], cancellationToken);
        foreach (var request in requests)
        {
            if (rows.TryGetValue(request.Key, out var row))
            {
                JobRows.Join(row, request);
            }
            else
            {
                rows[request.Key] = JobRows.New(request);
                db.SyncJobs.Add(rows[request.Key]);
            }
        }

        await db.SaveChangesAsync(cancellationToken);
    }

    private static IQueryable<SyncJob> Due(BillingDb db, Instant now, Instant databaseNow) =>
        db.SyncJobs.Where(row =>
            row.DueAt <= now
            && (row.RetryAt == null || row.RetryAt <= databaseNow)
            && !db.ContractLeases.Any(lease => lease.OrgId == row.OrgId && lease.Family == row.Family && lease.UntilAt > databaseNow)
        );

    /// <summary>On PostgreSQL rows that another taker looks at are passed over instead of waited for; SQLite has one writer at a time.</summary>
    private static async Task<List<SyncJob>> ClaimAsync(BillingDb db, string? orgId, Instant now, int atMost, CancellationToken cancellationToken)
    {
        if (db is SqliteBillingDb)
        {
            return await Due(db, now, await DatabaseClock.ReadAsync(db, cancellationToken))
                .Where(row => orgId == null || row.OrgId == orgId)
                .OrderBy(row => row.Priority)
                .ThenBy(row => row.DueAt)
                .Take(atMost)
                .AsNoTracking()
                .ToListAsync(cancellationToken);
        }

        var sql = $$"""
            SELECT job.* FROM sync_jobs job
            WHERE ({0}::text IS NULL OR job.org_id = {0}) AND job.due_at <= {1}
              AND (job.retry_at IS NULL OR job.retry_at <= {{DatabaseClock.Now(db)}})
              AND NOT EXISTS (
                SELECT 1 FROM contract_leases lease
                WHERE lease.org_id = job.org_id AND lease.family = job.family AND lease.until_at > {{DatabaseClock.Now(db)}}
              )
            ORDER BY job.priority, job.due_at LIMIT {2} FOR UPDATE OF job SKIP LOCKED
            """;
        var org = new NpgsqlParameter { Value = (object?)orgId ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text };
        return await db
            .SyncJobs.FromSqlRaw(sql, org, now.ToUnixTimeMilliseconds(), atMost)
            .IgnoreQueryFilters()
            .AsNoTracking()
            .ToListAsync(cancellationToken);
    }

    private static async Task<TakenJob?> TakeAsync(BillingDb db, SyncJob row, string owner, Instant now, CancellationToken cancellationToken)
    {
        var key = new FamilyKey(row.OrgId, row.Family);
        return await ContractLeases.TakeAsync(db, key, owner, cancellationToken) is { } lease
            ? new TakenJob(lease, JobRows.DueOrders(row, now), row.Reason, row.Priority, row.Attempts, row.Requests)
            {
                DueContracts = JobRows.DueContracts(row, now),
            }
            : null;
    }
}
