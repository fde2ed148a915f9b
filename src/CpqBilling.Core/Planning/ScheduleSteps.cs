using System.Collections.Immutable;
using CpqBilling.Core.Calendar;
using CpqBilling.Core.Cpq;
using CpqBilling.Core.Mapping;
using CpqBilling.Core.Pricing;
using CpqBilling.Core.Requests;
using CpqBilling.Core.StripeState;
using CpqBilling.Core.Timeline;
using CpqBilling.Core.Translation;
using NodaTime;

namespace CpqBilling.Core.Planning;

/// <summary>Brings a contract's schedule to its timeline: create, update, cancel.</summary>
/// <remarks>
/// Stripe unsets what an update leaves out, so all current and future phases are sent again; the running phase keeps its
/// start and the one-time items it has billed stay away. Ten phases at a time: the rest follows (docs/rules/plan.md 5).
/// </remarks>
public sealed class ScheduleSteps(
    OrderSnapshot snapshot,
    BillingTimeline timeline,
    PhaseBody phases,
    ScheduleSettings header,
    RecordMetadata metadata,
    FieldMapper mapper,
    StepList steps
)
{
    public const string Key = "schedule";
    private const string Path = "/v1/subscription_schedules";
    private const int MaxPhases = 10;
    private readonly Order _initial = timeline.Life.Contract.Initial;

    /// <summary>Metadata that says what the schedule was sent with.</summary>
    public required StripeMap Marks { get; init; }

    /// <summary>When more phases must follow; null when all are sent.</summary>
    public Instant? ContinueAt { get; private set; }

    public StripeValue Create(StripeValue customer)
    {
        var now = timeline.Phases.FirstOrDefault(phase => phase.Start.IsNow);
        var before = now is null ? timeline.Phases : [.. timeline.Phases.TakeWhile(phase => phase != now)];
        var sent = before.Take(before.Count(phase => phase.End.At <= snapshot.Now) + MaxPhases).ToImmutableArray();
        NoteRest(before, sent);
        var end = timeline.Phases[^1].End;
        var body = new StripeMap()
            .Set("customer", customer)
            .Set("start_date", timeline.Phases[0].Start.At)
            .Merge(header.Reapplied(header.ForCreate(_initial, timeline, ScheduleSettings.GoesFromFreeToPaid(timeline)), timeline.Life.Contract))
            .Set(
                "phases",
                StripeList.Of(
                    sent.Select((phase, index) => NewPhase(now is not null && index == sent.Length - 1 ? phase with { End = end } : phase, index))
                )
            );
        Mark(body);
        StripeValue schedule = steps.Create(Key, Path, body, _initial.Ref, _initial.Ref);
        if (now is not null)
        {
            Update(schedule, Path + $"/{{ref:{Key}}}", null, "created");
        }

        CancelIfTerminated(Path + $"/{{ref:{Key}}}");
        return schedule;
    }

    /// <summary>
    /// Takes over a contract that was billed elsewhere: a subscription that bills nothing before its next billing date,
    /// and a schedule made from it that runs to the contract's end (docs/rules/contract.md 12).
    /// </summary>
    public StripeValue Migrate(StripeValue customer)
    {
        var open = timeline.OpenPhases(snapshot.Now);
        if (timeline.Phases[0].Start.At > snapshot.Now)
        {
            return Create(customer);
        }

        var subscription = steps.Create(
            "subscription",
            "/v1/subscriptions",
            header.ForMigration(timeline, open[0], customer, phases, ScheduleSettings.GoesFromFreeToPaid(timeline)),
            _initial.Ref,
            null
        );
        var schedule = steps.Create(Key, Path, new StripeMap().Set("from_subscription", subscription), _initial.Ref, _initial.Ref);
        var sent = open.Take(MaxPhases).ToImmutableArray();
        NoteRest(open, sent);
        var body = header
            .ForMigratedSchedule(timeline)
            .Set(
                "phases",
                StripeList.Of(
                    sent.Select(
                        (phase, index) =>
                            SentPhase(phase, null)
                                .Set("proration_behavior", "none")
                                .Set("start_date", index == 0 ? new StripeRef($"{Key}#current_phase.start_date") : Time(phase.Start))
                    )
                )
            )
            .Set("proration_behavior", "none");
        Mark(body);
        steps.Change($"{Key}/update", $"{Path}/{{ref:{Key}}}", body, "migrated", _initial.Ref);
        CancelIfTerminated(Path + $"/{{ref:{Key}}}");
        return schedule;
    }

    /// <param name="differs">Whether the schedule holds something else than the timeline.</param>
    /// <param name="isUndoing">Nothing is applied, only undone what somebody did in Stripe: it may have to be sent twice a day.</param>
    public void Change(ScheduleState schedule, bool differs, bool isUndoing)
    {
        if (
            timeline.Termination is not { IsImmediate: true }
            || snapshot.Settings.TerminationMetadata
            || (differs && schedule.Status != "not_started")
        )
        {
            var basis = Basis(schedule) + (isUndoing ? $"{snapshot.Now}" : "");
            var path = schedule.IsReleased ? TakeOver(schedule, basis) : $"{Path}/{schedule.Id}";
            Update(schedule.Id, path, schedule, basis);
        }

        CancelIfTerminated(schedule);
    }

    private StripeMap NewPhase(TimelinePhase phase, int index) =>
        phases
            .Of(phase, withCharges: true, index == 0 ? header.FirstProration(_initial, timeline, null) : "none", TerminationMetadata(phase))
            .Set("end_date", EndOf(phase).At)
            .Set("trial_end", index == 0 ? header.TrialEnd(_initial, phase) : null);

    private void Update(StripeValue schedule, string path, ScheduleState? state, string basis)
    {
        var open = timeline.OpenPhases(snapshot.Now);
        var sent = open.Take(MaxPhases).ToImmutableArray();
        NoteRest(open, sent);
        var body = new StripeMap()
            .Set("phases", StripeList.Of(sent.Select(phase => SentPhase(phase, state))))
            .Set("proration_behavior", "none")
            .Merge(header.ForUpdate(timeline, state));
        Mark(body);
        steps.Change($"{Key}/update", path, body, basis, Source.Ref);
    }

    private void Mark(StripeMap body) => body.Set("metadata", (body["metadata"] as StripeMap ?? new StripeMap()).Copy().Merge(Marks));

    private StripeMap SentPhase(TimelinePhase phase, ScheduleState? state)
    {
        var isFirst = phase == timeline.Phases[0];
        var isRunning = !phase.Start.IsNow && phase.Start.At <= snapshot.Now && state?.Status != "not_started";
        var behavior = isFirst ? header.FirstProration(_initial, timeline, state) : "none";
        if (isRunning && state is { IsReleased: true } && HasBeenBilled(phase))
        {
            phase = phase.WithoutCouponsOfOnce();
        }

        return phases
            .Of(phase, withCharges: !isRunning, behavior, TerminationMetadata(phase))
            .Set("start_date", isRunning ? RunningSince(phase, state) : Time(phase.Start))
            .Set("end_date", Time(EndOf(phase)))
            .Set("trial_end", isFirst ? header.TrialEnd(_initial, phase) : null);
    }

    /// <summary>A bill has used up the coupons of once: named again by a schedule that is new, they would be given twice.</summary>
    private bool HasBeenBilled(TimelinePhase phase)
    {
        var calendar = timeline.Life.Calendar;
        var dates = calendar.Of(phase.Items.Min(item => item.Line.Life.Term.PeriodMonths));
        var beginsWithBill = calendar.Day.AsDate(phase.Start.At) is { } date && dates.IsBillingDate(date);
        return beginsWithBill || calendar.Day.StartOf(dates.NextAfter(calendar.Day.DateOf(phase.Start.At))) <= snapshot.Now;
    }

    /// <summary>Where Stripe let the running phase begin, if not where the contract does: it may not be moved.</summary>
    private StripeValue RunningSince(TimelinePhase phase, ScheduleState? state) =>
        state is { IsReleased: true } ? new StripeRef($"{Key}#current_phase.start_date")
        : state is not null && (state.IsTakenOver || header.IsMigrated(state)) ? state.CurrentPhaseStart!.Value
        : Time(phase.Start);

    /// <summary>
    /// What has no end is let go one second after its last phase has begun with a bill, and then goes on without a schedule. A phase
    /// that begins without one, or runs already, lasts until the next.
    /// </summary>
    private Boundary EndOf(TimelinePhase phase)
    {
        if (!phase.End.IsOpen)
        {
            return phase.End;
        }

        var calendar = timeline.Life.Calendar;
        var dates = calendar.Of(phase.Items.Min(item => item.Line.Life.Term.PeriodMonths));
        var date = calendar.Day.DateOf(Instant.Max(phase.Start.At, snapshot.Now));
        var beginsWithBill = phase.Start.At > snapshot.Now && calendar.Day.StartOf(date) == phase.Start.At && dates.IsBillingDate(date);
        return new Boundary((beginsWithBill ? phase.Start.At : calendar.Day.StartOf(dates.NextAfter(date))) + Duration.FromSeconds(1));
    }

    private static StripeValue Time(Boundary boundary) => boundary.IsNow ? "now" : boundary.At;

    /// <summary>The schedule's termination rows stand on its last phase when a started schedule is canceled (docs/rules/plan.md 12).</summary>
    private StripeMap TerminationMetadata(TimelinePhase phase)
    {
        if (!snapshot.Settings.TerminationMetadata || timeline.Termination is not { IsImmediate: true } termination || phase != timeline.Phases[^1])
        {
            return new StripeMap();
        }

        return timeline.Phases[0].Start.At > snapshot.Now
            ? new StripeMap()
            : mapper.ApplyTermination(MappedObject.Schedule, termination.Order.Record, new StripeMap())["metadata"] as StripeMap ?? new StripeMap();
    }

    /// <summary>A subscription that goes on by itself is changed by a schedule made from it, which lets it go again.</summary>
    /// <returns>The path of that schedule. It is made anew for each change: the same request is another one then.</returns>
    private string TakeOver(ScheduleState subscription, string basis)
    {
        var taking = new StripeMap().Set("from_subscription", subscription.Id);
        steps.Create(Key, Path, taking, Source.Ref, null, state: $"{Source.Id}:{basis}");
        return Path + $"/{{ref:{Key}}}";
    }

    private Order Source => timeline.Life.Orders.Select(order => order.Order).LastOrDefault(order => order.StripeId is null) ?? _initial;

    /// <summary>Credits of a termination wait in a phase that begins with it; canceling makes their invoice.</summary>
    private bool GivesBack =>
        timeline.Phases.Any(phase =>
            phase.Start.At == timeline.Termination?.From.At && phase.Charges.Any(charge => charge.Kind == ChargeKind.Credit)
        );

    private void CancelIfTerminated(ScheduleState schedule)
    {
        if (schedule.IsReleased && timeline.Termination is { IsImmediate: true } termination && !steps.Has(Key))
        {
            var flags = new StripeMap().Set("invoice_now", false).Set("prorate", false);
            steps.Add(new PlanStep("subscription/cancel", StripeMethod.Delete, $"/v1/subscriptions/{schedule.Id}", flags, "", termination.Order.Ref));
            return;
        }

        CancelIfTerminated(schedule.IsReleased ? Path + $"/{{ref:{Key}}}" : $"{Path}/{schedule.Id}");
    }

    private void CancelIfTerminated(string path)
    {
        if (timeline.Termination is not { IsImmediate: true } termination)
        {
            return;
        }

        var body = new StripeMap().Set("invoice_now", GivesBack).Set("prorate", false);
        steps.Change($"{Key}/cancel", $"{path}/cancel", body, "", termination.Order.Ref);
    }

    private void NoteRest(ImmutableArray<TimelinePhase> all, ImmutableArray<TimelinePhase> sent) =>
        ContinueAt = all.Length > sent.Length ? sent.First(phase => phase.End.At > snapshot.Now).End.At : null;

    /// <summary>What an update replaces: the same body on another state is another request.</summary>
    private string Basis(ScheduleState schedule) =>
        string.Join(
            '|',
            schedule.Phases.Select(phase =>
                $"{phase.Start.ToUnixTimeSeconds()}-{phase.End.ToUnixTimeSeconds()}:{string.Join(',', phase.Items.Select(item => $"{item.Price.Id}x{item.Quantity}"))}"
                + $":{phase.OneTimeItems.Length}:{phase.Metadata.GetValueOrDefault(metadata.IdKey("Order"))}"
            )
        );
}
