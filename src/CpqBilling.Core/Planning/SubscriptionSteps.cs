using CpqBilling.Core.Cpq;
using CpqBilling.Core.Errors;
using CpqBilling.Core.Mapping;
using CpqBilling.Core.Money;
using CpqBilling.Core.Requests;
using CpqBilling.Core.Timeline;
using NodaTime;

namespace CpqBilling.Core.Planning;

/// <summary>A contract without an end that runs already, and of which nothing else is to come, is a subscription from the start.</summary>
/// <remarks>It begins at the midnight of its first day however late it is synced: what is past is on the first bill (docs/decisions/0014).</remarks>
public sealed class SubscriptionSteps(PlanGround ground, BillingTimeline timeline, Catalogue catalogue, ScheduleSettings header, BillingRules rules)
{
    public const string Key = "subscription";
    public const string Path = "/v1/subscriptions";
    private readonly Order _initial = timeline.Life.Contract.Initial;

    /// <summary>
    /// Stripe takes one billing date for all items, and counts the others from it: lines of several frequencies, and a next date
    /// that is cut to the month's end, need a schedule, which counts from the start. So does a past that is skipped, and one that
    /// Stripe would not bill to the cent.
    /// </summary>
    public static bool CanCarry(BillingTimeline timeline, Instant now, BillingRules rules)
    {
        var calendar = timeline.Life.Calendar;
        return timeline is { IsOpen: true, Phases.Length: 1, Termination: null }
            && timeline.Phases[0].Start.At <= now
            && calendar.Anchor == calendar.Start
            && timeline.Lines.Select(line => line.Life.Term.PeriodMonths).Distinct().Count() == 1
            && IsAsLongAsTheFirst(NextBill(timeline, now), calendar.Day.StartOf(calendar.Start))
            && (timeline.Phases[0].Start.At == now || (!rules.SkipsPast(timeline) && BillsPastExactly(timeline, now, rules)));
    }

    public Checked<SchedulePlan> Create(StripeValue customer)
    {
        var phase = timeline.Phases[0];
        var start = phase.Start.At;
        var isPast = start < ground.Now;
        return from body in new PhaseBody(ground, catalogue).Of(phase, withCharges: true, null, new StripeMap())
            from mapped in header.Mapped(_initial, MappedObject.Subscription)
            let whole = StripeMap
                .Of(
                    ("customer", customer),
                    ("items", body["items"]),
                    ("add_invoice_items", body["add_invoice_items"]),
                    ("discounts", body["discounts"]),
                    ("billing_mode", rules.ModeOf(timeline)),
                    ("backdate_start_date", isPast ? start : null),
                    ("billing_cycle_anchor", isPast ? NextBill(timeline, ground.Now) : null)
                )
                .Merge(mapped)
            from own in header.Tied(_initial, whole)
            from needs in catalogue.For(CatalogueNeed.OfPhase(phase, withCharges: true))
            let made = new Creation(Key, Path, whole.Set("metadata", own), _initial.Ref, _initial.Ref)
            select new SchedulePlan(new StripeRef(Key), needs.And(made.Part(ground.Stripe)));
    }

    /// <summary>
    /// Classic billing splits the running period where the subscription is made, and rounds both parts: half a cent in each is a cent
    /// too much, and a coupon would be taken off one of them only.
    /// </summary>
    private static bool BillsPastExactly(BillingTimeline timeline, Instant now, BillingRules rules)
    {
        var calendar = timeline.Life.Calendar;
        var end = NextBill(timeline, now);
        var start = calendar.Day.StartOf(timeline.Life.DatesOf(timeline.Lines[0].Life).PeriodStart(calendar.Day.DateOf(now)));
        var (past, whole) = (Seconds(now - start), Seconds(end - start));
        return !HasCoupons(timeline.Phases[0])
            && (
                rules.IsFlexible(timeline)
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
