using System.Collections.Immutable;
using NodaTime;

namespace CpqBilling.Core.StripePlan;

/// <summary>The requests that bring Stripe to the timeline, and what Salesforce is told afterwards.</summary>
/// <param name="Steps">In the order they are sent; what they make is referred to by their keys.</param>
/// <param name="NowOrders">Orders that take effect in this run; the start of their phase is remembered (decisions.md 1.5).</param>
/// <param name="Terminations">Full terminations applied in this run; the run's instant is remembered.</param>
/// <param name="ContinueAt">When more phases must be sent, because Stripe takes ten at a time.</param>
public sealed record SyncPlan(
    ImmutableArray<PlanStep> Steps,
    WriteBack WriteBack,
    ImmutableArray<string> NowOrders,
    ImmutableArray<string> Terminations,
    Instant? ContinueAt
)
{
    /// <summary>Amendments that take effect at an instant of their own which the plan names, because "now" would leave the running phase without length.</summary>
    public ImmutableDictionary<string, Instant> FixedInstants { get; init; } = ImmutableDictionary<string, Instant>.Empty;

    public static SyncPlan Nothing { get; } = new([], WriteBack.None, [], [], null);

    public bool IsEmpty => Steps.IsEmpty && WriteBack.IsEmpty;
}
