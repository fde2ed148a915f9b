using System.Collections.Immutable;
using CpqBilling.Core.Errors;
using CpqBilling.Core.Planning;
using CpqBilling.Core.Requests;
using CpqBilling.Core.Translation;
using CpqBilling.Engine.Jobs;
using CpqBilling.Salesforce;
using CpqBilling.Storage;
using CpqBilling.Storage.Journal;
using CpqBilling.Storage.Objects;
using CpqBilling.Storage.Rows;

namespace CpqBilling.Engine.Sync;

/// <summary>Carries out plans: journalled before the first step is sent, executed, recorded in Salesforce.</summary>
internal sealed class PlanRun(BillingOrg org)
{
    private readonly WriteBackWriter _writer = new(org);
    private readonly OrderStatuses _statuses = new(org);

    /// <summary>A run is charged with what was asked since the one before it: reading the contract counts.</summary>
    private CallCount _charged = CallsOf(org);

    public CallCount Calls => CallsOf(org);

    public CallCount CallsSince(CallCount before) => new(Calls.Salesforce - before.Salesforce, Calls.Stripe - before.Stripe);

    public static bool IsTransient(SyncError error) => error.Definition.Retry == Retry.WithBackoff;

    /// <summary>Stores the plan and sends its steps; Salesforce is told by <see cref="RecordAsync"/>.</summary>
    public async Task<ExecutedPlan> ExecuteAsync(
        HeldLease lease,
        RunStart start,
        IReadOnlyList<PlanStep> plan,
        JournalledWriteBack kept,
        CancellationToken cancellation
    )
    {
        var before = _charged;
        var runId = SyncJournal.NewRunId(start.At);
        var steps = plan.Select((step, ordinal) => new JournalledStep(new StepPosition(runId, ordinal), step, StepState.Planned, null, null, null));
        var execution = await new PlanExecutor(org, lease).RunAsync(
            [.. steps],
            db => JournalWrites.OpenAsync(db, runId, start, plan, kept.Write()),
            cancellation
        );
        var isBroken = execution.Error is { } error && IsTransient(error);
        var written = isBroken ? ResolvedWriteBack.None : _writer.Resolve(Told(kept, execution, start), execution.Answers);
        return new ExecutedPlan(runId, lease, kept, execution, written, before)
        {
            ContractKey = start.ContractKey,
            IsBroken = isBroken,
            Owed = InvoiceSteps.OrdersLeft(plan, key => execution.Answers.Knows(new StripeRef(key))),
        };
    }

    /// <summary>Writes to Salesforce what was made, in one request for all, and closes the runs; a transient failure leaves a run open.</summary>
    /// <returns>What each run came to, in order.</returns>
    public async Task<IReadOnlyList<RecordedPlan>> RecordAsync(IReadOnlyList<ExecutedPlan> runs, CancellationToken cancellation)
    {
        var ended = runs.Where(run => !run.IsBroken).ToList();
        var writes = new ResolvedWriteBack([.. ended.SelectMany(run => run.Written.Fields)], [.. ended.SelectMany(run => run.Written.SyncRecords)]);
        var written = await _writer.WriteAsync(writes, cancellation);
        var recorded = new List<RecordedPlan>();
        foreach (var run in runs)
        {
            recorded.Add(run.IsBroken ? new RecordedPlan(SyncOutcome.Failed, [run.Execution.Error!]) : await CloseAsync(run, written));
        }

        return recorded;
    }

    /// <summary>Tells Salesforce and the journal why nothing was sent.</summary>
    public async Task<SyncReport> RefuseAsync(RefusedRun run, TranslationResult? translation, CancellationToken cancellation)
    {
        var (lease, start, errors, before) = run;
        var trigger = run.Trigger;
        var isTransient = errors.All(IsTransient);
        var canWrite = errors.All(error => error.Definition.Code[5] != '6') && errors.All(error => !IsAboutNothing(error, trigger));
        var writes = canWrite ? _writer.Resolve(SuccessRecords.OfErrors(trigger, errors), new ReferenceResolver()) : ResolvedWriteBack.None;
        if (canWrite || errors.All(IsStripes))
        {
            var state = isTransient ? OrderState.Retrying : OrderState.NeedsYou;
            writes = await _statuses.WithAsync(writes, trigger, state, run.Snapshot, cancellation);
        }

        var written = await _writer.WriteAsync(writes, cancellation);
        var calls = CallsSince(before);
        var end = new RunEnd(isTransient ? RunOutcome.Failed : RunOutcome.Rejected, errors, calls.Stripe, calls.Salesforce, org.Now);
        await lease.WriteAsync(db => JournalWrites.RecordAsync(db, start, end));
        var outcome = isTransient ? SyncOutcome.Failed : SyncOutcome.Rejected;
        return new SyncReport(outcome, [.. errors, .. written.Refused], translation, null, writes, calls) { OwnStamps = written.OwnStamps };
    }

