using CpqBilling.Storage.Leases;
using CpqBilling.Storage.Rows;
using Microsoft.EntityFrameworkCore;

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
                return await Waiting(db, orgId, priority)
                    .Where(row => row.Attempts == 0 && row.ContinuationsJson == null)
                    .Where(row => !db.ContractLeases.Any(lease => lease.OrgId == row.OrgId && lease.Family == row.Family && lease.UntilAt > now))
                    .ExecuteDeleteAsync(cancellation);
            },
            cancellation
        );

    private static IQueryable<SyncJob> Waiting(BillingDb db, string orgId, JobPriority priority) =>
        db.SyncJobs.Where(row => row.OrgId == orgId && row.Priority == priority && row.ParkedAt == null && row.DueAt != SyncJob.Never);
}
