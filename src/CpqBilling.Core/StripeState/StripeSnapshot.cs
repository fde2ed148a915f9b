using System.Collections.Immutable;
using CpqBilling.Core.Requests;

namespace CpqBilling.Core.StripeState;

/// <summary>What is known of Stripe when a contract is translated; every id named by a loaded record has an entry.</summary>
public sealed record StripeSnapshot
{
    public static StripeSnapshot Empty { get; } = new();

    public ImmutableDictionary<string, StripeObject> Objects { get; init; } = ImmutableDictionary<string, StripeObject>.Empty;

    /// <summary>Active meters by event name; null when no metered line asked for them.</summary>
    public ImmutableDictionary<string, string>? MetersByEventName { get; init; }

    /// <summary>How the active meters count, by their ids; empty where it was not read.</summary>
    public ImmutableDictionary<string, UsageFormula> MeterFormulas { get; init; } = ImmutableDictionary<string, UsageFormula>.Empty;

    /// <summary>Schedules of the customer whose metadata names the initial order although Salesforce does not know them.</summary>
    public ImmutableArray<ScheduleState> UnlinkedSchedules { get; init; } = [];

    /// <summary>Currency of another schedule of the customer that is not over; null when there is none or none was looked for.</summary>
    public string? CustomerCurrency { get; init; }

    /// <summary>
    /// By Salesforce record the Stripe id it had before, by key the throw-away price that was last made under it and archived: part of
    /// idempotency keys, so that what is gone is made anew.
    /// </summary>
    public ImmutableDictionary<string, string> FormerIds { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>A coupon of our own, which no record names: it shows where schedules hold it.</summary>
    public bool HoldsCoupon(string couponId) =>
        Find(couponId) is CouponState
        || Objects
            .Values.OfType<ScheduleState>()
            .SelectMany(schedule => schedule.Phases)
            .Any(phase => phase.Discounts.Contains(couponId) || phase.Items.Any(item => item.Discounts.Contains(couponId)));

    public StripeObject? Find(string? id) => id is null ? null : Objects.GetValueOrDefault(id);
}
