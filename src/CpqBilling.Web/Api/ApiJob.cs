using System.Collections.Immutable;
using CpqBilling.Engine.Application.Words;
using CpqBilling.Storage.Jobs;
using NodaTime;

namespace CpqBilling.Web.Api;

/// <summary>A family of contracts that waits to be looked at.</summary>
/// <param name="Orders">Ids of the orders that asked for it.</param>
/// <param name="Standing">running, due, retrying, needs-you or waiting.</param>
/// <param name="At">When it is tried again, or its date; null otherwise.</param>
/// <param name="Attempts">Failures since the last success.</param>
/// <param name="Reason">What asked for it last.</param>
/// <param name="Priority">interactive, live or backfill.</param>
/// <param name="Holder">Machine and process that work on it.</param>
public sealed record ApiJob(
    string Family,
    ImmutableArray<string> Orders,
    string Standing,
    Instant? At,
    int Attempts,
    string? ErrorCode,
    string Reason,
    string Priority,
    string? Holder
)
{
    internal static ApiJob Of(StandingJob job) =>
        new(
            job.Key.Family,
            job.OrderIds,
            JobWords.Of(job.Standing),
            job.At,
            job.Attempts,
            job.ErrorCode,
            job.Reason,
            job.Priority.ToString().ToLowerInvariant(),
            job.Holder
        );
}