    /// <summary>Nothing is done; the Sync Record and the journal say why.</summary>
    public async Task<SyncReport> SkipAsync(RefusedRun run, Skipped skipped, CancellationToken cancellation)
    {
        var skip = _writer.Resolve(SuccessRecords.OfSkip(run.Trigger, skipped.Reason), new ReferenceResolver());
        var writes = await _statuses.WithAsync(skip, run.Trigger, OrderState.Skipped, run.Snapshot, cancellation);
        var written = await _writer.WriteAsync(writes, cancellation);
        var calls = CallsSince(run.Before);
        var end = new RunEnd(RunOutcome.Skipped, written.Refused, calls.Stripe, calls.Salesforce, org.Now) { SkipReason = skipped.Reason };
        await run.Lease.WriteAsync(db => JournalWrites.RecordAsync(db, run.Start, end));
        return new SyncReport(SyncOutcome.Skipped, written.Refused, skipped, null, writes, calls, skipped.Reason);
    }

    /// <summary>A run that broke off because Stripe is away goes on by itself; the order says so meanwhile.</summary>
    public async Task TellWaitingAsync(ExecutedPlan run, RecordRef order, OrderSnapshot snapshot, CancellationToken cancellation)
    {
        if (run.IsBroken && IsStripes(run.Execution.Error!))
        {
            var writes = await _statuses.WithAsync(ResolvedWriteBack.None, order, OrderState.Retrying, snapshot, cancellation);
            await _writer.WriteAsync(writes, cancellation);
        }
    }

    /// <summary>Nothing is left to do on an order that was last told to be in trouble; of a status that is not taken nobody is told.</summary>
    public async Task<ResolvedWriteBack> RecoverAsync(RecordRef order, CancellationToken cancellation)
    {
        var writes = await _statuses.RecoveredAsync(order, cancellation);
        await _writer.WriteAsync(writes, cancellation);
        return writes;
    }

    private async Task<RecordedPlan> CloseAsync(ExecutedPlan run, WrittenBack written)
    {
        var own = written.Refused.Where(error => run.Writes(error.Record.Id)).ToImmutableArray();
        ImmutableArray<SyncError> errors = run.Execution.Error is { } failed ? [failed, .. own] : own;
        var calls = CallsSince(run.Before);
        _charged = Calls;
        var (outcome, told) =
            run.Execution.Error is not null ? (RunOutcome.Failed, SyncOutcome.Rejected)
            : own.IsEmpty ? (RunOutcome.Succeeded, SyncOutcome.Synced)
            : (RunOutcome.Unrecorded, SyncOutcome.Unrecorded);
        await run.Lease.WriteAsync(async db =>
        {
            await ObjectMap.MarkRecordedAsync(db, org.Facts.OrgId, [.. written.Recorded.Where(run.Writes)]);
            await RememberAsync(db, run);

            await JournalWrites.CloseAsync(db, run.RunId, new RunEnd(outcome, errors, calls.Stripe, calls.Salesforce, org.Now));
        });
        return new RecordedPlan(told, errors);
    }

    private static CallCount CallsOf(BillingOrg org) => new(org.Salesforce.Calls, org.Stripe.Calls.Reads + org.Stripe.Calls.Writes);

    /// <summary>What a later run must know to compute the same.</summary>
    private async Task RememberAsync(BillingDb db, ExecutedPlan run)
    {
        var sent = new SentMemory(org);
        if (run.Execution.Error is not null)
        {
            var kept = run.Kept with { Sent = run.Kept.Sent is { } known ? known with { Owed = run.Owed } : null };
            await sent.RememberBrokenAsync(db, run.ContractKey, kept, run.Execution.Answers);
            return;
        }

        await new InstantMemory(org).RememberAsync(db, run.Kept, run.Execution.Answers);
        await sent.RememberAsync(db, run.ContractKey, run.Kept, run.Execution.Answers);
    }

    /// <summary>Stripe is away and Salesforce is not: it can be told that the order waits.</summary>
    private static bool IsStripes(SyncError error) =>
        error.Name
            is nameof(ConnectionErrors.StripeUnreachable)
                or nameof(ConnectionErrors.StripeLimit)
                or nameof(ConnectionErrors.StripeUnauthorized);

    /// <summary>A record that does not exist has no Sync Record.</summary>
    private static bool IsAboutNothing(SyncError error, RecordRef trigger) =>
        error.Name == nameof(OrderErrors.OrderNotFound) || (error.UpstreamCode == "NOT_FOUND" && error.Record == trigger);

    /// <summary>After a refusal the ids of what was made before it, and the error.</summary>
    private static WriteBack Told(JournalledWriteBack kept, Execution execution, RunStart start)
    {
        if (execution.Error is not { } error)
        {
            return kept.WriteBack;
        }

        var id = start.TriggerOrderId ?? start.ContractKey;
        var trigger = new RecordRef(SalesforceId.TypeOf(id) ?? "Order", id);
        return new WriteBack(kept.Made(start.ContractKey, execution.Answers), SuccessRecords.OfErrors(trigger, [error]).SyncRecords);
    }
}

/// <summary>A run that sends nothing.</summary>
/// <param name="Before">The calls made before it began.</param>
internal sealed record RefusedRun(HeldLease Lease, RunStart Start, ImmutableArray<SyncError> Errors, CallCount Before)
{
    /// <summary>What was read; null where that failed.</summary>
    public OrderSnapshot? Snapshot { get; init; }

    public RecordRef Trigger
    {
        get
        {
            var id = Start.TriggerOrderId ?? Start.ContractKey;
            return new RecordRef(SalesforceId.TypeOf(id) ?? "Order", id);
        }
    }
}
