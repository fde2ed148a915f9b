using CpqBilling.Core.Errors;
using CpqBilling.Core.Planning;
using CpqBilling.Engine.Jobs;
using CpqBilling.Engine.Sync.Listing;
using CpqBilling.Storage.Journal;
using CpqBilling.Storage.Leases;
using CpqBilling.Storage.Rows;

namespace CpqBilling.Engine.Sync;

/// <summary>The shell around a sync, and the only place that catches what should not be able to happen: other records go on.</summary>
/// <remarks>
/// A defect becomes SYNC-9000 on the record, in Salesforce too; what was thrown stays in the journal for us. Steps it may have sent are looked
/// up by the next sync.
/// </remarks>
public sealed class SyncShell(BillingOrg org)
{
    /// <param name="record">An order, for its contract; or an account, product or price-book entry by itself.</param>
    /// <param name="reason">Poll, event, button, command …: for the list of runs.</param>
    /// <param name="waits">Told once, in a sentence, when somebody else works on the contract and this one waits for its end.</param>
    public Task<SyncReport> SyncAsync(RecordRef record, string reason, CancellationToken cancellation, Action<string>? waits = null) =>
        new ContractJobs(org).SyncAsync(record, reason, cancellation, waits);

    /// <summary>Runs under a lease that is held already.</summary>
    internal async Task<SyncReport> RunAsync(RecordRef record, string reason, HeldLease lease, CancellationToken cancellation)
    {
        if (record.Type != "Order")
        {
            return await ShieldedAsync(record, reason, lease, () => new RecordSync(org).SyncAsync(record, reason, lease, cancellation), cancellation);
        }

        var report = await ShieldedAsync(
            record,
            reason,
            lease,
            () => new ContractSync(org, lease).SyncAsync(record.Id, reason, cancellation),
            cancellation
        );
        await new OrderLedger(org, lease).NoteAsync(record.Id, report);
        return report;
    }

    private async Task<SyncReport> ShieldedAsync(
        RecordRef record,
        string reason,
        HeldLease lease,
        Func<Task<SyncReport>> sync,
        CancellationToken cancellation
    )
    {
        try
        {
            return await sync();
        }
        catch (Exception defect) when (defect is not LeaseLostException && !cancellation.IsCancellationRequested)
        {
            return await RecordAsync(record, reason, defect, lease, cancellation);
        }
    }

    private async Task<SyncReport> RecordAsync(RecordRef record, string reason, Exception defect, HeldLease lease, CancellationToken cancellation)
    {
        var error = DefectErrors.Unexpected(record, defect.ToString());
        var start = new RunStart(lease.Key, record.Id, record.Id, reason, org.Now);
        await lease.WriteAsync(db => JournalWrites.RecordAsync(db, start, new RunEnd(RunOutcome.Failed, [error], 0, 0, org.Now)));
        var writer = new WriteBackWriter(org);
        var records = await new OrderStatuses(org).WithAsync(
            writer.Resolve(SuccessRecords.OfErrors(record, [error]), new ReferenceResolver()),
            record,
            OrderState.NeedsYou,
            null,
            cancellation
        );
        var refused = await writer.WriteAsync(records, cancellation);
        return new SyncReport(SyncOutcome.Rejected, [error, .. refused.Refused], null, null, records, new CallCount(0, 0));
    }
}
