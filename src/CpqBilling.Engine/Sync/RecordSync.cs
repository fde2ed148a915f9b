using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using CpqBilling.Core.Cpq;
using CpqBilling.Core.Errors;
using CpqBilling.Core.Records;
using CpqBilling.Core.Translation;
using CpqBilling.Salesforce;
using CpqBilling.Storage.Journal;

namespace CpqBilling.Engine.Sync;

/// <summary>Brings accounts, products and price-book entries to Stripe without an order, along the path of an order: load, translate, journal, execute, record.</summary>
/// <remarks>Many records are read by the page and their ids are stored by the page; each is a run of its own, so that one that is wrong stops no other.</remarks>
public sealed class RecordSync(BillingOrg org)
{
    private readonly PlanRun _run = new(org);
    private readonly RecordSnapshotReader _snapshots = new(org);

    /// <param name="reason">Poll, button, command …: for the list of runs.</param>
    public async Task<SyncReport> SyncAsync(RecordRef record, string reason, CancellationToken cancellation)
    {
        var subject = record with { Id = SalesforceId.Full(record.Id) };
        var before = _run.Calls;
        if (!org.ConfigurationErrors.IsEmpty)
        {
            return await _run.RefuseAsync(subject, org.ConfigurationErrors, null, before, cancellation);
        }

        return await new RecordReader(org.Salesforce).ReadAsync(subject, _snapshots.Request, cancellation) switch
        {
            SalesforceAnswer<RecordGraph>.Found found => (await PageAsync(found.Value, [subject], reason, cancellation))[0].Report with
            {
                Calls = _run.CallsSince(before),
            },
            SalesforceAnswer<RecordGraph>.Refused refused => await _run.RefuseAsync(subject, [refused.Error], null, before, cancellation),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
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
            var answer = await new RecordReader(org.Salesforce).PageAsync(selection, after, _snapshots.Request, cancellation);
            if (answer is not SalesforceAnswer<RecordPage>.Found { Value: var page })
            {
                yield return new RecordReport(org.Salesforce.Org, NotRead(((SalesforceAnswer<RecordPage>.Refused)answer).Error));
                yield break;
            }

            foreach (var report in await PageAsync(page.Records, [.. page.Ids.Select(id => new RecordRef(selection.Type, id))], reason, cancellation))
            {
                yield return report;
            }

            (after, isLast) = (page.Ids.IsEmpty ? after : page.Ids[^1], page.IsLast);
        }
    }

    /// <summary>Syncs records that were read together.</summary>
    public async Task<IReadOnlyList<RecordReport>> PageAsync(
        RecordGraph records,
        IReadOnlyList<RecordRef> subjects,
        string reason,
        CancellationToken cancellation
    )
    {
        var reports = new List<RecordReport>();
        var executed = new List<(int At, ExecutedPlan Run)>();
        var known = records;
        foreach (var subject in subjects)
        {
            var before = _run.Calls;
            var current = await _run.ResumeAsync(subject.Id, cancellation) ? await AgainAsync(subject, cancellation) ?? known : known;
            var (report, run) = await OneAsync(current, subject, reason, before, cancellation);
            if (run is not null)
            {
                executed.Add((reports.Count, run));
                known = With(known, run);
            }

            reports.Add(new RecordReport(subject, report));
        }

        var errors = await _run.RecordAsync([.. executed.Select(entry => entry.Run)], cancellation);
        foreach (var ((at, run), own) in executed.Zip(errors))
        {
            reports[at] = reports[at] with { Report = reports[at].Report with { Errors = own, Calls = _run.CallsSince(run.Before) } };
        }

        return reports;
    }

    /// <summary>A page that could not be read is about no record, so Salesforce is told nothing.</summary>
    private static SyncReport NotRead(SyncError error) =>
        new(PlanRun.IsTransient(error) ? SyncOutcome.Failed : SyncOutcome.Rejected, [error], null, null, ResolvedWriteBack.None, default);

    /// <summary>A run that was finished just now may have given the record its id.</summary>
    private async Task<RecordGraph?> AgainAsync(RecordRef subject, CancellationToken cancellation) =>
        await new RecordReader(org.Salesforce).ReadAsync(subject, _snapshots.Request, cancellation) is SalesforceAnswer<RecordGraph>.Found found
            ? found.Value
            : null;

    private async Task<(SyncReport Report, ExecutedPlan? Run)> OneAsync(
        RecordGraph records,
        RecordRef subject,
        string reason,
        CallCount before,
        CancellationToken cancellation
    )
    {
        var read = await _snapshots.OfAsync(records, subject, cancellation);
        if (read.Snapshot is not { } snapshot)
        {
            return (await _run.RefuseAsync(subject, [read.Error!], null, before, cancellation), null);
        }

        var stripeId = records.Find(subject.Id)?.Text("Stripe_ID__c");
        switch (RecordTranslator.Translate(snapshot))
        {
            case Rejected rejected:
                return (await _run.RefuseAsync(subject, rejected.Errors, rejected, before, cancellation), null);
            case TranslatedRecord { Plan.IsEmpty: true } unchanged:
                return (new SyncReport(SyncOutcome.Unchanged, [], unchanged, stripeId, ResolvedWriteBack.None, _run.CallsSince(before)), null);
            case TranslatedRecord translated:
                var start = new RunStart(org.Facts.OrgId, subject.Id, null, reason, org.Now);
                var kept = new JournalledWriteBack(translated.Plan.WriteBack, [], [], org.Now);
                var run = await _run.ExecuteAsync(start, translated.Plan.Steps, kept, before, cancellation);
                var made = run.StripeIdOf(subject.Id) ?? stripeId;
                return (new SyncReport(run.Outcome, [], translated, made, run.Written, _run.CallsSince(before)), run);
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    /// <summary>Ids that the run made are known to the records behind it: two entries of one product share it.</summary>
    private static RecordGraph With(RecordGraph records, ExecutedPlan run) =>
        records.With(
            run.Written.Fields.Select(field => new CpqRecord(field.Type, field.Id, new Dictionary<string, object?> { [field.Field] = field.Value }))
        );
}

public sealed record RecordReport(RecordRef Record, SyncReport Report);
