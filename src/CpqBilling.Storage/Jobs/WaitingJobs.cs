using CpqBilling.Storage.Leases;
using CpqBilling.Storage.Rows;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace CpqBilling.Storage.Jobs;

/// <summary>Jobs of one priority whose turn has not come: counted, and taken back before anybody begins them.</summary>
public sealed class WaitingJobs(BillingDatabase database)
{
    /// <summary>Those that somebody must mend first are not waiting for their turn.</summary>
    public async Task<int> CountAsync(string orgId, JobPriority priority, CancellationToken cancellation)
    {
        await using var db = database.CreateDbContext();
        return await Waiting(db, orgId, priority).CountAsync(cancellation);
    }

    /// <summary>Takes back what was never begun; what runs, failed once or waits for a date of its own stays.</summary>
    /// <returns>How many.</returns>
    public Task<int> WithdrawAsync(string orgId, JobPriority priority, CancellationToken cancellation) =>
        database.WriteAsync(
            async db =>
            {
                var now = await DatabaseClock.ReadAsync(db, cancellation);
                return await NotBegun(db, orgId, priority, now).ExecuteDeleteAsync(cancellation);
            },
            cancellation
        );

    /// <summary>Takes back one of them.</summary>
    /// <returns>False when it is not of that priority, was begun, or waits for a date of its own.</returns>
    public Task<bool> WithdrawAsync(FamilyKey key, JobPriority priority, CancellationToken cancellation) =>
        database.WriteAsync(
            async db =>
            {
                var now = await DatabaseClock.ReadAsync(db, cancellation);
                return await NotBegun(db, key.OrgId, priority, now).Where(row => row.Family == key.Family).ExecuteDeleteAsync(cancellation) == 1;
            },
            cancellation
        );

    private static IQueryable<SyncJob> NotBegun(BillingDb db, string orgId, JobPriority priority, Instant now) =>
        Waiting(db, orgId, priority)
            .Where(row => row.Attempts == 0 && row.ContinuationsJson == null)
            .Where(row => !db.ContractLeases.Any(lease => lease.OrgId == row.OrgId && lease.Family == row.Family && lease.UntilAt > now));

    private static IQueryable<SyncJob> Waiting(BillingDb db, string orgId, JobPriority priority) =>
        db.SyncJobs.Where(row => row.OrgId == orgId && row.Priority == priority && row.ParkedAt == null && row.DueAt != SyncJob.Never);
}
