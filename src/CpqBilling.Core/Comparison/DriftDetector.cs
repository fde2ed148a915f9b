using System.Collections.Immutable;
using CpqBilling.Core.Contract;
using CpqBilling.Core.Cpq;
using CpqBilling.Core.Errors;
using CpqBilling.Core.Settings;
using CpqBilling.Core.StripeState;
using CpqBilling.Core.Timeline;
using CpqBilling.Core.Translation;

namespace CpqBilling.Core.Comparison;

/// <param name="Place">Where, as in "schedule sub_sched_1".</param>
/// <param name="Difference">What somebody changed in Stripe, in words.</param>
/// <param name="Waiting">Amendments that are still to be applied.</param>
internal sealed record Drift(string Place, string Difference, ImmutableArray<Order> Waiting)
{
    /// <summary>Stop, put ours back, or leave it (onDrift); null goes on.</summary>
    public TranslationResult? Decide(TranslationContext context)
    {
        switch (context.Settings.OnDrift)
        {
            case DriftRule.Overwrite:
                return null;
            case DriftRule.Keep:
                var waiting = Waiting.IsEmpty ? "" : $" Not applied: order {string.Join(", ", Waiting.Select(order => order.Label))}.";
                return new Skipped($"The {Place} was changed in Stripe and is kept: {Difference}.{waiting}");
            default:
                context.Errors.Add(ChangedErrors.ScheduleDrifted(context.Contract.Initial.Ref, Place, Difference));
                return new Rejected(context.Errors.ToImmutable());
        }
    }
}

/// <summary>Tells what somebody changed in Stripe from what this run is about to change.</summary>
/// <remarks>
/// The schedule must hold what the contract came to without the amendments that wait. An amendment whose id never reached
/// Salesforce does not wait when the schedule names it or one of its lines (docs/decisions/0025).
/// </remarks>
internal static class DriftDetector
{
    public static Drift? Find(TranslationContext context, BillingTimeline timeline, ScheduleState schedule, ScheduleComparison comparison)
    {
        var waiting = context.Contract.Amendments.Where(order => order.StripeId is null && !IsHeld(context, schedule, order)).ToImmutableArray();
        var applied = waiting.IsEmpty ? timeline : Without(context, waiting, schedule);
        return applied is not null && comparison.Drift(applied, schedule) is { } difference
            ? new Drift($"{(schedule.IsReleased ? "subscription" : "schedule")} {schedule.Id}", difference, waiting)
            : null;
    }

    /// <summary>Null when the applied orders alone cannot be read any more; then the errors of the whole contract say what is wrong.</summary>
    private static BillingTimeline? Without(TranslationContext context, ImmutableArray<Order> waiting, ScheduleState schedule)
    {
        var errors = new ErrorList();
        BillingContract before = context.Contract with { Amendments = context.Contract.Amendments.RemoveRange(waiting) };
        var alone = TranslationContext.Open(context.Snapshot, before, errors);
        var timeline = alone is null ? null : ScheduleTranslation.Timeline(alone, schedule);
        return errors.Any ? null : timeline;
    }

    private static bool IsHeld(TranslationContext context, ScheduleState schedule, Order order)
    {
        var lines = order.Lines.Select(line => line.Id).ToHashSet();
        var orderKey = context.Metadata.IdKey("Order");
        var lineKey = context.Metadata.IdKey("OrderItem");
        return schedule.Phases.Any(phase =>
            phase.Metadata.GetValueOrDefault(orderKey) == order.Id
            || phase.Items.Concat(phase.OneTimeItems).Any(item => item.Metadata.TryGetValue(lineKey, out var line) && lines.Contains(line))
        );
    }
}
