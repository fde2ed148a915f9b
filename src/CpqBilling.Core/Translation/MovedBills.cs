using CpqBilling.Core.Mapping;
using CpqBilling.Core.Planning;
using CpqBilling.Core.StripeState;
using CpqBilling.Core.Timeline;

namespace CpqBilling.Core.Translation;

/// <summary>Whether a mapping moves the bills of a contract without an end: then nothing is told instead of something wrong.</summary>
internal static class MovedBills
{
    private static readonly string[] OfSubscriptions =
    [
        "trial_end",
        "trial_period_days",
        "billing_cycle_anchor",
        "backdate_start_date",
        "cancel_at",
        "cancel_at_period_end",
    ];

    public static bool Of(TranslationContext context, BillingTimeline timeline) =>
        timeline.IsOpen
        && (
            IsSubscription(context, timeline)
                ? OfSubscriptions.Any(field => context.Mapper.Has(MappedObject.Subscription, field))
                : context.Mapper.Has(MappedObject.Schedule, "default_settings.billing_cycle_anchor")
        );

    private static bool IsSubscription(TranslationContext context, BillingTimeline timeline) =>
        context.Held is { } held
            ? held.IsReleased || context.Target is SubscriptionState
            : SubscriptionSteps.CanCarry(timeline, context.Snapshot.Now, context.Header);
}
