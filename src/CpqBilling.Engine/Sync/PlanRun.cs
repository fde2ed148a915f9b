using System.Collections.Immutable;
using CpqBilling.Core.Errors;
using CpqBilling.Core.Planning;
using CpqBilling.Salesforce;
using CpqBilling.Storage.Journal;
using CpqBilling.Storage.Rows;

namespace CpqBilling.Engine.Sync;

/// <summary>Carries out plans: journalled before the first step is sent, executed, recorded in Salesforce. What broke off is finished first.</summary>
internal sealed class PlanRun(BillingOrg org)
{
    private readonly SyncJournal _journal = new(org.Database);
    private readonly WriteBackWriter _writer = new(org);

    public CallCount Calls => new(org.Salesforce.Calls, org.Stripe.Calls.Reads + org.Stripe.Calls.Writes);

    public CallCount CallsSince(CallCount before) => new(Calls.Salesforce - before.Salesforce, Calls.Stripe - before.Stripe);

    public static bool IsTransient(SyncError error) => error.Definition.Retry == Retry.WithBackoff;

    /// <summary>Stores the plan and sends its steps; Salesforce is told by <see cref="RecordAsync"/>.</summary>
    public async Task<ExecutedPlan> ExecuteAsync(
        RunStart start,
        IReadOnlyList<PlanStep> plan,
        JournalledWriteBack kept,
        CallCount before,
        CancellationToken cancellation
    )
    {
        var runId = await _journal.OpenAsync(start, cancellation);
        await _journal.StorePlanAsync(runId, plan, kept.Write(), cancellation);
        var steps = await _journal.StepsAsync(runId, cancellation);
        var execution = await new PlanExecutor(org).RunAsync(steps, cancellation);
        return Executed(runId, kept, execution, start.TriggerOrderId ?? start.ContractKey, before);
    }

    /// <summary>Finishes a run that broke off: the remaining steps under their old keys, then the records.</summary>
    public async Task<bool> ResumeAsync(string contractKey, CancellationToken cancellation)
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

        var before = Calls;
        var execution = await new PlanExecutor(org).RunAsync(unfinished.Steps, cancellation);
        await RecordAsync([Executed(unfinished.RunId, kept, execution, unfinished.TriggerOrderId ?? contractKey, before)], cancellation);
        return true;
    }

    /// <summary>Writes to Salesforce what was made, in one request for all, and closes the runs; a transient failure leaves a run open, to be resumed.</summary>
    /// <returns>The errors of each run, in order.</returns>
    public async Task<IReadOnlyList<ImmutableArray<SyncError>>> RecordAsync(IReadOnlyList<ExecutedPlan> runs, CancellationToken cancellation)
    {
        var ended = runs.Where(run => !run.IsBroken).ToList();
        foreach (var run in ended)
        {
            await new InstantMemory(org).RememberAsync(run.Kept, run.Execution, cancellation);
        }

        var writes = new ResolvedWriteBack([.. ended.SelectMany(run => run.Written.Fields)], [.. ended.SelectMany(run => run.Written.SyncRecords)]);
        var refused = await _writer.WriteAsync(writes, cancellation);
        var errors = new List<ImmutableArray<SyncError>>();
        foreach (var run in runs)
        {
            errors.Add(run.IsBroken ? [run.Execution.Error!] : await CloseAsync(run, refused, cancellation));
        }

        return errors;
    }

    private async Task<ImmutableArray<SyncError>> CloseAsync(ExecutedPlan run, ImmutableArray<SyncError> refused, CancellationToken cancellation)
    {
        var own = refused.Where(error => run.Writes(error.Record.Id)).ToImmutableArray();
        ImmutableArray<SyncError> errors = run.Execution.Error is { } failed ? [failed, .. own] : own;
        if (own.Any(IsTransient))
        {
            return errors;
        }

        var calls = CallsSince(run.Before);
        var outcome = run.Execution.Error is null ? RunOutcome.Succeeded : RunOutcome.Failed;
        await _journal.CloseAsync(run.RunId, new RunEnd(outcome, errors, calls.Stripe, calls.Salesforce, org.Now), cancellation);
        return errors;
    }

    /// <summary>Tells Salesforce why nothing was sent.</summary>
    public async Task<SyncReport> RefuseAsync(
        RecordRef trigger,
        ImmutableArray<SyncError> errors,
        Core.Translation.TranslationResult? translation,
        CallCount before,
        CancellationToken cancellation
    )
    {
        var isTransient = errors.All(IsTransient);
        var canWrite = errors.All(error => error.Definition.Code[5] != '6') && errors.All(error => !IsAboutNothing(error, trigger));
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

    /// <summary>Nothing is done, and the Sync Record says why.</summary>
    public async Task<SyncReport> SkipAsync(RecordRef trigger, Core.Translation.Skipped skipped, CallCount before, CancellationToken cancellation)
    {
        var writes = _writer.Resolve(SuccessRecords.OfSkip(trigger, skipped.Reason), new ReferenceResolver());
        var refused = await _writer.WriteAsync(writes, cancellation);
        return new SyncReport(SyncOutcome.Skipped, refused, skipped, null, writes, CallsSince(before), skipped.Reason);
    }

    /// <summary>A record that does not exist has no Sync Record.</summary>
    private static bool IsAboutNothing(SyncError error, RecordRef trigger) =>
        error.Name == nameof(OrderErrors.OrderNotFound) || (error.UpstreamCode == "NOT_FOUND" && error.Record == trigger);

    private ExecutedPlan Executed(string runId, JournalledWriteBack kept, Execution execution, string triggerId, CallCount before)
    {
        if (execution.Error is { } transient && IsTransient(transient))
        {
            return new ExecutedPlan(runId, kept, execution, ResolvedWriteBack.None, before) { IsBroken = true };
        }

        var trigger = new RecordRef(SalesforceId.TypeOf(triggerId) ?? "Order", triggerId);
        var writeBack = execution.Error is { } error
            ? new WriteBack(kept.WriteBack.Fields, SuccessRecords.OfErrors(trigger, [error]).SyncRecords)
            : kept.WriteBack;
        return new ExecutedPlan(runId, kept, execution, _writer.Resolve(writeBack, execution.Answers), before);
    }
}

/// <summary>A run whose steps were sent as far as it went; Salesforce does not know yet.</summary>
/// <param name="Written">What Salesforce will be told.</param>
/// <param name="Before">The calls made before the run began.</param>
internal sealed record ExecutedPlan(string RunId, JournalledWriteBack Kept, Execution Execution, ResolvedWriteBack Written, CallCount Before)
{
    /// <summary>A limit or an outage: the run stays open and the next sync finishes it.</summary>
    public bool IsBroken { get; init; }

    public SyncOutcome Outcome =>
        IsBroken ? SyncOutcome.Failed
        : Execution.Error is null ? SyncOutcome.Synced
        : SyncOutcome.Rejected;

    public bool Writes(string recordId) =>
        Written.Fields.Any(field => field.Id == recordId)
        || Written.SyncRecords.Any(record => record.Secondary.Id == recordId || record.Primary.Id == recordId);

    /// <summary>The Stripe id a record gets by this run.</summary>
    public string? StripeIdOf(string recordId) =>
        Written.Fields.FirstOrDefault(field => field.Id == recordId && field.Field == "Stripe_ID__c")?.Value;
}
