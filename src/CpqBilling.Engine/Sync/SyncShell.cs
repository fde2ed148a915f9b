using CpqBilling.Core.Errors;
using CpqBilling.Core.Planning;
using CpqBilling.Engine.Sync.Listing;
using CpqBilling.Storage.Journal;
using CpqBilling.Storage.Rows;

namespace CpqBilling.Engine.Sync;

/// <summary>The shell around a sync, and the only place that catches what should not be able to happen: other records go on.</summary>
/// <remarks>
/// A defect becomes SYNC-9000 on the record, in Salesforce too; what was thrown stays in the journal for us. A plan it broke off
/// stays open and is resumed by the next sync.
/// </remarks>
public sealed class SyncShell(BillingOrg org)
{
    /// <param name="record">An order, for its contract; or an account, product or price-book entry by itself.</param>
    /// <param name="reason">Poll, event, button, command …: for the list of runs.</param>
    public async Task<SyncReport> SyncAsync(RecordRef record, string reason, CancellationToken cancellation)
    {
        if (record.Type != "Order")
        {
            return await ShieldedAsync(record, reason, () => new RecordSync(org).SyncAsync(record, reason, cancellation), cancellation);
        }

        var report = await ShieldedAsync(record, reason, () => new ContractSync(org).SyncAsync(record.Id, reason, cancellation), cancellation);
        await new OrderLedger(org).NoteAsync(record.Id, report, cancellation);
        return report;
    }

    private async Task<SyncReport> ShieldedAsync(RecordRef record, string reason, Func<Task<SyncReport>> sync, CancellationToken cancellation)
    {
        try
        {
            return await sync();
        }
        catch (Exception defect) when (!cancellation.IsCancellationRequested)
        {
            return await RecordAsync(record, reason, defect, cancellation);
        }
    }

    private async Task<SyncReport> RecordAsync(RecordRef record, string reason, Exception defect, CancellationToken cancellation)
    {
        var error = DefectErrors.Unexpected(record, defect.ToString());
        var journal = new SyncJournal(org.Database);
        var runId = await journal.OpenAsync(new RunStart(org.Facts.OrgId, record.Id, record.Id, reason, org.Now), cancellation);
        await journal.CloseAsync(runId, new RunEnd(RunOutcome.Failed, [error], 0, 0, org.Now), cancellation);
        var writer = new WriteBackWriter(org);
        var records = writer.Resolve(SuccessRecords.OfErrors(record, [error]), new ReferenceResolver());
        var refused = await writer.WriteAsync(records, cancellation);
        return new SyncReport(SyncOutcome.Rejected, [error, .. refused], null, null, records, new CallCount(0, 0));
    }
}
