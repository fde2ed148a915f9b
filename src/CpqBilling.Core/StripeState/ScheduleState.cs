using System.Collections.Immutable;
using CpqBilling.Core.Mapping;
using CpqBilling.Core.Pricing;
using CpqBilling.Core.Requests;
using CpqBilling.Core.Settings;
using NodaTime;

namespace CpqBilling.Core.StripeState;

/// <summary>A subscription schedule as Stripe holds it, past phases included.</summary>
/// <param name="SubscriptionId">Null before the start and after a release.</param>
/// <param name="ReleasedSubscriptionId">The subscription that went on after a release.</param>
/// <param name="CurrentPhaseStart">Null when no phase runs.</param>
public sealed record ScheduleState(
    string Id,
    ScheduleStatus Status,
    string CustomerId,
    string? SubscriptionId,
    string? ReleasedSubscriptionId,
    ScheduleEnd End,
    Instant? CurrentPhaseStart,
    ImmutableArray<PhaseState> Phases,
    ImmutableDictionary<string, string> Metadata
) : StripeObject(Id)
{
    /// <summary>Null where it was not read.</summary>
    public Instant? CreatedAt { get; init; }

    /// <summary>How Stripe bills it, by periods of one length (classic) or of several; null where it was not read.</summary>
    public bool? IsFlexible { get; init; }

    /// <summary>Made from a subscription that ran already: its first phase began with the period of that time, not with an order.</summary>
    public bool IsTakenOver { get; init; }

    /// <summary>There is no schedule (any more): a subscription goes on by itself, and this is the one phase it is in.</summary>
    public bool IsReleased { get; init; }

    /// <summary>A schedule that holds the subscription and is none that can be told anything.</summary>
    public string? HeldBy { get; init; }

    /// <summary>A subscription without a schedule, as a schedule that lets it go on.</summary>
    public static ScheduleState Of(SubscriptionState subscription) =>
        new(
            subscription.Id,
            subscription.IsCanceled ? ScheduleStatus.Canceled : ScheduleStatus.Active,
            "",
            subscription.Id,
            null,
            subscription.CancelAt is null ? ScheduleEnd.Release : ScheduleEnd.Cancel,
            subscription.CurrentPeriodStart,
            [
                new PhaseState(
                    subscription.CurrentPeriodStart,
                    subscription.CancelAt ?? Instant.MaxValue,
                    ProrationBehavior.None,
                    [.. subscription.Items.Select(item => new PhaseItemState(item.Price, item.Quantity, [], item.Metadata))],
                    [],
                    [],
                    null,
                    ImmutableDictionary<string, string>.Empty
                ),
            ],
            subscription.Metadata
        )
        {
            CreatedAt = subscription.CreatedAt,
            IsFlexible = subscription.IsFlexible,
            IsTakenOver = true,
            IsReleased = true,
            HeldBy = subscription.ScheduleId,
        };

    public bool CanChange => Status is ScheduleStatus.NotStarted or ScheduleStatus.Active;
}

/// <param name="Discounts">Coupon ids.</param>
public sealed record PhaseState(
    Instant Start,
    Instant End,
    ProrationBehavior ProrationBehavior,
    ImmutableArray<PhaseItemState> Items,
    ImmutableArray<PhaseItemState> OneTimeItems,
    ImmutableArray<string> Discounts,
    Instant? TrialEnd,
    ImmutableDictionary<string, string> Metadata
);

/// <param name="Quantity">Null on metered items.</param>
/// <param name="Discounts">Coupon ids.</param>
public sealed record PhaseItemState(PriceState Price, long? Quantity, ImmutableArray<string> Discounts, ImmutableDictionary<string, string> Metadata);
