using System.Collections.Immutable;
using CpqBilling.Storage.Journal;
using CpqBilling.Storage.Rows;
using NodaTime;

namespace CpqBilling.Engine.Application.Runs;

/// <param name="EndedAt">Null while it runs, or when its process is gone.</param>
public sealed record RunView(
    string Id,
    string ContractKey,
    string? TriggerOrderId,
    Instant StartedAt,
    Instant? EndedAt,
    string Reason,
    RunOutcome Outcome,
    int StripeCalls,
    int SalesforceCalls,
    ImmutableArray<StepView> Steps,
    ImmutableArray<StoredError> Errors
)
{
    public Duration? Took => EndedAt - StartedAt;
}
