using System.Collections.Immutable;
using CpqBilling.Storage.Leases;
using CpqBilling.Storage.Rows;
using NodaTime;

namespace CpqBilling.Storage.Jobs;

/// <summary>A job as it stands at a moment.</summary>
/// <param name="At">When it is tried again, or its date; null otherwise.</param>
/// <param name="Attempts">Failures since the last success.</param>
/// <param name="Holder">Machine and process that work on it.</param>
public sealed record StandingJob(
    FamilyKey Key,
    ImmutableArray<string> OrderIds,
    string Reason,
    JobPriority Priority,
    JobStanding Standing,
    Instant? At,
    int Attempts,
    string? ErrorCode,
    string? Holder
);
