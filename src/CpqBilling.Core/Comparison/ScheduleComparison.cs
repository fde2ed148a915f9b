using System.Collections.Immutable;
using CpqBilling.Core.Mapping;
using CpqBilling.Core.Pricing;
using CpqBilling.Core.Requests;
using CpqBilling.Core.StripeState;
using CpqBilling.Core.Timeline;
using NodaTime;

namespace CpqBilling.Core.Comparison;

/// <summary>Holds a timeline against the schedule in Stripe: dates, lines, quantities and prices of phases that are not over.</summary>
/// <remarks>Metadata and one-time items that have been billed do not count: Stripe drops the latter from running phases (docs/rules/plan.md 4).</remarks>
public sealed class ScheduleComparison(Instant now, RecordMetadata metadata)
{
    private const int MaxPhases = 10;

    /// <summary>The first difference in words, or null.</summary>
    public string? Difference(BillingTimeline timeline, ScheduleState schedule) => Difference(timeline, schedule, MaxPhases);

    /// <summary>The same of a timeline that has been applied: phases that were kept back, because Stripe takes ten at a time, may be missing.</summary>
    public string? Drift(BillingTimeline timeline, ScheduleState schedule)
    {
        var held = schedule.Phases.Count(phase => phase.End > now);
        return Difference(timeline, schedule, timeline.Phases.Length > MaxPhases ? Math.Clamp(held, 1, MaxPhases) : MaxPhases);
    }

    private string? Difference(BillingTimeline timeline, ScheduleState schedule, int phases)
    {
        var wanted = timeline.OpenPhases(now).Take(phases).ToList();
        var held = schedule.Phases.Where(phase => phase.End > now).ToList();
        if (wanted.Count != held.Count)
        {
            return $"{held.Count} current and future phases instead of {wanted.Count}";
        }

        var isMigrated = schedule.Metadata.ContainsKey(metadata.Key("pre_integration_order"));
        if ((isMigrated || schedule.IsTakenOver) && held.Count > 0 && held[0].Start <= now)
        {
            held[0] = held[0] with { Start = wanted[0].Start.At };
        }

        if (timeline.IsOpen && schedule.End != ScheduleEnd.Release)
        {
            return "it ends, although something was sold without an end";
        }

        return wanted.Zip(held, (phase, state) => Difference(phase, state)).FirstOrDefault(difference => difference is not null);
    }

    /// <summary>An order that changed no item, such as a second unit on a meter, is still named by the phases it is part of.</summary>
    public bool NamesOtherOrders(BillingTimeline timeline, ScheduleState schedule) =>
        !schedule.IsReleased
        && timeline
            .OpenPhases(now)
            .Zip(schedule.Phases.Where(phase => phase.End > now))
            .Any(pair => pair.Second.Metadata.GetValueOrDefault(metadata.IdKey("Order")) != pair.First.Order.Id);

    private string? Difference(TimelinePhase wanted, PhaseState held)
    {
        var day = NodaTime.Text.InstantPattern.General.Format(held.Start);
        if (wanted.Start.IsNow || wanted.End.IsNow || wanted.Start.At != held.Start || (wanted.End.At != held.End && !wanted.End.IsOpen))
        {
            return $"the phase from {day} has other dates";
        }

        if (wanted.Items.Length != held.Items.Length)
        {
            return $"the phase from {day} has {held.Items.Length} items instead of {wanted.Items.Length}";
        }

        var lineKey = metadata.IdKey("OrderItem");
        var heldByLine = held.Items.ToLookup(item => item.Metadata.GetValueOrDefault(lineKey));
        foreach (var item in wanted.Items)
        {
            var line = item.Line.Life.Line.Id;
            if (heldByLine[line].FirstOrDefault() is not { } same)
            {
                return $"the phase from {day} lacks the item of line {line}";
            }

            if (same.Quantity != item.Quantity)
            {
                return $"the phase from {day} has quantity {same.Quantity} instead of {item.Quantity}";
            }

            if (same.Price.Shape.DifferenceFrom(item.Price.Shape) is { } difference)
            {
                return $"the phase from {day} has another price: {difference}";
            }
        }

        return held.Start <= now ? null
            : OtherDiscounts(wanted, held, heldByLine) ? $"the phase from {day} has other discounts"
            : held.OneTimeItems.Length != wanted.Charges.Length ? $"the phase from {day} has other one-time items"
            : null;
    }

    /// <summary>Of a phase that has not begun: a bill uses up coupons of once.</summary>
    private static bool OtherDiscounts(TimelinePhase wanted, PhaseState held, ILookup<string?, PhaseItemState> heldByLine) =>
        OtherDiscounts(wanted.Discounts, held.Discounts)
        || wanted.Items.Any(item => heldByLine[item.Line.Life.Line.Id].Any(same => OtherDiscounts(item.Coupons, same.Discounts)));

    /// <summary>A coupon that is not known by its id any more counts as the one that stands there.</summary>
    private static bool OtherDiscounts(ImmutableArray<CouponSpec> wanted, ImmutableArray<string> held) =>
        wanted.Length != held.Length || wanted.Any(coupon => coupon.ExistingId is { } id && !held.Contains(id));
}
