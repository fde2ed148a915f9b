using System.Collections.Immutable;
using CpqBilling.Core.Calendar;
using CpqBilling.Core.Cpq;
using CpqBilling.Core.Errors;
using CpqBilling.Core.Mapping;
using CpqBilling.Core.Pricing;
using CpqBilling.Core.Requests;
using CpqBilling.Core.StripeState;
using CpqBilling.Core.Timeline;
using NodaTime;

namespace CpqBilling.Core.Planning;

/// <summary>Brings a contract's schedule to its timeline: create, update, cancel.</summary>
/// <remarks>
/// Stripe unsets what an update leaves out, so all current and future phases are sent again; the running phase keeps its
/// start and the one-time items it has billed stay away. Ten phases at a time: the rest follows (docs/rules/plan.md 5).
/// </remarks>
public sealed class ScheduleSteps(PlanGround ground, BillingTimeline timeline, Catalogue catalogue, ScheduleSettings header, BillingRules rules)
{
    public const string Key = "schedule";
    private const string Path = "/v1/subscription_schedules";
    private const string PathOfNew = Path + $"/{{ref:{Key}}}";
    private const int MaxPhases = 10;
    private readonly Order _initial = timeline.Life.Contract.Initial;
    private readonly PhaseBody _phases = new(ground, catalogue);

    /// <summary>Metadata that says what the schedule was sent with.</summary>
    public required StripeMap Marks { get; init; }

    /// <summary>When a schedule that holds as many phases as it takes has room for the next; null where it holds all.</summary>
    public Instant? ContinueAt
    {
        get
        {
            var open = timeline.OpenPhases(ground.Now);
            return RestAt(open, [.. open.Take(MaxPhases)]);
        }
    }

    public Checked<SchedulePlan> Create(StripeValue customer)
    {
        var now = timeline.Phases.FirstOrDefault(phase => phase.Start.IsNow);
        var before = now is null ? timeline.Phases : [.. timeline.Phases.TakeWhile(phase => phase != now)];
        var sent = before.Take(before.Count(phase => phase.End.At <= ground.Now) + MaxPhases).ToImmutableArray();
        var end = timeline.Phases[^1].End;
        var phases = sent.Select((phase, index) => now is not null && index == sent.Length - 1 ? phase with { End = end } : phase).ToList();
        return from whole in header.ForCreate(timeline)
            from bodies in Checked.All(phases.Select(NewPhase))
            let body = StripeMap
                .Of(("customer", customer), ("start_date", timeline.Phases[0].Start.At))
                .Merge(whole)
                .Set("phases", StripeList.Of(bodies))
            from needs in catalogue.For(phases.SelectMany(phase => CatalogueNeed.OfPhase(phase, withCharges: true)))
            from rest in now is null
                ? new SchedulePlan(new StripeRef(Key), PlanPart.None, RestAt(before, sent))
                : Update(PathOfNew, null, "created", new StripeRef(Key))
            select rest with
            {
                Part = PlanPart.Join([needs, Made(Marked(body), _initial, _initial), rest.Part, Canceled(PathOfNew)]),
            };
    }

    /// <summary>
    /// Takes over a contract that was billed elsewhere: a subscription that bills nothing before its next billing date,
    /// and a schedule made from it that runs to the contract's end (docs/rules/contract.md 12).
    /// </summary>
    public Checked<SchedulePlan> Migrate(StripeValue customer)
    {
        if (timeline.Phases[0].Start.At > ground.Now)
        {
            return Create(customer);
        }

        var open = timeline.OpenPhases(ground.Now);
        var sent = open.Take(MaxPhases).Select(phase => Sent(phase, null)).ToImmutableArray();
        return from subscription in header.ForMigration(timeline, open[0], customer, _phases)
            from whole in header.ForMigratedSchedule(timeline)
            from bodies in Checked.All(sent.Select(Body))
            let phases = bodies.Select(
                (body, index) =>
                    body.Set("proration_behavior", "none")
                        .Set("start_date", index == 0 ? new StripeRef($"{Key}#current_phase.start_date") : Time(sent[index].Phase.Start))
            )
            let body = whole.Set("phases", StripeList.Of(phases)).Set("proration_behavior", "none")
            from items in catalogue.For(open[0].Items.SelectMany(CatalogueNeed.OfItem))
            from needs in Needs(sent)
            let made = new Creation(SubscriptionSteps.Key, SubscriptionSteps.Path, subscription, _initial.Ref, null).Part(ground.Stripe)
            let taking = new StripeMap().Set("from_subscription", new StripeRef(SubscriptionSteps.Key))
            let changed = Changed(PathOfNew, Marked(body), "migrated", _initial)
            select new SchedulePlan(
                new StripeRef(Key),
                PlanPart.Join([items, made, Made(taking, _initial, _initial), needs, changed, Canceled(PathOfNew)]),
                RestAt(open, [.. sent.Select(phase => phase.Phase)])
            );
    }

