using NodaTime;

namespace CpqBilling.Core.StripeState;

/// <summary>What bills a contract in Stripe now: a schedule, or the subscription that a schedule has let go, or that never had one.</summary>
public static class HeldSchedule
{
    /// <param name="target">What the initial order became.</param>
    /// <param name="contractStart">A schedule made later may have been made from a subscription.</param>
    public static ScheduleState? Of(StripeObject? target, StripeSnapshot stripe, Instant contractStart)
    {
        var schedule = target as ScheduleState;
        if (schedule is { CanChange: true })
        {
            return Marked(schedule, contractStart);
        }

        var subscription =
            target as SubscriptionState ?? stripe.Find(schedule?.ReleasedSubscriptionId ?? schedule?.SubscriptionId) as SubscriptionState;
        return subscription is null ? schedule
            : stripe.Find(subscription.ScheduleId) is ScheduleState { CanChange: true } waiting
                ? Marked(waiting, contractStart) with
                {
                    CreatedAt = subscription.CreatedAt,
                }
            : ScheduleState.Of(subscription);
    }

    private static ScheduleState Marked(ScheduleState schedule, Instant contractStart) =>
        schedule with
        {
            IsTakenOver = schedule.CreatedAt > contractStart || (!schedule.Phases.IsEmpty && schedule.Phases[0].Start > contractStart),
        };
}
