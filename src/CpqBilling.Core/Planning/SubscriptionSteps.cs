using CpqBilling.Core.Contract;
using CpqBilling.Core.Cpq;
using CpqBilling.Core.Mapping;
using CpqBilling.Core.Money;
using CpqBilling.Core.Requests;
using CpqBilling.Core.Timeline;
using NodaTime;

namespace CpqBilling.Core.Planning;

/// <summary>A contract without an end that runs already, and of which nothing else is to come, is a subscription from the start.</summary>
/// <remarks>It begins at the midnight of its first day however late it is synced: what is past is on the first bill (docs/decisions/0014).</remarks>
public sealed class SubscriptionSteps(Instant now, BillingTimeline timeline, PhaseBody phases, ScheduleSettings header, StepList steps)
{
    public const string Key = "subscription";
    private readonly Order _initial = timeline.Life.Contract.Initial;

    /// <summary>
    /// Stripe takes one billing date for all items, and counts the others from it: lines of several frequencies, and a next date
    /// that is cut to the month's end, need a schedule, which counts from the start. So does a past that is skipped, and one that
    /// Stripe would not bill to the cent.
    /// </summary>
    public static bool CanCarry(BillingTimeline timeline, Instant now, ScheduleSettings header)
    {
        var calendar = timeline.Life.Calendar;
        return timeline is { IsOpen: true, Phases.Length: 1, Termination: null }
            && timeline.Phases[0].Start.At <= now
            && calendar.Anchor == calendar.Start
            && timeline.Lines.Select(line => line.Life.Term.PeriodMonths).Distinct().Count() == 1
            && IsAsLongAsTheFirst(NextBill(timeline, now), calendar.Day.StartOf(calendar.Start))
            && (timeline.Phases[0].Start.At == now || (!header.SkipsPast(timeline) && BillsPastExactly(timeline, now, header)));
    }

    public StripeValue Create(StripeValue customer)
    {
        var start = timeline.Phases[0].Start.At;
        var phase = phases.Of(timeline.Phases[0], withCharges: true, null, new StripeMap());
        var body = new StripeMap()
            .Set("customer", customer)
            .Set("items", phase["items"])
            .Set("add_invoice_items", phase["add_invoice_items"])
            .Set("discounts", phase["discounts"])
            .SetPath("billing_mode.type", header.ModeOf(timeline));
        if (start < now)
        {
            body.Set("backdate_start_date", start).Set("billing_cycle_anchor", NextBill(timeline, now));
        }

        body.Merge(header.Mapped(_initial, MappedObject.Subscription));
        body.Set("metadata", header.Tied(_initial, body));
        return steps.Create(Key, "/v1/subscriptions", body, _initial.Ref, _initial.Ref);
    }

    /// <summary>
    /// Classic billing splits the running period where the subscription is made, and rounds both parts: half a cent in each is a cent
    /// too much, and a coupon would be taken off one of them only.
    /// </summary>
    private static bool BillsPastExactly(BillingTimeline timeline, Instant now, ScheduleSettings header)
    {
        var calendar = timeline.Life.Calendar;
        var end = NextBill(timeline, now);
        var start = calendar.Day.StartOf(timeline.Life.DatesOf(timeline.Lines[0].Life).PeriodStart(calendar.Day.DateOf(now)));
        var (past, whole) = (Seconds(now - start), Seconds(end - start));
        return !HasCoupons(timeline.Phases[0])
            && (
                header.ModeOf(timeline) == "flexible"
                || timeline
                    .Phases[0]
                    .Items.Where(item => item.Quantity is not null)
                    .Select(item => item.PeriodAmount)
                    .All(full => MinorUnits.Share(full, past, whole) + MinorUnits.Share(full, whole - past, whole) == full)
            );
    }

    private static long Seconds(Duration duration) => (long)duration.TotalSeconds;

    private static bool HasCoupons(TimelinePhase phase) =>
        !phase.Discounts.IsEmpty || phase.Items.Any(item => !item.Coupons.IsEmpty) || phase.Charges.Any(charge => !charge.Coupons.IsEmpty);

    private static Instant NextBill(BillingTimeline timeline, Instant now)
    {
        var calendar = timeline.Life.Calendar;
        return calendar.Day.StartOf(timeline.Life.DatesOf(timeline.Lines[0].Life).NextAfter(calendar.Day.DateOf(now)));
    }

    private static bool IsAsLongAsTheFirst(Instant next, Instant start) => next.InUtc().Day == start.InUtc().Day;
}
