using System.Collections.Immutable;
using CpqBilling.Core.Errors;
using CpqBilling.Core.Planning;
using CpqBilling.Engine.Jobs;
using CpqBilling.Engine.Sync;
using CpqBilling.Salesforce;
using CpqBilling.Storage;
using CpqBilling.Storage.Journal;
using CpqBilling.Storage.Objects;
using CpqBilling.Storage.Rows;

namespace CpqBilling.Engine.Recovery;

/// <summary>Closes a run that another process, or an earlier attempt, left open: what it made reaches Salesforce and the memory.</summary>
internal sealed class RunEnding(BillingOrg org, HeldLease lease)
{
    private readonly WriteBackWriter _writer = new(org);

    /// <summary>The ids of what is made already, so that a contract read anew knows them.</summary>
    /// <returns>Null unless Salesforce did not take them.</returns>
    public async Task<SyncReport?> TellKnownAsync(UnfinishedRun run, CancellationToken cancellation)
    {
        if (JournalledWriteBack.Read(run.WriteBackJson) is not { } kept || run.Steps.All(step => step.Result is null))
        {
            return null;
        }

        var (stop, written) = await TellAsync(Made(run, kept), cancellation);
        if (stop is null)
        {
            await lease.WriteAsync(db => ObjectMap.MarkRecordedAsync(db, org.Facts.OrgId, written.Recorded));
        }

        return stop;
    }

    /// <returns>Null when the run is closed.</returns>
    public async Task<SyncReport?> EndAsync(UnfinishedRun run, CancellationToken cancellation)
    {
        if (JournalledWriteBack.Read(run.WriteBackJson) is not { } kept)
        {
            await lease.WriteAsync(db => CloseAsync(db, run, RunOutcome.Abandoned, []));
            return null;
        }

        var isWhole = run.Steps.All(step => step.State == StepState.Done);
        var answers = ReferenceResolver.Of(run.Steps);
        var (stop, written) = await TellAsync(isWhole ? _writer.Resolve(kept.WriteBack, answers) : Made(run, kept), cancellation);
        if (stop is not null)
        {
            return stop;
        }

        await lease.WriteAsync(async db =>
        {
            await ObjectMap.MarkRecordedAsync(db, org.Facts.OrgId, written.Recorded);
            var memory = new InstantMemory(org);
            await (isWhole ? memory.RememberAsync(db, kept, answers) : memory.RememberBrokenAsync(db, kept, run.Steps));
            var sent = new SentMemory(org);
            await (isWhole ? sent.RememberAsync(db, run.ContractKey, kept, answers) : sent.RememberBrokenAsync(db, run.ContractKey, kept, answers));
            await CloseAsync(db, run, isWhole ? RunOutcome.Succeeded : RunOutcome.Abandoned, written.Refused);
        });
        return null;
    }

    private ResolvedWriteBack Made(UnfinishedRun run, JournalledWriteBack kept)
    {
        var answers = ReferenceResolver.Of(run.Steps);
        return _writer.Resolve(new WriteBack(kept.Made(run.ContractKey, answers), []), answers);
    }

    /// <summary>Without the ids of its orders and its customer a contract must not be translated: it would be billed once more. Others may be missing.</summary>
    private async Task<(SyncReport? Stop, WrittenBack Written)> TellAsync(ResolvedWriteBack writes, CancellationToken cancellation)
    {
        var written = await _writer.WriteAsync(writes, cancellation);
        var ids = writes.Fields.Where(field => field.Type is "Order" or "Account").Select(field => field.Id).ToHashSet();
        var isTold = written.Refused.All(error => !PlanRun.IsTransient(error) && !ids.Contains(error.Record.Id));
        return isTold
            ? (null, written)
            : (
                SyncReport.NotBegun(written.Refused[0]) with
                {
                    Outcome = SyncOutcome.Unrecorded,
                    Errors = written.Refused,
                    Written = writes,
                },
                written
            );
    }

    private async Task CloseAsync(BillingDb db, UnfinishedRun run, RunOutcome outcome, ImmutableArray<SyncError> errors)
    {
        await JournalWrites.DropAsync(db, run.RunId, org.Now);
        await JournalWrites.CloseAsync(db, run.RunId, new RunEnd(outcome, errors, 0, 0, org.Now));
    }
}
