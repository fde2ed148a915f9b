using System.Collections.Immutable;
using CpqBilling.Core.Errors;
using CpqBilling.Core.Planning;
using CpqBilling.Core.Translation;
using CpqBilling.Engine.Sync;
using CpqBilling.Storage.Jobs;
using NodaTime;

namespace CpqBilling.Engine.Jobs;

/// <summary>What becomes of a job by what its runs came to: the error says whether, when and after what it is tried again.</summary>
internal static class JobEnds
{
    public const string FurtherPhases = "further phases";

    public static JobEnd Of(IReadOnlyList<RecordReport> reports, TakenJob job, Instant readAt)
    {
        var errors = reports.SelectMany(entry => entry.Report.Errors).ToImmutableArray();
        var passing = errors.Where(PlanRun.IsTransient).ToImmutableArray();
        var fate =
            passing.Length > 0 ? new JobRetries(RetryDelays.After(job.Attempts, reports.Max(entry => entry.Report.NotBefore)), errors)
            : errors.Length > 0 ? Parked(reports, errors, readAt)
            : (JobFate)new JobDone();
        return new JobEnd(fate, Continuations(reports, job));
    }

    /// <summary>The records that the errors name, and those that asked: a change of any of them is a reason to look again.</summary>
    private static JobParked Parked(IReadOnlyList<RecordReport> reports, ImmutableArray<SyncError> errors, Instant readAt)
    {
        var asked = reports.Where(entry => !entry.Report.Errors.IsEmpty).Select(entry => entry.Record);
        return new JobParked(errors, [.. errors.Select(error => error.Record).Concat(asked).Where(IsRecord).Distinct()], readAt)
        {
            OwnStamps = reports.SelectMany(entry => entry.Report.OwnStamps).ToImmutableDictionary(stamp => stamp.Key, stamp => stamp.Value),
        };
    }

    private static bool IsRecord(RecordRef record) => record.Type != "Organization" && record.Id.Length is 15 or 18;

    /// <summary>A run that found nothing to change leaves what an earlier one noted, unless its time had come.</summary>
    private static ImmutableDictionary<string, Continuation?> Continuations(IReadOnlyList<RecordReport> reports, TakenJob job)
    {
        var changes = ImmutableDictionary.CreateBuilder<string, Continuation?>();
        foreach (var (record, report) in reports)
        {
            if (report is not { Translation: Translated { Plan: var plan }, ContractKey: { } contract } || report.Outcome == SyncOutcome.Failed)
            {
                continue;
            }

            if (plan.ContinueAt is { } at)
            {
                changes[contract] = new Continuation(record.Id, FurtherPhases, at);
            }
            else if (!plan.Steps.IsEmpty || job.DueContracts.Contains(contract))
            {
                changes[contract] = null;
            }
        }

        return changes.ToImmutable();
    }
}
