using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using CpqBilling.Storage.Rows;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace CpqBilling.Storage.Jobs;

/// <summary>Contracts to look at, one row each. Requests coalesce; a taken job is leased, so that a crashed node's work is found again.</summary>
/// <remarks>
/// The revision of a row decides every race: each change names the revision it saw, and the loser looks again. The lease number
/// says whose the job is: it grows with every taking. Requests that arrive while a job runs do not disturb the run; the row then
/// waits once more instead of vanishing.
/// </remarks>
[SuppressMessage("Naming", "CA1711", Justification = "It is a queue, and everybody calls it so.")]
public sealed class JobQueue(IDbContextFactory<BillingDb> databases)
{
    private const int MaxRaces = 50;

    public Task EnqueueAsync(JobRequest request, CancellationToken cancellationToken = default) =>
        RacingAsync(
            async db =>
            {
                var row = await db.SyncJobs.FindAsync([request.OrgId, request.ContractKey], cancellationToken);
                if (row is null)
                {
                    db.SyncJobs.Add(NewRow(request));
                }
                else
                {
                    Join(row, request);
                }

                await db.SaveChangesAsync(cancellationToken);
                return true;
            },
            cancellationToken
        );

    /// <summary>Takes jobs that are due, most urgent first, those with an expired lease included.</summary>
    /// <param name="orgId">Only of this org; null takes from all.</param>
    public async Task<ImmutableArray<TakenJob>> TakeAsync(
        Lease lease,
        int atMost,
        string? orgId = null,
        CancellationToken cancellationToken = default
    )
    {
        await using var db = databases.CreateDbContext();
        var candidates = await Due(db, lease.Now)
            .Where(row => orgId == null || row.OrgId == orgId)
            .OrderBy(row => row.Priority)
            .ThenBy(row => row.DueAt)
            .Take(atMost)
            .AsNoTracking()
            .ToListAsync(cancellationToken);
        var taken = ImmutableArray.CreateBuilder<TakenJob>();
        foreach (var row in candidates)
        {
            if (await TryLeaseAsync(db, row, lease, cancellationToken))
            {
                taken.Add(Taken(row));
            }
        }

        return taken.ToImmutable();
    }

    /// <summary>Takes the job of one contract when it is due; null when there is none, or somebody else has it.</summary>
    public async Task<TakenJob?> TakeContractAsync(string orgId, string contractKey, Lease lease, CancellationToken cancellationToken = default)
    {
        await using var db = databases.CreateDbContext();
        var row = await Due(db, lease.Now)
            .AsNoTracking()
            .SingleOrDefaultAsync(row => row.OrgId == orgId && row.ContractKey == contractKey, cancellationToken);
        return row is not null && await TryLeaseAsync(db, row, lease, cancellationToken) ? Taken(row) : null;
    }

    /// <summary>Keeps a long job; false when the lease was lost, and the work must stop.</summary>
    public async Task<bool> RenewAsync(TakenJob job, Instant until, CancellationToken cancellationToken = default)
    {
        await using var db = databases.CreateDbContext();
        var changed = await Held(db, job)
            .ExecuteUpdateAsync(
                set => set.SetProperty(row => row.LeaseUntil, until).SetProperty(row => row.Revision, row => row.Revision + 1),
                cancellationToken
            );
        return changed == 1;
    }

    /// <summary>The work is done, or must wait for a change of data. A request that came meanwhile makes it due again, when that request says.</summary>
    public Task<bool> CompleteAsync(TakenJob job, Instant now, CancellationToken cancellationToken = default) =>
        EndAsync(
            job,
            (db, row) =>
            {
                if (row.IsRequestedAgain)
                {
                    Release(row, Instant.Max(row.DueAt, now), attempts: 0, errorCode: null);
                }
                else
                {
                    db.SyncJobs.Remove(row);
                }
            },
            cancellationToken
        );

    /// <summary>The work failed in a way that passes. A request that came meanwhile does not shorten the wait.</summary>
    public Task<bool> FailAsync(TakenJob job, Instant nextDueAt, string errorCode, CancellationToken cancellationToken = default) =>
        EndAsync(job, (_, row) => Release(row, nextDueAt, row.Attempts + 1, errorCode), cancellationToken);

