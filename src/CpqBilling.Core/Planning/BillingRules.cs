using CpqBilling.Core.Cpq;
using CpqBilling.Core.Errors;
using CpqBilling.Core.Forecast;
using CpqBilling.Core.Mapping;
using CpqBilling.Core.Requests;
using CpqBilling.Core.Settings;
using CpqBilling.Core.StripeState;
using CpqBilling.Core.Timeline;
using NodaTime;

namespace CpqBilling.Core.Planning;

/// <summary>How Stripe bills what settings and mappings make of a timeline: from when, to when, in which mode.</summary>
public sealed class BillingRules(PlanGround ground)
{
    private const int MonthsTold = 12;
    private const string PreIntegration = "pre_integration_order";

    public string MigrationKey => ground.Metadata.Key(PreIntegration);

    public ScheduleBilling Billing(Order initial, BillingTimeline timeline, ScheduleState? state, bool isMigrated)
    {
        var start = timeline.Phases[0].Start.At;
        var createdAt = state is null ? ground.Now : state.CreatedAt ?? start;
        return new ScheduleBilling(
            createdAt,
            isMigrated ? PastBilling.BilledElsewhere
                : SkipsPast(initial, start, createdAt) ? PastBilling.Skipped
                : PastBilling.Billed,
            state?.IsFlexible ?? IsFlexible(timeline),
            timeline.Termination is not null || !GoesOn(initial, timeline, state),
            (TrialEnd(initial, timeline.Phases[0]).Value as StripeTime)?.Value
        )
        {
            ToldUntil = timeline.IsOpen ? LocalDate.Max(timeline.Life.Start, ground.Day.DateOf(ground.Now)).PlusMonths(MonthsTold) : null,
        };
    }

    /// <summary>Whether the subscription outlives the contract.</summary>
    public bool GoesOn(Order initial, BillingTimeline timeline, ScheduleState? state) =>
        timeline.IsOpen || (!EndsEarly(timeline) && (state?.End ?? MappedEnd(initial) ?? EndOf(ground.Settings)) == ScheduleEnd.Release);

    public static ScheduleEnd EndOf(BillingSettings settings) =>
        settings.EndBehavior == EndBehavior.Cancel ? ScheduleEnd.Cancel : ScheduleEnd.Release;

    private ScheduleEnd? MappedEnd(Order initial) =>
        StripeWord.Read<ScheduleEnd>(ground.Mapper.Apply(MappedObject.Schedule, initial.Record).Value!.Text("end_behavior"));

    /// <summary>Nothing has a price at first, or for a while before something has: classic billing would begin a new cycle then.</summary>
    public static bool GoesFromFreeToPaid(BillingTimeline timeline) =>
        timeline.Phases[0].Items.All(item => item.Quantity is not null && item.Line.Price.Shape is { UnitAmount: 0m })
        || timeline.Phases.Zip(timeline.Phases.Skip(1)).Any(pair => IsFree(pair.First) && !IsFree(pair.Second) && !pair.Second.IsAnchor);

    private static bool IsFree(TimelinePhase phase) => phase.Items.All(item => item.Quantity is not null && item.Price.Shape is { UnitAmount: 0m });

    /// <summary>
    /// Nothing has a price at first, or for a while: classic billing would move the billing date when something paid comes, so such
    /// contracts are flexible whatever the setting (docs/decisions/0015).
    /// </summary>
    public bool IsFlexible(BillingTimeline timeline) => GoesFromFreeToPaid(timeline) || PhaseLimits.IsFlexible(timeline, ground.Settings, null);

    /// <summary>What a new subscription is told of that.</summary>
    public StripeMap ModeOf(BillingTimeline timeline) => new StripeMap().Set("type", IsFlexible(timeline) ? "flexible" : "classic");

    /// <summary>Given up before the contract's end: nothing renews itself after that, whatever was agreed for the end.</summary>
    public bool EndsEarly(BillingTimeline timeline) => timeline.Phases[^1].End.At < ground.Day.StartOf(timeline.Life.End);

    /// <summary>
    /// The first phase: "none" when its past is not to be billed or there is none; otherwise Stripe's default bills it.
    /// A running phase keeps what it began with.
    /// </summary>
    public ProrationBehavior? FirstProration(Order initial, BillingTimeline timeline, ScheduleState? state)
    {
        var start = timeline.Phases[0].Start.At;
        if (state is not null && state.Status != ScheduleStatus.NotStarted && state.Phases.Length > 0)
        {
            return state.Phases[0].ProrationBehavior;
        }

        var isFuture = start >= ground.Now && !timeline.Life.Contract.IsRamped;
        return isFuture || SkipsPast(initial, start, ground.Now) ? ProrationBehavior.None : null;
    }

    /// <summary>Whether the past of a contract that is sent now is not billed.</summary>
    public bool SkipsPast(BillingTimeline timeline) => SkipsPast(timeline.Life.Contract.Initial, timeline.Phases[0].Start.At, ground.Now);

    /// <summary>A contract that begins today has no past to skip: "none" would take its first bill away.</summary>
    private bool SkipsPast(Order initial, Instant start, Instant createdAt) =>
        ground.Day.DateOf(start) < ground.Day.DateOf(createdAt)
        && (initial.SkipPastInvoices || ground.Settings.BackdatedFirstInvoice == FirstInvoice.Skip);

    /// <summary>A migrated schedule begins with the period it was taken over in, not with the contract.</summary>
    public bool IsMigrated(ScheduleState? schedule) => schedule?.Metadata.ContainsKey(MigrationKey) == true;

    /// <summary>Null where none is mapped.</summary>
    public Checked<StripeValue?> TrialEnd(Order initial, TimelinePhase first)
    {
        var value = ground.Mapper.Value(MappedObject.Phase, "trial_end", initial.Record);
        var end = MappedDate.Read(value) is { } date ? ground.Day.StartOf(date) : (Instant?)null;
        return value is null ? Checked.Of<StripeValue?>(null)
            : end is null || end <= first.Start.At || end > first.End.At
                ? Checked.Of<StripeValue?>(null, MappingErrors.TrialEndInvalid(initial.Ref, $"{value}"))
            : Checked.Of<StripeValue?>(end.Value);
    }
}