    /// <param name="differs">Whether the schedule holds something else than the timeline.</param>
    /// <param name="undoneSince">
    /// When the contract was last sent, where nothing is applied, only undone what somebody did in Stripe: that may have to be done twice a
    /// day. Else null.
    /// </param>
    public Checked<SchedulePlan> Change(ScheduleState schedule, bool differs, Instant? undoneSince)
    {
        var isOnlyCanceled =
            timeline.Termination is { IsImmediate: true }
            && !ground.Settings.TerminationMetadata
            && !(differs && schedule.Status != ScheduleStatus.NotStarted);
        if (isOnlyCanceled)
        {
            return new SchedulePlan(schedule.Id, Canceled(schedule, isTakenOver: false));
        }

        var basis = $"{Basis(schedule)}{undoneSince}";
        var path = schedule.IsReleased ? PathOfNew : $"{Path}/{schedule.Id}";
        var taking = schedule.IsReleased ? TakeOver(schedule, basis) : PlanPart.None;
        return Update(path, schedule, basis, schedule.Id)
            .Select(update => update with { Part = PlanPart.Join([taking, update.Part, Canceled(schedule, schedule.IsReleased)]) });
    }

    private Checked<StripeMap> NewPhase(TimelinePhase phase, int index) =>
        from told in TerminationMetadata(isLast: phase == timeline.Phases[^1])
        from body in _phases.Of(phase, withCharges: true, index == 0 ? rules.FirstProration(_initial, timeline, null) : ProrationBehavior.None, told)
        from trialEnd in index == 0 ? rules.TrialEnd(_initial, phase) : Checked.Of<StripeValue?>(null)
        select body.Set("end_date", EndOf(phase).At).Set("trial_end", trialEnd);

    private Checked<SchedulePlan> Update(string path, ScheduleState? state, string basis, StripeValue target)
    {
        var open = timeline.OpenPhases(ground.Now);
        var sent = open.Take(MaxPhases).Select(phase => Sent(phase, state)).ToImmutableArray();
        return from bodies in Checked.All(sent.Select(Body))
            from whole in header.ForUpdate(timeline, state)
            from needs in Needs(sent)
            let body = StripeMap.Of(("phases", StripeList.Of(bodies)), ("proration_behavior", "none")).Merge(whole)
            let changed = Changed(path, Marked(body), basis, Source)
            select new SchedulePlan(target, needs.And(changed), RestAt(open, [.. sent.Select(phase => phase.Phase)]));
    }

    private Checked<PlanPart> Needs(ImmutableArray<SentPhase> sent) =>
        catalogue.For(sent.SelectMany(phase => CatalogueNeed.OfPhase(phase.Phase, withCharges: !phase.IsRunning)));

    private StripeMap Marked(StripeMap body) => body.Set("metadata", body.Child("metadata").Merge(Marks));

    private SentPhase Sent(TimelinePhase phase, ScheduleState? state)
    {
        var isRunning = !phase.Start.IsNow && phase.Start.At <= ground.Now && state?.Status != ScheduleStatus.NotStarted;
        var isUsedUp = isRunning && state is { IsReleased: true } && HasBeenBilled(phase);
        return new SentPhase(isUsedUp ? phase.WithoutCouponsOfOnce() : phase, state, isRunning)
        {
            IsFirst = phase == timeline.Phases[0],
            IsLast = phase == timeline.Phases[^1],
        };
    }

    private Checked<StripeMap> Body(SentPhase sent)
    {
        var (phase, state, isRunning) = sent;
        return from told in TerminationMetadata(sent.IsLast)
            let behavior = sent.IsFirst ? rules.FirstProration(_initial, timeline, state) : ProrationBehavior.None
            from body in _phases.Of(phase, withCharges: !isRunning, behavior, told)
            from trialEnd in sent.IsFirst ? rules.TrialEnd(_initial, phase) : Checked.Of<StripeValue?>(null)
            select body.Set("start_date", isRunning ? RunningSince(phase, state) : Time(phase.Start))
                .Set("end_date", Time(EndOf(phase)))
                .Set("trial_end", trialEnd);
    }

    /// <summary>A bill has used up the coupons of once: named again by a schedule that is new, they would be given twice.</summary>
    private bool HasBeenBilled(TimelinePhase phase)
    {
        var calendar = timeline.Life.Calendar;
        var dates = calendar.Of(phase.Items.Min(item => item.Line.Life.Term.PeriodMonths));
        var beginsWithBill = calendar.Day.AsDate(phase.Start.At) is { } date && dates.IsBillingDate(date);
        return beginsWithBill || calendar.Day.StartOf(dates.NextAfter(calendar.Day.DateOf(phase.Start.At))) <= ground.Now;
    }