    private static IQueryable<SyncJob> Due(BillingDb db, Instant now) =>
        db.SyncJobs.Where(row => (row.State == JobState.Waiting && row.DueAt <= now) || (row.State == JobState.Running && row.LeaseUntil < now));

    private static IQueryable<SyncJob> Held(BillingDb db, TakenJob job) =>
        db.SyncJobs.Where(row =>
            row.OrgId == job.OrgId && row.ContractKey == job.ContractKey && row.State == JobState.Running && row.LeaseNumber == job.LeaseNumber
        );

    private static async Task<bool> TryLeaseAsync(BillingDb db, SyncJob seen, Lease lease, CancellationToken cancellationToken)
    {
        var revision = seen.Revision;
        var changed = await db
            .SyncJobs.Where(row => row.OrgId == seen.OrgId && row.ContractKey == seen.ContractKey && row.Revision == revision)
            .ExecuteUpdateAsync(
                set =>
                    set.SetProperty(row => row.State, JobState.Running)
                        .SetProperty(row => row.LeaseOwner, lease.Owner)
                        .SetProperty(row => row.LeaseUntil, lease.Until)
                        .SetProperty(row => row.IsRequestedAgain, false)
                        .SetProperty(row => row.LeaseNumber, seen.LeaseNumber + 1)
                        .SetProperty(row => row.Revision, revision + 1),
                cancellationToken
            );
        return changed == 1;
    }

    /// <summary>False when the lease was lost: whoever has the job now ends it.</summary>
    private Task<bool> EndAsync(TakenJob job, Action<BillingDb, SyncJob> end, CancellationToken cancellationToken) =>
        RacingAsync(
            async db =>
            {
                var row = await Held(db, job).SingleOrDefaultAsync(cancellationToken);
                if (row is null)
                {
                    return false;
                }

                end(db, row);
                await db.SaveChangesAsync(cancellationToken);
                return true;
            },
            cancellationToken
        );

    private static void Release(SyncJob row, Instant dueAt, int attempts, string? errorCode)
    {
        row.State = JobState.Waiting;
        row.LeaseOwner = null;
        row.LeaseUntil = null;
        row.IsRequestedAgain = false;
        row.DueAt = dueAt;
        row.Attempts = attempts;
        row.LastErrorCode = errorCode;
        row.Revision++;
    }

    private static SyncJob NewRow(JobRequest request) =>
        new()
        {
            OrgId = request.OrgId,
            ContractKey = request.ContractKey,
            OrdersJson = JsonSerializer.Serialize(request.OrderIds),
            Reason = request.Reason,
            Priority = request.Priority,
            DueAt = request.DueAt,
            State = JobState.Waiting,
            Revision = 1,
        };

    private static void Join(SyncJob row, JobRequest request)
    {
        row.OrdersJson = JsonSerializer.Serialize(Orders(row).Union(request.OrderIds));
        row.Reason = request.Reason;
        row.Priority = request.Priority < row.Priority ? request.Priority : row.Priority;
        if (row.State == JobState.Running)
        {
            // The time the running job was due at has been used up.
            row.DueAt = row.IsRequestedAgain ? Instant.Min(row.DueAt, request.DueAt) : request.DueAt;
            row.IsRequestedAgain = true;
        }
        else
        {
            row.DueAt = Instant.Min(row.DueAt, request.DueAt);
        }

        row.Revision++;
    }

    private static TakenJob Taken(SyncJob row) =>
        new(row.OrgId, row.ContractKey, Orders(row), row.Reason, row.Priority, row.Attempts, row.LeaseNumber + 1);

    private static ImmutableArray<string> Orders(SyncJob row) => JsonSerializer.Deserialize<ImmutableArray<string>>(row.OrdersJson);

    /// <summary>Tries again when another writer was faster: the row appeared, changed or vanished between reading and writing.</summary>
    private async Task<bool> RacingAsync(Func<BillingDb, Task<bool>> attempt, CancellationToken cancellationToken)
    {
        for (var race = 0; ; race++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            await using var db = databases.CreateDbContext();
            try
            {
                return await attempt(db);
            }
            catch (DbUpdateException) when (race < MaxRaces)
            {
                // Somebody else wrote first; what is true now is read again.
            }
        }
    }
}
