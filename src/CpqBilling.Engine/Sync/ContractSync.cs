using System.Collections.Immutable;
using CpqBilling.Core;
using CpqBilling.Core.Contract;
using CpqBilling.Core.Errors;
using CpqBilling.Core.StripePlan;
using CpqBilling.Salesforce;
using CpqBilling.Storage.Journal;
using CpqBilling.Storage.Rows;

namespace CpqBilling.Engine.Sync;

/// <summary>The path of an order: load, translate, journal, execute, record. One contract at a time; decides nothing about billing.</summary>
public sealed class ContractSync(BillingOrg org)
{
    private readonly SyncJournal _journal = new(org.Database);
    private readonly WriteBackWriter _writer = new(org);

    /// <param name="reason">Poll, event, button, command …: for the list of runs.</param>
    public async Task<SyncReport> SyncAsync(string orderId, string reason, CancellationToken cancellation)
    {
        var before = Calls();
        var read = await new SnapshotReader(org).ReadAsync(orderId, cancellation);
        if (read.Snapshot is not { } snapshot)
        {
            return await RefuseAsync(new RecordRef("Order", orderId), [read.Error!], null, before, cancellation);
        }

        var contractKey = ContractResolver.Resolve(snapshot, new ErrorList())?.Initial.Id ?? snapshot.TriggerOrderId;
        if (await ResumeAsync(contractKey, cancellation))
        {
            read = await new SnapshotReader(org).ReadAsync(orderId, cancellation);
            snapshot = read.Snapshot ?? snapshot;
        }

        return OrderTranslator.Translate(snapshot) switch
        {
            Translated { Plan.IsEmpty: true } translated => new SyncReport(
                SyncOutcome.Unchanged,
                [],
                translated,
                translated.Contract.Initial.StripeId,
                ResolvedWriteBack.None,
                CallsSince(before)
            ),
            Translated translated => await ExecuteAsync(snapshot, translated, contractKey, reason, before, cancellation),
            Rejected rejected => await RefuseAsync(new RecordRef("Order", snapshot.TriggerOrderId), rejected.Errors, rejected, before, cancellation),
            Skipped skipped => new SyncReport(SyncOutcome.Skipped, [], skipped, null, ResolvedWriteBack.None, CallsSince(before), skipped.Reason),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
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
        var runId = await _journal.OpenAsync(start, cancellation);
        var kept = new JournalledWriteBack(translated.Plan.WriteBack, translated.Plan.NowOrders, translated.Plan.Terminations, snapshot.Now)
        {
            FixedInstants = translated.Plan.FixedInstants,
        };
        await new DueContracts(org).NoteAsync(translated.Plan, contractKey, snapshot.TriggerOrderId, cancellation);
        await _journal.StorePlanAsync(runId, translated.Plan.Steps, kept.Write(), cancellation);
        var steps = await _journal.StepsAsync(runId, cancellation);
        var execution = await new PlanExecutor(org).RunAsync(steps, cancellation);
        var trigger = new RecordRef("Order", snapshot.TriggerOrderId);
        var (written, errors) = await RecordAsync(runId, kept, execution, trigger, before, cancellation);
        var outcome =
            execution.Error is null ? SyncOutcome.Synced
            : IsTransient(execution.Error) ? SyncOutcome.Failed
            : SyncOutcome.Rejected;
        var stripeId = written.Fields.FirstOrDefault(field => field.Id == translated.Contract.Initial.Id && field.Field == "Stripe_ID__c")?.Value;
        return new SyncReport(outcome, errors, translated, stripeId ?? translated.Contract.Initial.StripeId, written, CallsSince(before));
    }

    /// <summary>Finishes a run that broke off: the remaining steps under their old keys, then the records.</summary>
    private async Task<bool> ResumeAsync(string contractKey, CancellationToken cancellation)
    {
        if (await _journal.FindUnfinishedAsync(org.Facts.OrgId, contractKey, cancellation) is not { } unfinished)
        {
            return false;
        }

        if (JournalledWriteBack.Read(unfinished.WriteBackJson) is not { } kept)
        {
            await _journal.CloseAsync(unfinished.RunId, new RunEnd(RunOutcome.Failed, [], 0, 0, org.Now), cancellation);
            return false;
        }

        var before = Calls();
        var execution = await new PlanExecutor(org).RunAsync(unfinished.Steps, cancellation);
        await RecordAsync(unfinished.RunId, kept, execution, new RecordRef("Order", unfinished.TriggerOrderId ?? contractKey), before, cancellation);
        return true;
    }

    /// <summary>Writes to Salesforce what was made and closes the run; a transient failure leaves it open, to be resumed.</summary>
    private async Task<(ResolvedWriteBack Written, ImmutableArray<SyncError> Errors)> RecordAsync(
        string runId,
        JournalledWriteBack kept,
        Execution execution,
        RecordRef trigger,
        CallCount before,
        CancellationToken cancellation
    )
    {
        if (execution.Error is { } transient && IsTransient(transient))
        {
            return (ResolvedWriteBack.None, [transient]);
        }

        var writeBack = execution.Error is { } error
            ? new WriteBack(kept.WriteBack.Fields, SuccessRecords.OfErrors(trigger, [error]).SyncRecords)
            : kept.WriteBack;
        await new InstantMemory(org).RememberAsync(kept, execution, cancellation);
        var written = _writer.Resolve(writeBack, execution.Answers);
        var refused = await _writer.WriteAsync(written, cancellation);
        ImmutableArray<SyncError> errors = execution.Error is { } failed ? [failed, .. refused] : refused;
        if (refused.Any(IsTransient))
        {
            return (written, errors);
        }

        var calls = CallsSince(before);
        var outcome = execution.Error is null ? RunOutcome.Succeeded : RunOutcome.Failed;
        await _journal.CloseAsync(runId, new RunEnd(outcome, errors, calls.Stripe, calls.Salesforce, org.Now), cancellation);
        return (written, errors);
    }

    private async Task<SyncReport> RefuseAsync(
        RecordRef trigger,
        ImmutableArray<SyncError> errors,
        TranslationResult? translation,
        CallCount before,
        CancellationToken cancellation
    )
    {
        var isTransient = errors.All(IsTransient);
        var canWrite = errors.All(error => error.Definition.Code[5] != '6') && errors.All(error => error.Name != nameof(OrderErrors.OrderNotFound));
        var writes = canWrite ? _writer.Resolve(SuccessRecords.OfErrors(trigger, errors), new ReferenceResolver()) : ResolvedWriteBack.None;
        var refused = await _writer.WriteAsync(writes, cancellation);
        return new SyncReport(
            isTransient ? SyncOutcome.Failed : SyncOutcome.Rejected,
            [.. errors, .. refused],
            translation,
            null,
            writes,
            CallsSince(before)
        );
    }

    private static bool IsTransient(SyncError error) => error.Definition.Retry == Retry.WithBackoff;

    private CallCount Calls() => new(org.Salesforce.Calls, org.Stripe.Calls.Reads + org.Stripe.Calls.Writes);

    private CallCount CallsSince(CallCount before)
    {
        var now = Calls();
        return new CallCount(now.Salesforce - before.Salesforce, now.Stripe - before.Stripe);
    }
}
