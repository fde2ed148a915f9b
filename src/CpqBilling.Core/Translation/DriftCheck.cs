using System.Collections.Immutable;
using CpqBilling.Core.Comparison;
using CpqBilling.Core.Cpq;
using CpqBilling.Core.Errors;
using CpqBilling.Core.Settings;
using CpqBilling.Core.StripeState;
using CpqBilling.Core.Timeline;

namespace CpqBilling.Core.Translation;

/// <summary>Tells what somebody changed in Stripe from what this run is about to change.</summary>
internal static class DriftCheck
{
    /// <summary>The schedule must hold what the contract came to without the amendments that wait.</summary>
    public static Drift? Find(BillableContract contract, BillingTimeline timeline, ScheduleState held, ScheduleComparison comparison)
    {
        var waiting = WaitingOrders.Of(contract.Contract, held, contract.Ground.Metadata);
        var applied = waiting.IsEmpty ? timeline : Without(contract, waiting, held);
        return applied is not null && comparison.Drift(applied, held) is { } difference
            ? new Drift($"{(held.IsReleased ? "subscription" : "schedule")} {held.Id}", difference, waiting)
            : null;
    }

    /// <summary>Stop, put ours back, or leave it, as onDrift says.</summary>
    public static Checked<Due> Decide(BillableContract contract, Drift drift, Due due) =>
        contract.Settings.OnDrift switch
        {
            DriftRule.Overwrite => due,
            DriftRule.Keep => new Due.Nothing($"The {drift.Place} was changed in Stripe and is kept: {drift.Difference}.{NotApplied(drift.Waiting)}"),
            _ => ChangedErrors.ScheduleDrifted(contract.Initial.Ref, drift.Place, drift.Difference),
        };

    private static string NotApplied(ImmutableArray<Order> waiting) =>
        waiting.IsEmpty ? "" : $" Not applied: order {string.Join(", ", waiting.Select(order => order.Label))}.";

    /// <summary>Null when the applied orders alone cannot be read any more; then the errors of the whole contract say what is wrong.</summary>
    private static BillingTimeline? Without(BillableContract contract, ImmutableArray<Order> waiting, ScheduleState held)
    {
        var before = contract.Contract with { Amendments = contract.Contract.Amendments.RemoveRange(waiting) };
        var timeline = BillableContract.Read(contract.Snapshot, before).Then(alone => TimelineStage.WithEdits(alone, held));
        return timeline.Errors.IsEmpty ? timeline.Value : null;
    }
}
