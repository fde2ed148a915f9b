using System.Collections.Immutable;
using System.Diagnostics;
using CpqBilling.Core.Errors;
using CpqBilling.Engine.Sync;
using CpqBilling.Salesforce;
using CpqBilling.Storage.Jobs;
using CpqBilling.Storage.Leases;
using CpqBilling.Storage.Rows;
using CpqBilling.Stripe.Pacing;

namespace CpqBilling.Engine.Jobs;

/// <summary>The one way to a sync, wherever the wish comes from: noted in the queue, taken with the lease of its contracts, worked off, ended.</summary>
public sealed class ContractJobs(BillingOrg org)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan SayAfter = TimeSpan.FromSeconds(1);
    private readonly JobQueue _queue = new(org.Database);
    private readonly ContractLeases _leases = new(org.Database);

    public Task EnqueueAsync(ContractNotice notice, CancellationToken cancellation) => EnqueueAsync([notice], cancellation);

    /// <summary>All of them, or none.</summary>
    public Task EnqueueAsync(IReadOnlyCollection<ContractNotice> notices, CancellationToken cancellation) =>
        _queue.EnqueueAsync(
            [.. notices.Select(notice => new JobRequest(Key(notice.Family), notice.OrderIds, notice.Reason, notice.Priority, notice.DueAt))],
            cancellation
        );

    /// <summary>Families that are due and nobody works on, most urgent first.</summary>
    public async Task<ImmutableArray<string>> DueAsync(int atMost, CancellationToken cancellation) =>
        [.. (await _queue.DueAsync(org.Facts.OrgId, org.Now, atMost, cancellation)).Select(key => key.Family)];

    /// <summary>Works off the job of one family under its lease. Null when nothing is due, or somebody else is at it.</summary>
    /// <param name="began">Told of each record whose run begins.</param>
    public async Task<WorkedJob?> WorkAsync(string family, CancellationToken cancellation, Action<RecordRef>? began = null) =>
        await _queue.TakeAsync(Key(family), HeldLease.Owner, org.Now, cancellation) is { } job ? await RunAsync(job, began, cancellation) : null;

    /// <summary>Syncs the contract of an order, or another record by itself, now; waits while somebody else works on it.</summary>
    /// <param name="waits">Told once, in a sentence, who works on it and that it is waited for.</param>
    public async Task<SyncReport> SyncAsync(RecordRef record, string reason, CancellationToken cancellation, Action<string>? waits = null)
    {
        var subject = record with { Id = SalesforceId.Full(record.Id) };
        var run = new PlanRun(org);
        var before = run.Calls;
        var (family, error) = subject.Type == "Order" ? await FamilyOfAsync(subject, cancellation) : (subject.Id, null);
        if (error is not null)
        {
            return SyncReport.NotBegun(error);
        }

        while (true)
        {
            var request = new JobRequest(Key(family), [subject.Id], reason, JobPriority.Interactive, org.Now);
            if (await TakeNowAsync(request, waits, cancellation) is not { } job)
            {
                var holder = await _leases.HolderAsync(request.Key, cancellation);
                return SyncReport.NotBegun(ConnectionErrors.ContractBusy(subject, holder));
            }

            var worked = await RunAsync(job, null, cancellation);
            var report = worked
                .Reports.FirstOrDefault(entry => entry.Record.Id == subject.Id || entry.Report.ContractOrders.Contains(subject.Id))
                ?.Report;
            if (report is null)
            {
                continue; // Somebody else has looked at it meanwhile, and the job was about other contracts of the family.
            }

            if (report.MovedTo is not { } other)
            {
                return report with { Calls = run.CallsSince(before) };
            }

            family = other;
        }
    }

    private FamilyKey Key(string family) => new(org.Facts.OrgId, family);

    /// <summary>An order that does not exist is a family of its own; its sync says so.</summary>
    private async Task<(string Family, SyncError? Error)> FamilyOfAsync(RecordRef order, CancellationToken cancellation) =>
        await new FamilyReader(org.Salesforce).ReadAsync([order.Id], cancellation) switch
        {
            SalesforceAnswer<ImmutableDictionary<string, string>>.Found found => (found.Value.GetValueOrDefault(order.Id, order.Id), null),
            SalesforceAnswer<ImmutableDictionary<string, string>>.Refused { Error: var error } when PlanRun.IsTransient(error) => (order.Id, error),
            _ => (order.Id, null),
        };

    private async Task<TakenJob?> TakeNowAsync(JobRequest request, Action<string>? waits, CancellationToken cancellation)
    {
        var waited = Stopwatch.StartNew();
        for (var isNew = true; ; isNew = false)
        {
            if (await _queue.TakeNowAsync(request, HeldLease.Owner, isNew, cancellation) is { } job)
            {
                return job;
            }

            if (waited.Elapsed > Patience)
            {
                return null;
            }

            if (waited.Elapsed > SayAfter && waits is not null && await _leases.HolderAsync(request.Key, cancellation) is { } holder)
            {
                waits($"{holder} works on this contract; waiting up to {Patience.TotalSeconds:0} seconds for its end.");
                waits = null;
            }

            await Task.Delay(LookEvery, cancellation);
        }
    }

    private async Task<WorkedJob> RunAsync(TakenJob job, Action<RecordRef>? began, CancellationToken cancellation)
    {
        await using var lease = HeldLease.Keep(org.Database, job.Lease);
        var (readAt, isEnded) = (org.Now, false);
        try
        {
            var reports = await RunAsync(job, lease, began, cancellation);
            var end = JobEnds.Of(reports, job, readAt);
            await lease.StopAsync();
            await _queue.EndAsync(job, end, CancellationToken.None);
            isEnded = true;
            return new WorkedJob(job.Key.Family, reports, end.Fate);
        }
        catch (LeaseLostException)
        {
            // Whoever has taken over goes on from the journal.
            var reports = job.OrderIds.Select(id => new RecordReport(RecordOf(id), SyncReport.NotBegun(ConnectionErrors.ContractBusy(RecordOf(id)))));
            return new WorkedJob(job.Key.Family, [.. reports], new JobDone());
        }
        finally
        {
            // The end of a job gave it back; after a stop the next process need not wait for it.
            await (isEnded ? Task.CompletedTask : lease.ReleaseAsync());
        }
    }

    /// <summary>Contracts of one family one after another; orders of a contract that was looked at need no look of their own.</summary>
    private async Task<ImmutableArray<RecordReport>> RunAsync(TakenJob job, HeldLease lease, Action<RecordRef>? began, CancellationToken cancellation)
    {
        var billing = org with { Stripe = org.Stripe.For(Urgency(job.Priority)) };
        var reports = ImmutableArray.CreateBuilder<RecordReport>();
        var left = job.OrderIds.Reverse().ToList();
        while (left.Count > 0)
        {
            var record = RecordOf(left[0]);
            began?.Invoke(record);
            var report = await new SyncShell(billing).RunAsync(record, job.Reason, lease, cancellation);
            if (report.MovedTo is { } family)
            {
                await EnqueueAsync(new ContractNotice(family, [record.Id], job.Reason, job.Priority, org.Now), cancellation);
            }

            reports.Add(new RecordReport(record, report));
            left.RemoveAll(id => id == record.Id || report.ContractOrders.Contains(id));
        }

        return reports.ToImmutable();
    }

    private static RequestUrgency Urgency(JobPriority priority) =>
        priority switch
        {
            JobPriority.Interactive => RequestUrgency.Interactive,
            JobPriority.Live => RequestUrgency.Live,
            JobPriority.Backfill => RequestUrgency.Backfill,
            _ => throw new UnreachableException(),
        };

    private static RecordRef RecordOf(string id) => new(SalesforceId.TypeOf(id) ?? "Order", id);
}
