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

    public static bool Of(BillableContract contract, BillingTimeline timeline) =>
        timeline.IsOpen
        && (
            IsSubscription(contract, timeline)
                ? OfSubscriptions.Any(field => contract.Ground.Mapper.Has(MappedObject.Subscription, field))
                : contract.Ground.Mapper.Has(MappedObject.Schedule, "default_settings.billing_cycle_anchor")
        );

    private static bool IsSubscription(BillableContract contract, BillingTimeline timeline) =>
        contract.Held is { } held
            ? held.IsReleased || contract.Target is SubscriptionState
            : SubscriptionSteps.CanCarry(timeline, contract.Now, contract.Rules);
}
