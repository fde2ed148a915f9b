using System.Collections.Immutable;
using CpqBilling.Core.Errors;
using CpqBilling.Storage.Journal;
using CpqBilling.Storage.Leases;
using CpqBilling.Storage.Rows;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace CpqBilling.Storage.Jobs;

/// <summary>What becomes of a job's row after a run.</summary>
internal static class JobEnding
{
    public static async Task ApplyAsync(BillingDb db, TakenJob job, JobEnd end, CancellationToken cancellationToken)
    {
        await db.ParkedRecords.Where(row => row.OrgId == job.Key.OrgId && row.Family == job.Key.Family).ExecuteDeleteAsync(cancellationToken);
        if (await JobRows.FindAsync(db, job.Key, cancellationToken) is not { } row)
        {
            return;
        }

        var isAskedAgain = row.Requests != job.Requests;
        var continuations = Merged(row, end.Continuations);
        JobRows.Keep(row, continuations);
        row.Revision++;
        switch (end.Fate)
        {
            case JobRetries retries:
                Fail(row, retries.Errors);
                row.Attempts++;
                row.RetryAt = await DatabaseClock.ReadAsync(db, cancellationToken) + retries.Wait;
                break;
            case JobParked parked when !isAskedAgain:
                Fail(row, parked.Errors);
                Rest(row, continuations.RemoveRange(job.DueContracts));
                row.ParkedAt = parked.ReadAt;
                db.ParkedRecords.AddRange(parked.Records.DistinctBy(record => record.Id).Select(record => Row(job.Key, record, parked)));
                break;
            case JobDone when !isAskedAgain && continuations.IsEmpty:
                db.SyncJobs.Remove(row);
                break;
            case JobDone when !isAskedAgain:
                Succeed(row);
                Rest(row, continuations);
                row.OrdersJson = "[]";
                row.Reason = continuations.Values.MinBy(next => next.At)!.Reason;
                break;
            default:
                Succeed(row);
                break;
        }

        await db.SaveChangesAsync(cancellationToken);
    }

    private static ImmutableDictionary<string, Continuation> Merged(SyncJob row, ImmutableDictionary<string, Continuation?> changes)
    {
        var merged = JobRows.Continuations(row);
        foreach (var (contract, next) in changes)
        {
            merged = next is null ? merged.Remove(contract) : merged.SetItem(contract, next);
        }

        return merged;
    }

    /// <summary>Nothing is to be done until the next contract's time has come.</summary>
    private static void Rest(SyncJob row, ImmutableDictionary<string, Continuation> continuations)
    {
        row.DueAt = continuations.Values.Select(next => next.At).Append(SyncJob.Never).Min();
        row.RetryAt = null;
    }

    private static void Succeed(SyncJob row)
    {
        row.Attempts = 0;
        row.RetryAt = null;
        row.ErrorsJson = null;
        row.LastErrorCode = null;
    }

    private static void Fail(SyncJob row, ImmutableArray<SyncError> errors)
    {
        row.ErrorsJson = ErrorJson.Write(errors);
        row.LastErrorCode = errors.IsEmpty ? null : errors[0].Code;
    }

    private static ParkedRecord Row(FamilyKey key, RecordRef record, JobParked parked) =>
        new()
        {
            OrgId = key.OrgId,
            Family = key.Family,
            RecordId = record.Id,
            RecordType = record.Type,
            ReadAt = parked.ReadAt,
            ModifiedAt = parked.OwnStamps.TryGetValue(record.Id, out var own) ? own : null,
        };
}
