using System.Collections.Immutable;
using CpqBilling.Core.Contract;
using CpqBilling.Core.Errors;
using CpqBilling.Core.Planning;
using CpqBilling.Core.Translation;
using CpqBilling.Salesforce;
using CpqBilling.Storage.Journal;
using CpqBilling.Storage.Rows;

namespace CpqBilling.Engine.Sync;

/// <summary>The path of an order: load, translate, journal, execute, record. One contract at a time; decides nothing about billing.</summary>
public sealed class ContractSync(BillingOrg org)
{
    private readonly PlanRun _run = new(org);

    /// <param name="reason">Poll, event, button, command …: for the list of runs.</param>
    public async Task<SyncReport> SyncAsync(string orderId, string reason, CancellationToken cancellation)
    {
        var before = _run.Calls;
        if (!org.ConfigurationErrors.IsEmpty)
        {
            return await _run.RefuseAsync(new RecordRef("Order", orderId), org.ConfigurationErrors, null, before, cancellation);
        }

        var read = await new SnapshotReader(org).ReadAsync(orderId, cancellation);
        if (read.Snapshot is not { } snapshot)
        {
            return await _run.RefuseAsync(new RecordRef("Order", orderId), [read.Error!], null, before, cancellation);
        }

        var contractKey = ContractResolver.Resolve(snapshot, new ErrorList())?.Initial.Id ?? snapshot.TriggerOrderId;
        if (await _run.ResumeAsync(contractKey, cancellation))
        {
            read = await new SnapshotReader(org).ReadAsync(orderId, cancellation);
            snapshot = read.Snapshot ?? snapshot;
        }

        var report = CheckedTranslation.Of(snapshot) switch
        {
            Translated { Plan.IsEmpty: true } translated => new SyncReport(
                SyncOutcome.Unchanged,
                [],
                translated,
                translated.Contract.Initial.StripeId,
                ResolvedWriteBack.None,
                _run.CallsSince(before)
            ),
            Translated translated => await ExecuteAsync(snapshot, translated, contractKey, reason, before, cancellation),
            Rejected rejected => await _run.RefuseAsync(
                new RecordRef("Order", snapshot.TriggerOrderId),
                rejected.Errors,
                rejected,
                before,
                cancellation
            ),
            Skipped skipped => await _run.SkipAsync(new RecordRef("Order", snapshot.TriggerOrderId), skipped, before, cancellation),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
        return report with { Snapshot = snapshot };
    }

    private async Task<SyncReport> ExecuteAsync(
        OrderSnapshot snapshot,
        Translated translated,
        string contractKey,
        string reason,
        CallCount before,
        CancellationToken cancellation
    )
    {
        var start = new RunStart(org.Facts.OrgId, contractKey, snapshot.TriggerOrderId, reason, snapshot.Now);
        var kept = new JournalledWriteBack(translated.Plan.WriteBack, translated.Plan.NowOrders, translated.Plan.Terminations, snapshot.Now);
        await new DueContracts(org).NoteAsync(translated.Plan, contractKey, snapshot.TriggerOrderId, cancellation);
        var run = await _run.ExecuteAsync(start, translated.Plan.Steps, kept, before, cancellation);
        var errors = await _run.RecordAsync([run], cancellation);
        var initial = translated.Contract.Initial;
        var stripeId = run.StripeIdOf(initial.Id) ?? initial.StripeId;
        return new SyncReport(run.Outcome, errors[0], translated, stripeId, run.Written, _run.CallsSince(before));
    }
}