    /// <summary>Where Stripe let the running phase begin, if not where the contract does: it may not be moved.</summary>
    private StripeValue RunningSince(TimelinePhase phase, ScheduleState? state) =>
        state is { IsReleased: true } ? new StripeRef($"{Key}#current_phase.start_date")
        : state is not null && (state.IsTakenOver || rules.IsMigrated(state)) ? state.CurrentPhaseStart!.Value
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
        var date = calendar.Day.DateOf(Instant.Max(phase.Start.At, ground.Now));
        var beginsWithBill = phase.Start.At > ground.Now && calendar.Day.StartOf(date) == phase.Start.At && dates.IsBillingDate(date);
        return new Boundary((beginsWithBill ? phase.Start.At : calendar.Day.StartOf(dates.NextAfter(date))) + Duration.FromSeconds(1));
    }

    private static StripeValue Time(Boundary boundary) => boundary.IsNow ? "now" : boundary.At;

    /// <summary>The schedule's termination rows stand on its last phase when a started schedule is canceled (docs/rules/plan.md 12).</summary>
    private Checked<StripeMap> TerminationMetadata(bool isLast) =>
        !isLast
        || !ground.Settings.TerminationMetadata
        || timeline.Termination is not { IsImmediate: true } termination
        || timeline.Phases[0].Start.At > ground.Now
            ? new StripeMap()
            : ground.Mapper.ApplyTermination(MappedObject.Schedule, termination.Order.Record).Select(mapped => mapped.Child("metadata"));

    /// <summary>
    /// A subscription that goes on by itself is changed by a schedule made from it, which lets it go again. That is made anew for each
    /// change: the same request is another one then.
    /// </summary>
    private PlanPart TakeOver(ScheduleState subscription, string basis)
    {
        var taking = new StripeMap().Set("from_subscription", subscription.Id);
        return new Creation(Key, Path, taking, Source.Ref, null) { State = $"{Source.Id}:{basis}" }.Part(ground.Stripe);
    }

    private Order Source => timeline.Life.Orders.Select(order => order.Order).LastOrDefault(order => order.StripeId is null) ?? _initial;

    /// <summary>Credits of a termination wait in a phase that begins with it; canceling makes their invoice.</summary>
    private bool GivesBack =>
        timeline.Phases.Any(phase =>
            phase.Start.At == timeline.Termination?.From.At && phase.Charges.Any(charge => charge.Kind == ChargeKind.Credit)
        );

    private PlanPart Canceled(ScheduleState schedule, bool isTakenOver)
    {
        if (schedule.IsReleased && timeline.Termination is { IsImmediate: true } termination && !isTakenOver)
        {
            var flags = StripeMap.Of(("invoice_now", false), ("prorate", false));
            var path = $"{SubscriptionSteps.Path}/{schedule.Id}";
            return PlanPart.Of(new PlanStep("subscription/cancel", StripeMethod.Delete, path, flags, "", termination.Order.Ref));
        }

        return Canceled(schedule.IsReleased ? PathOfNew : $"{Path}/{schedule.Id}");
    }

    private PlanPart Canceled(string path)
    {
        if (timeline.Termination is not { IsImmediate: true } termination)
        {
            return PlanPart.None;
        }

        var body = StripeMap.Of(("invoice_now", GivesBack), ("prorate", false));
        return PlanPart.Of(new PlanStep($"{Key}/cancel", StripeMethod.Post, $"{path}/cancel", body, "", termination.Order.Ref));
    }

    private PlanPart Made(StripeMap body, Order source, Order owner) => new Creation(Key, Path, body, source.Ref, owner.Ref).Part(ground.Stripe);

    private static PlanPart Changed(string path, StripeMap body, string basis, Order source) =>
        PlanPart.Of(new PlanStep($"{Key}/update", StripeMethod.Post, path, body, basis, source.Ref));

    private Instant? RestAt(ImmutableArray<TimelinePhase> all, ImmutableArray<TimelinePhase> sent) =>
        all.Length > sent.Length ? sent.First(phase => phase.End.At > ground.Now).End.At : null;

    /// <summary>What an update replaces: the same body on another state is another request.</summary>
    private string Basis(ScheduleState schedule) =>
        string.Join(
            '|',
            schedule.Phases.Select(phase =>
                $"{phase.Start.ToUnixTimeSeconds()}-{phase.End.ToUnixTimeSeconds()}:{string.Join(',', phase.Items.Select(item => $"{item.Price.Id}x{item.Quantity}"))}"
                + $":{phase.OneTimeItems.Length}:{phase.Metadata.GetValueOrDefault(ground.Metadata.IdKey("Order"))}"
            )
        );

    /// <param name="State">The schedule as Stripe holds it; null while there is none.</param>
    private sealed record SentPhase(TimelinePhase Phase, ScheduleState? State, bool IsRunning)
    {
        public bool IsFirst { get; init; }

        public bool IsLast { get; init; }
    }
}
