using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using CpqBilling.Core.Cpq;
using CpqBilling.Core.Errors;
using CpqBilling.Core.Records;
using CpqBilling.Core.Translation;
using CpqBilling.Engine.Jobs;
using CpqBilling.Engine.Recovery;
using CpqBilling.Salesforce;
using CpqBilling.Storage.Journal;
using CpqBilling.Storage.Leases;
using NodaTime;

namespace CpqBilling.Engine.Sync;

/// <summary>Brings accounts, products and price-book entries to Stripe without an order, along the path of an order: load, translate, journal, execute, record.</summary>
/// <remarks>Many records are read by the page and their ids are stored by the page; each is a run of its own, so that one that is wrong stops no other.</remarks>
public sealed class RecordSync(BillingOrg org)
{
    private readonly PlanRun _run = new(org);
    private readonly RecordSnapshotReader _snapshots = new(org);

    /// <param name="reason">Poll, button, command …: for the list of runs.</param>
    internal async Task<SyncReport> SyncAsync(RecordRef record, string reason, HeldLease lease, CancellationToken cancellation)
    {
        var subject = record with { Id = SalesforceId.Full(record.Id) };
        var before = _run.Calls;
        if (!org.ConfigurationErrors.IsEmpty)
        {
            return await RefuseAsync(Turn(lease, subject, reason, before), org.ConfigurationErrors, null, cancellation);
        }

        if (await new UnfinishedRuns(org, lease).SettleAsync(cancellation) is { } stop)
        {
            return stop with { Calls = _run.CallsSince(before) };
        }

        var answer = await new RecordReader(org.Salesforce).ReadAsync(subject, _snapshots.Request, cancellation);
        if (answer is not SalesforceAnswer<RecordGraph>.Found { Value: var records })
        {
            var error = ((SalesforceAnswer<RecordGraph>.Refused)answer).Error;
            return await RefuseAsync(Turn(lease, subject, reason, before), [error], null, cancellation);
        }

        var (report, run) = await OneAsync(records, Turn(lease, subject, reason, before), cancellation);
        if (run is null)
        {
            return report;
        }

        var recorded = (await _run.RecordAsync([run], cancellation))[0];
        return report with { Outcome = recorded.Outcome, Errors = recorded.Errors, Calls = _run.CallsSince(before) };
    }

    /// <summary>Syncs every record of a selection, page by page.</summary>
    public async IAsyncEnumerable<RecordReport> SyncAllAsync(
        RecordSelection selection,
        string reason,
        [EnumeratorCancellation] CancellationToken cancellation
    )
    {
        string? after = null;
        for (var isLast = false; !isLast; )
        {
            var readAt = await new ContractLeases(org.Database).NowAsync(cancellation);
            var answer = await new RecordReader(org.Salesforce).PageAsync(selection, after, _snapshots.Request, cancellation);
            if (answer is not SalesforceAnswer<RecordPage>.Found { Value: var page })
            {
                yield return new RecordReport(org.Salesforce.Org, NotRead(((SalesforceAnswer<RecordPage>.Refused)answer).Error));
                yield break;
            }

            RecordRef[] subjects = [.. page.Ids.Select(id => new RecordRef(selection.Type, id))];
            foreach (var report in await PageAsync(page.Records, subjects, reason, readAt, cancellation))
            {
                yield return report;
            }

            (after, isLast) = (page.Ids.IsEmpty ? after : page.Ids[^1], page.IsLast);
        }
    }

    /// <summary>Syncs records that were read together; each under its own lease until Salesforce knows.</summary>
    /// <param name="readAt">When reading began, by the database's clock: what somebody else worked on since is read again.</param>
    internal async Task<IReadOnlyList<RecordReport>> PageAsync(
        RecordGraph records,
        IReadOnlyList<RecordRef> subjects,
        string reason,
        Instant readAt,
        CancellationToken cancellation
    )
    {
        var reports = new List<RecordReport>();
        var executed = new List<(int At, ExecutedPlan Run)>();
        var known = records;
        try
        {
            foreach (var subject in subjects)
            {
                var (report, run) = await OneOfPageAsync(known, subject, reason, readAt, cancellation);
                if (run is not null)
                {
                    executed.Add((reports.Count, run));
                    known = With(known, run);
                }

                reports.Add(new RecordReport(subject, report));
            }

            var recorded = await _run.RecordAsync([.. executed.Select(entry => entry.Run)], cancellation);
            foreach (var ((at, run), own) in executed.Zip(recorded))
            {
                var report = reports[at].Report with { Outcome = own.Outcome, Errors = own.Errors, Calls = _run.CallsSince(run.Before) };
                reports[at] = reports[at] with { Report = report };
            }
        }
        finally
        {
            foreach (var (_, run) in executed)
            {
                await run.Lease.ReleaseAsync();
                await run.Lease.DisposeAsync();
            }
        }

        return reports;
    }

