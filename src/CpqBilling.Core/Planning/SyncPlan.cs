using System.Collections.Immutable;
using CpqBilling.Core.Contract;
using NodaTime;

namespace CpqBilling.Core.Planning;

/// <summary>The requests that bring Stripe to the timeline, and what Salesforce is told afterwards.</summary>
/// <param name="Steps">In the order they are sent; what they make is referred to by their keys.</param>
/// <param name="NowOrders">Orders that take effect in this run and not on their dates, one-time and evergreen ones whenever they are sent; when is remembered (docs/rules/contract.md 10).</param>
/// <param name="Terminations">Full terminations applied in this run; the run's instant is remembered.</param>
/// <param name="ContinueAt">When more phases must be sent, because Stripe takes ten at a time.</param>
public sealed record SyncPlan(
    ImmutableArray<PlanStep> Steps,
    WriteBack WriteBack,
    ImmutableArray<OrderInstant> NowOrders,
    ImmutableArray<string> Terminations,
    Instant? ContinueAt
)
{
    public static SyncPlan Nothing { get; } = new([], WriteBack.None, [], [], null);

    /// <summary>What is remembered of the contract once the steps are done; null where nothing of it is.</summary>
    public SentContract? Sent { get; init; }

    public bool IsEmpty => Steps.IsEmpty && WriteBack.IsEmpty;
}

/// <param name="At">Null when it is now: the start that Stripe gives the phase.</param>
public sealed record OrderInstant(string OrderId, Instant? At);
