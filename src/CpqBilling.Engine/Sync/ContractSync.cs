using System.Collections.Immutable;
using System.Diagnostics;
using CpqBilling.Core.Contract;
using CpqBilling.Core.Cpq;
using CpqBilling.Core.Errors;
using CpqBilling.Core.Translation;
using CpqBilling.Engine.Jobs;
using CpqBilling.Engine.Recovery;
using CpqBilling.Salesforce;
using CpqBilling.Storage.Journal;

namespace CpqBilling.Engine.Sync;

/// <summary>The path of an order: settle what an earlier run left open, load, translate, journal, execute, record. Decides nothing about billing.</summary>
internal sealed class ContractSync(BillingOrg org, HeldLease lease)
{
    private readonly PlanRun _run = new(org);

    /// <param name="reason">Poll, event, button, command …: for the list of runs.</param>
    public async Task<SyncReport> SyncAsync(string orderId, string reason, CancellationToken cancellation)
    {
        var before = _run.Calls;
        var start = new RunStart(lease.Key, orderId, orderId, reason, org.Now);
        if (!org.ConfigurationErrors.IsEmpty)
        {
            return await RefuseAsync(start, org.ConfigurationErrors, before, cancellation);
        }

        var unfinished = new UnfinishedRuns(org, lease);
        if (await unfinished.SettleAsync(cancellation) is { } stop)
        {
            return stop with { Calls = _run.CallsSince(before) };
        }

        var report = await LookAsync(orderId, start, before, cancellation);
        if (!unfinished.HasSettled || report.Outcome != SyncOutcome.Synced)
        {
            return report;
        }

        var again = await LookAsync(orderId, start, before, cancellation);
        return again.Outcome == SyncOutcome.Unchanged ? report with { Calls = again.Calls } : again;
    }

    private async Task<SyncReport> LookAsync(string orderId, RunStart start, CallCount before, CancellationToken cancellation)
    {
        var read = await new SnapshotReader(org).ReadAsync(orderId, cancellation);
        if (read.Snapshot is not { } snapshot)
        {
            return await RefuseAsync(start, [read.Error!], before, cancellation);
        }

        var family = ContractFamily.Of(snapshot.Records, snapshot.TriggerOrderId);
        if (family != lease.Key.Family)
        {
            return SyncReport.Moved(family, _run.CallsSince(before));
        }

        var contract = snapshot.Contract.Value;
        start = start with { ContractKey = contract?.Initial.Id ?? snapshot.TriggerOrderId, TriggerOrderId = snapshot.TriggerOrderId };
        var report = await OutcomeAsync(snapshot, start, before, cancellation);
        return report with
        {
            Snapshot = snapshot,
            ContractKey = contract?.Initial.Id,
            ContractOrders = contract is null ? [] : [.. contract.Orders.Select(order => order.Id)],
        };
    }

    private async Task<SyncReport> OutcomeAsync(OrderSnapshot snapshot, RunStart start, CallCount before, CancellationToken cancellation) =>
        CheckedTranslation.Of(snapshot) switch
        {
            Translated { Plan.IsEmpty: true } translated => await UnchangedAsync(snapshot, translated, before, cancellation),
            Translated translated => await ExecuteAsync(snapshot, translated, start, before, cancellation),
            Rejected rejected => await _run.RefuseAsync(
                new RefusedRun(lease, start, rejected.Errors, before) { Snapshot = snapshot },
                rejected,
                cancellation
            ),
            Skipped skipped => await _run.SkipAsync(new RefusedRun(lease, start, [], before) { Snapshot = snapshot }, skipped, cancellation),
            _ => throw new UnreachableException(),
        };

    private async Task<SyncReport> UnchangedAsync(OrderSnapshot snapshot, Translated translated, CallCount before, CancellationToken cancellation)
    {
        var initial = translated.Contract.Initial;
        if (translated.Plan.Sent is { } sent && !snapshot.Sent.ContainsKey(initial.Id))
        {
            await lease.WriteAsync(db => new SentMemory(org).AdoptAsync(db, initial.Id, sent));
        }

        var told = await _run.RecoverAsync(translated.Contract.Trigger.Ref, cancellation);
        return new SyncReport(SyncOutcome.Unchanged, [], translated, initial.StripeId, told, _run.CallsSince(before));
    }

    private async Task<SyncReport> ExecuteAsync(
        OrderSnapshot snapshot,
        Translated translated,
        RunStart start,
        CallCount before,
        CancellationToken cancellation
    )
    {
        var plan = translated.Plan;
        var kept = new JournalledWriteBack(plan.WriteBack, plan.NowOrders, plan.Terminations, snapshot.Now) { Sent = plan.Sent };
        var run = await _run.ExecuteAsync(lease, start with { At = snapshot.Now }, plan.Steps, kept, cancellation);
        var recorded = (await _run.RecordAsync([run], cancellation))[0];
        await _run.TellWaitingAsync(run, translated.Contract.Trigger.Ref, snapshot, cancellation);
        var initial = translated.Contract.Initial;
        var stripeId = run.StripeIdOf(initial.Id) ?? initial.StripeId;
        return new SyncReport(recorded.Outcome, recorded.Errors, translated, stripeId, run.Written, _run.CallsSince(before));
    }

    private Task<SyncReport> RefuseAsync(RunStart start, ImmutableArray<SyncError> errors, CallCount before, CancellationToken cancellation) =>
        _run.RefuseAsync(new RefusedRun(lease, start, errors, before), null, cancellation);
}

/// <summary>The family of a contract that was loaded.</summary>
internal static class ContractFamily
{
    public static string Of(RecordGraph records, string orderId)
    {
        var order = records.Find(orderId);
        var amended = records.Parent(order, "OpportunityId")?.Text("SBQQ__AmendedContract__c");
        return FamilyReader.FamilyOf(orderId, order?.Text("SBQQ__Quote__c"), amended, records.Find(amended)?.Text("SBQQ__Quote__c"));
    }
}
