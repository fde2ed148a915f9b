using System.Collections.Immutable;
using CpqBilling.Storage.Rows;
using NodaTime;

namespace CpqBilling.Storage.Jobs;

/// <summary>A reason to look at a contract.</summary>
/// <param name="OrderIds">Orders that asked for it; may be empty.</param>
/// <param name="DueAt">Not before.</param>
public sealed record JobRequest(
    string OrgId,
    string ContractKey,
    ImmutableArray<string> OrderIds,
    string Reason,
    JobPriority Priority,
    Instant DueAt
);

/// <summary>Who takes jobs and until when they are his.</summary>
public sealed record Lease(string Owner, Instant Now, Instant Until);

/// <summary>A job that was taken.</summary>
/// <param name="Attempts">Failed runs before this one.</param>
/// <param name="LeaseNumber">Proof of the taking; a job taken over by somebody else has a higher one.</param>
public sealed record TakenJob(
    string OrgId,
    string ContractKey,
    ImmutableArray<string> OrderIds,
    string Reason,
    JobPriority Priority,
    int Attempts,
    int LeaseNumber
);
