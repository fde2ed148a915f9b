using System.Collections.Immutable;
using CpqBilling.Engine.Application.Runs;
using NodaTime;

namespace CpqBilling.Web.Api;

/// <param name="Reason">What asked for it.</param>
/// <param name="EndedAt">Null while it runs.</param>
/// <param name="Steps">What was sent to Stripe; empty in lists.</param>
public sealed record ApiRun(
    string Id,
    string ContractKey,
    string? OrderId,
    string Reason,
    string Outcome,
    Instant StartedAt,
    Instant? EndedAt,
    int StripeCalls,
    int SalesforceCalls,
    ImmutableArray<ApiError> Errors,
    ImmutableArray<StepView> Steps
)
{
    internal static ApiRun Of(RunView run) =>
        new(
            run.Id,
            run.ContractKey,
            run.TriggerOrderId,
            run.Reason,
            run.Outcome.ToString().ToLowerInvariant(),
            run.StartedAt,
            run.EndedAt,
            run.StripeCalls,
            run.SalesforceCalls,
            ApiError.Of(run.Errors),
            run.Steps
        );
}
