using System.Collections.Immutable;
using CpqBilling.Engine.Application.Access;
using CpqBilling.Engine.Sync;
using CpqBilling.Storage.Auditing;
using CpqBilling.Storage.Jobs;
using CpqBilling.Storage.Leases;
using CpqBilling.Storage.Rows;

namespace CpqBilling.Engine.Application.Queue;

/// <summary>Contracts that wait to be looked at: shown, hurried, and, where a backfill asked for them, taken back.</summary>
public sealed class JobList(BillingOrg org, AuditTrail audit)
{
    private const string Reason = "retry";

    /// <summary>Most urgent first.</summary>
    public Task<ImmutableArray<StandingJob>> ReadAsync(int skip, int atMost, CancellationToken cancellation) =>
        new JobReader(org.Database).ReadAsync(org.Facts.OrgId, org.Now, skip, atMost, cancellation);

    /// <summary>Lets a job run now, whatever it waits for.</summary>
    /// <returns>False when there is no such job.</returns>
    public async Task<bool> RetryAsync(Actor by, string family, CancellationToken cancellation)
    {
        by.Demand(Permission.Operate, org.Facts.OrgId);
        if (await new JobReader(org.Database).FindAsync(Key(family), org.Now, cancellation) is not { } job)
        {
            return false;
        }

        await audit.AddAsync(by.Did("job hurried", org.Facts.OrgId) with { Target = family }, org.Now, cancellation);
        var request = new JobRequest(job.Key, job.OrderIds, Reason, JobPriority.Interactive, org.Now);
        await new JobQueue(org.Database).EnqueueAsync(request, cancellation);
        return true;
    }

    /// <summary>Takes back what a backfill asked for and nobody began. What was activated or asked for since stays: it must be billed.</summary>
    public async Task<JobWithdrawal> WithdrawAsync(Actor by, string family, CancellationToken cancellation)
    {
        by.Demand(Permission.Operate, org.Facts.OrgId);
        if (await new JobReader(org.Database).FindAsync(Key(family), org.Now, cancellation) is null)
        {
            return JobWithdrawal.Unknown;
        }

        if (!await new WaitingJobs(org.Database).WithdrawAsync(Key(family), JobPriority.Backfill, cancellation))
        {
            return JobWithdrawal.MustBeDone;
        }

        await audit.AddAsync(by.Did("job taken back", org.Facts.OrgId) with { Target = family }, org.Now, cancellation);
        return JobWithdrawal.Done;
    }

    private FamilyKey Key(string family) => new(org.Facts.OrgId, family);
}
