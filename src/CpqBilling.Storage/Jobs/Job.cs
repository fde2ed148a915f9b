using System.Collections.Immutable;
using CpqBilling.Core.Errors;
using CpqBilling.Storage.Leases;
using CpqBilling.Storage.Rows;
using NodaTime;

namespace CpqBilling.Storage.Jobs;

/// <summary>A reason to look at a contract.</summary>
/// <param name="OrderIds">Orders that asked for it; may be empty.</param>
/// <param name="DueAt">Not before, by the clock of the org's billing.</param>
public sealed record JobRequest(FamilyKey Key, ImmutableArray<string> OrderIds, string Reason, JobPriority Priority, Instant DueAt);

/// <summary>A job that was taken together with the lease of its contracts.</summary>
/// <param name="Attempts">Failed runs before this one.</param>
/// <param name="Requests">Requests seen at the taking.</param>
public sealed record TakenJob(ContractLease Lease, ImmutableArray<string> OrderIds, string Reason, JobPriority Priority, int Attempts, int Requests)
{
    /// <summary>Contracts whose own time had come.</summary>
    public ImmutableArray<string> DueContracts { get; init; } = [];

    public FamilyKey Key => Lease.Key;
}

/// <summary>A contract must be looked at again at a time of its own, by the clock of the org's billing.</summary>
/// <param name="OrderId">By which the contract is found.</param>
public sealed record Continuation(string OrderId, string Reason, Instant At);

/// <summary>What becomes of a job after a run.</summary>
/// <param name="Continuations">Of contracts that were looked at, by contract key: when to look again, or null when there is no need any more.</param>
public sealed record JobEnd(JobFate Fate, ImmutableDictionary<string, Continuation?> Continuations)
{
    public JobEnd(JobFate fate)
        : this(fate, ImmutableDictionary<string, Continuation?>.Empty) { }
}

/// <summary>A closed union.</summary>
public abstract record JobFate
{
    private protected JobFate() { }
}

/// <summary>Nothing is left to do.</summary>
public sealed record JobDone : JobFate;

/// <summary>It failed in a way that passes.</summary>
/// <param name="Wait">By the database's clock.</param>
public sealed record JobRetries(Duration Wait, ImmutableArray<SyncError> Errors) : JobFate;

/// <summary>It waits until somebody changes one of these records.</summary>
/// <param name="ReadAt">When the run read them.</param>
public sealed record JobParked(ImmutableArray<SyncError> Errors, ImmutableArray<RecordRef> Records, Instant ReadAt) : JobFate
{
    /// <summary>Record id → the time of change that our own write gave it; a later one is somebody's.</summary>
    public ImmutableDictionary<string, Instant> OwnStamps { get; init; } = ImmutableDictionary<string, Instant>.Empty;
}