    /// <returns>A run keeps its lease until it is recorded.</returns>
    private async Task<(SyncReport Report, ExecutedPlan? Run)> OneOfPageAsync(
        RecordGraph records,
        RecordRef subject,
        string reason,
        Instant readAt,
        CancellationToken cancellation
    )
    {
        var key = new FamilyKey(org.Facts.OrgId, subject.Id);
        if (await HeldLease.TryTakeAsync(org.Database, key, cancellation) is not { } lease)
        {
            return (SyncReport.NotBegun(ConnectionErrors.ContractBusy(subject)), null);
        }

        ExecutedPlan? run = null;
        try
        {
            var before = _run.Calls;
            var stop = await new UnfinishedRuns(org, lease).SettleAsync(cancellation);
            if (stop is not null)
            {
                return (stop, null);
            }

            var isChanged = lease.Lease.FreeSince >= readAt || _run.CallsSince(before).Salesforce > 0;
            var current = isChanged ? await AgainAsync(subject, cancellation) ?? records : records;
            (var report, run) = await OneAsync(current, Turn(lease, subject, reason, before), cancellation);
            return (report, run);
        }
        finally
        {
            if (run is null)
            {
                await lease.ReleaseAsync();
                await lease.DisposeAsync();
            }
        }
    }

    /// <summary>A page that could not be read is about no record, so Salesforce is told nothing.</summary>
    private static SyncReport NotRead(SyncError error) =>
        new(PlanRun.IsTransient(error) ? SyncOutcome.Failed : SyncOutcome.Rejected, [error], null, null, ResolvedWriteBack.None, default);

    /// <summary>A run that was finished just now may have given the record its id.</summary>
    private async Task<RecordGraph?> AgainAsync(RecordRef subject, CancellationToken cancellation) =>
        await new RecordReader(org.Salesforce).ReadAsync(subject, _snapshots.Request, cancellation) is SalesforceAnswer<RecordGraph>.Found found
            ? found.Value
            : null;

    private async Task<(SyncReport Report, ExecutedPlan? Run)> OneAsync(RecordGraph records, RecordTurn turn, CancellationToken cancellation)
    {
        var (lease, subject, start, before) = turn;
        var read = await _snapshots.OfAsync(records, subject, cancellation);
        if (read.Snapshot is not { } snapshot)
        {
            return (await RefuseAsync(turn, [read.Error!], null, cancellation), null);
        }

        var stripeId = records.Find(subject.Id)?.Text("Stripe_ID__c");
        switch (RecordTranslator.Translate(snapshot))
        {
            case Rejected rejected:
                return (await RefuseAsync(turn, rejected.Errors, rejected, cancellation), null);
            case TranslatedRecord { Plan.IsEmpty: true } unchanged:
                return (new SyncReport(SyncOutcome.Unchanged, [], unchanged, stripeId, ResolvedWriteBack.None, _run.CallsSince(before)), null);
            case TranslatedRecord translated:
                var kept = new JournalledWriteBack(translated.Plan.WriteBack, [], [], start.At);
                var run = await _run.ExecuteAsync(lease, start, translated.Plan.Steps, kept, cancellation);
                var made = run.StripeIdOf(subject.Id) ?? stripeId;
                return (new SyncReport(SyncOutcome.Synced, [], translated, made, run.Written, _run.CallsSince(before)), run);
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    private RecordTurn Turn(HeldLease lease, RecordRef subject, string reason, CallCount before) =>
        new(lease, subject, new RunStart(lease.Key, subject.Id, null, reason, org.Now), before);

    private Task<SyncReport> RefuseAsync(
        RecordTurn turn,
        ImmutableArray<SyncError> errors,
        TranslationResult? translation,
        CancellationToken cancellation
    ) => _run.RefuseAsync(new RefusedRun(turn.Lease, turn.Start, errors, turn.Before), translation, cancellation);

    /// <summary>Ids that the run made are known to the records behind it: two entries of one product share it.</summary>
    private static RecordGraph With(RecordGraph records, ExecutedPlan run) =>
        records.With(
            run.Written.Fields.Select(field => new CpqRecord(field.Type, field.Id, new Dictionary<string, object?> { [field.Field] = field.Value }))
        );
}

/// <summary>A record whose turn it is.</summary>
/// <param name="Before">The calls made before.</param>
internal sealed record RecordTurn(HeldLease Lease, RecordRef Subject, RunStart Start, CallCount Before);

public sealed record RecordReport(RecordRef Record, SyncReport Report);
