using CpqBilling.Core.Calendar;
using CpqBilling.Core.Contract;
using CpqBilling.Core.Cpq;
using CpqBilling.Core.Errors;
using CpqBilling.Core.Forecast;
using CpqBilling.Core.Mapping;
using CpqBilling.Core.Money;
using CpqBilling.Core.Requests;
using CpqBilling.Core.Settings;
using CpqBilling.Core.StripeState;
using CpqBilling.Core.Timeline;
using CpqBilling.Core.Translation;
using NodaTime;

namespace CpqBilling.Core.Planning;

/// <summary>What stands on the schedule as a whole: end, billing mode, collection, invoices (docs/rules/plan.md 6).</summary>
public sealed class ScheduleSettings(
    FieldMapper mapper,
    RecordMetadata metadata,
    BillingSettings settings,
    BillingDay day,
    OrderSnapshot snapshot,
    ErrorList errors
)
{
    private const int MonthsTold = 12;
    private const string PreIntegration = "pre_integration_order";

    /// <summary>A mapped value would bill again what was billed elsewhere, or end the subscription under its schedule.</summary>
    private static readonly string[] SetByTakingOver =
    [
        "backdate_start_date",
        "billing_cycle_anchor",
        "proration_behavior",
        "cancel_at",
        "cancel_at_period_end",
    ];

    private const string DaysPath = "default_settings.invoice_settings.days_until_due";
    private const string MethodPath = "default_settings.collection_method";

    /// <param name="isFree">
    /// Nothing has a price at first, or for a while: classic billing would move the billing date when something paid comes, so such
    /// contracts are flexible whatever the setting (docs/decisions/0015).
    /// </param>
    public StripeMap ForCreate(Order initial, BillingTimeline? timeline = null, bool isFree = false)
    {
        var body = Mapped(initial);
        var own = Tied(initial, body);
        var whole = new StripeMap()
            .Set("end_behavior", settings.EndBehavior == EndBehavior.Cancel ? "cancel" : "release")
            .SetPath("billing_mode.type", isFree || IsFlexible(timeline) ? "flexible" : "classic")
            .Merge(body)
            .Set("metadata", own);
        return timeline is null ? whole
            : timeline.IsOpen ? whole.Set("end_behavior", "release")
            : EndsEarly(timeline) ? whole.Set("end_behavior", "cancel")
            : whole;
    }

    /// <summary>Mapped metadata, and the order.</summary>
    public StripeMap Tied(Order initial, StripeMap mapped)
    {
        var own = metadata.Tie(mapped["metadata"] as StripeMap ?? new StripeMap(), "Order", initial.Id);
        MetadataLimits.Check(own, initial.Ref, errors);
        return own;
    }

    public string ModeOf(BillingTimeline timeline) => GoesFromFreeToPaid(timeline) || IsFlexible(timeline) ? "flexible" : "classic";

    /// <summary>How Stripe bills what these settings make of a timeline.</summary>
    public ScheduleBilling Billing(Order initial, BillingTimeline timeline, ScheduleState? state, bool isMigrated)
    {
        var start = timeline.Phases[0].Start.At;
        var createdAt = state is null ? snapshot.Now : state.CreatedAt ?? start;
        return new ScheduleBilling(
            createdAt,
            isMigrated ? PastBilling.BilledElsewhere
                : SkipsPast(initial, start, createdAt) ? PastBilling.Skipped
                : PastBilling.Billed,
            state?.IsFlexible ?? (GoesFromFreeToPaid(timeline) || IsFlexible(timeline)),
            timeline.Termination is not null || !GoesOn(initial, timeline, state),
            (TrialEnd(initial, timeline.Phases[0]) as StripeTime)?.Value
        )
        {
            ToldUntil = timeline.IsOpen ? LocalDate.Max(timeline.Life.Start, day.DateOf(snapshot.Now)).PlusMonths(MonthsTold) : null,
        };
    }

    /// <summary>Whether the subscription outlives the contract.</summary>
    public bool GoesOn(Order initial, BillingTimeline timeline, ScheduleState? state) =>
        timeline.IsOpen || (!EndsEarly(timeline) && (state?.EndBehavior ?? ((StripeText)ForCreate(initial)["end_behavior"]!).Value) == "release");

    /// <summary>Nothing has a price at first, or for a while before something has: classic billing would begin a new cycle then.</summary>
    public static bool GoesFromFreeToPaid(BillingTimeline timeline) =>
        timeline.Phases[0].Items.All(item => item.Quantity is not null && item.Line.Price.Shape is { UnitAmount: 0m })
        || timeline.Phases.Zip(timeline.Phases.Skip(1)).Any(pair => IsFree(pair.First) && !IsFree(pair.Second) && !pair.Second.IsAnchor);

    private static bool IsFree(TimelinePhase phase) => phase.Items.All(item => item.Quantity is not null && item.Price.Shape is { UnitAmount: 0m });

    /// <summary>Given up before the contract's end: nothing renews itself after that, whatever was agreed for the end.</summary>
    private bool EndsEarly(BillingTimeline timeline) => timeline.Phases[^1].End.At < day.StartOf(timeline.Life.End);

    /// <summary>What must become of the schedule's end when an order cuts it short, or takes that back; null leaves it.</summary>
    private StripeText? ChangedEnd(BillingTimeline timeline, ScheduleState state)
    {
        if (timeline.IsOpen)
        {
            return state is { EndBehavior: "release", IsReleased: false } ? null : new StripeText("release");
        }

        if (EndsEarly(timeline))
        {
            return state.EndBehavior == "cancel" ? null : new StripeText("cancel");
        }

        var isExtended = state.Phases.Length > 0 && state.Phases[^1].End < timeline.Phases[^1].End.At;
        return settings.EndBehavior == EndBehavior.Release && state.EndBehavior == "cancel" && isExtended && !IsMigrated(state)
            ? new StripeText("release")
            : null;
    }

    /// <summary>Amendments may end a schedule that was to renew itself; what else they set anew is <see cref="Reapplied"/>.</summary>
    public StripeMap ForUpdate(BillingTimeline timeline, ScheduleState? state) =>
        state is null || timeline.Life.Contract.Amendments.All(order => order.StripeId is not null)
            ? new StripeMap()
            : Reapplied(new StripeMap().Set("end_behavior", ChangedEnd(timeline, state)), timeline.Life.Contract);

    /// <summary>
    /// The last amendment that is applied sets collection and due days anew, nothing else (docs/rules/plan.md 6); it does so too when it is
    /// applied along with the initial order.
    /// </summary>
    public StripeMap Reapplied(StripeMap body, BillingContract contract)
    {
        if (contract.Amendments.LastOrDefault(order => order.StripeId is null) is not { } last)
        {
            return body;
        }

        var mapped = Mapped(last);
        if (mapped.AtPath(DaysPath) is { } days)
        {
            body.SetPath(DaysPath, days).SetPath(MethodPath, mapped.AtPath(MethodPath));
        }

        return body;
    }

    /// <summary>
    /// The first phase: "none" when its past is not to be billed or there is none; otherwise Stripe's default bills it.
    /// A running phase keeps what it began with.
    /// </summary>
    public string? FirstProration(Order initial, BillingTimeline timeline, ScheduleState? state)
    {
        var start = timeline.Phases[0].Start.At;
        if (state is not null && state.Status != "not_started" && state.Phases.Length > 0)
        {
            return state.Phases[0].ProrationBehavior;
        }

        var isFuture = start >= snapshot.Now && !timeline.Life.Contract.IsRamped;
        return isFuture || SkipsPast(initial, start, snapshot.Now) ? "none" : null;
    }

    /// <summary>Whether the past of a contract that is sent now is not billed.</summary>
    public bool SkipsPast(BillingTimeline timeline) => SkipsPast(timeline.Life.Contract.Initial, timeline.Phases[0].Start.At, snapshot.Now);

    /// <summary>A contract that begins today has no past to skip: "none" would take its first bill away.</summary>
    private bool SkipsPast(Order initial, Instant start, Instant createdAt) =>
        day.DateOf(start) < day.DateOf(createdAt) && (initial.SkipPastInvoices || settings.BackdatedFirstInvoice == FirstInvoice.Skip);

    /// <summary>The subscription of a contract that was billed elsewhere until now.</summary>
    public StripeMap ForMigration(BillingTimeline timeline, TimelinePhase running, StripeValue customer, PhaseBody phases, bool isFree)
    {
        var initial = timeline.Life.Contract.Initial;
        var calendar = timeline.Life.Calendar.Of(running.Items[0].Line.Life.Term.PeriodMonths);
        var body = Mapped(initial, MappedObject.Subscription);
        foreach (var own in SetByTakingOver)
        {
            body.Remove(own);
        }

        return new StripeMap()
            .Set("customer", customer)
            .Set("items", StripeList.Of(running.Items.Select(phases.Item)))
            .Set("backdate_start_date", day.StartOf(timeline.Life.Start))
            .Set("billing_cycle_anchor", day.StartOf(calendar.NextAfter(day.DateOf(snapshot.Now))))
            .Set("proration_behavior", "none")
            .Set("payment_behavior", "default_incomplete")
            .SetPath("billing_mode.type", isFree || IsFlexible(timeline) ? "flexible" : "classic")
            .Merge(body)
            .Set("metadata", MigrationMetadata(initial, body));
    }

    /// <summary>What the schedule made of that subscription takes besides its phases: what is mapped, as any other schedule, and a fixed end (docs/rules/contract.md 12).</summary>
    public StripeMap ForMigratedSchedule(BillingTimeline timeline)
    {
        var initial = timeline.Life.Contract.Initial;
        var body = Mapped(initial);
        body.Remove("billing_mode"); // the subscription has it already
        return Reapplied(
            body.Set("end_behavior", timeline.IsOpen ? "release" : "cancel").Set("metadata", MigrationMetadata(initial, body)),
            timeline.Life.Contract
        );
    }

    private StripeMap MigrationMetadata(Order initial, StripeMap mapped)
    {
        var own = metadata.Tie(mapped["metadata"] as StripeMap ?? new StripeMap(), "Order", initial.Id).Set(metadata.Key(PreIntegration), "true");
        MetadataLimits.Check(own, initial.Ref, errors);
        return own;
    }

    /// <summary>A migrated schedule begins with the period it was taken over in, not with the contract.</summary>
    public bool IsMigrated(ScheduleState? schedule) => schedule?.Metadata.ContainsKey(metadata.Key(PreIntegration)) == true;

    /// <summary>An invoice beside the schedule is collected as the schedule's are.</summary>
    public StripeMap CollectionOfInvoices(Order initial)
    {
        var mapped = mapper.Apply(MappedObject.Schedule, initial.Record, new StripeMap());
        DaysUntilDue.Convert(mapped, DaysPath, initial.Ref, new ErrorList());
        var method = mapped.AtPath(MethodPath);
        return new StripeMap()
            .Set("collection_method", method)
            .Set("days_until_due", method is StripeText { Value: "send_invoice" } ? mapped.AtPath(DaysPath) : null)
            .Set("custom_fields", mapped.AtPath($"default_settings.invoice_settings.{CustomFields.Name}"));
    }

    public StripeValue? TrialEnd(Order initial, TimelinePhase first)
    {
        var value = mapper.Value(MappedObject.Phase, "trial_end", initial.Record);
        if (value is null)
        {
            return null;
        }

        var end = MappedDate.Read(value) is { } date ? day.StartOf(date) : (Instant?)null;
        if (end is null || end <= first.Start.At || end > first.End.At)
        {
            errors.Add(MappingErrors.TrialEndInvalid(initial.Ref, $"{value}"));
            return null;
        }

        return end.Value;
    }

    /// <summary>Mapped schedule fields, converted and checked.</summary>
    public StripeMap Mapped(Order order, string objectKey = MappedObject.Schedule)
    {
        var body = mapper.Apply(objectKey, order.Record, new StripeMap());
        body.Remove("start_date").Remove("iterations").Remove("phases").Remove("customer");
        RefuseUnoffered(body, order, objectKey);
        var daysPath = objectKey == MappedObject.Schedule ? DaysPath : "days_until_due";
        var methodPath = objectKey == MappedObject.Schedule ? MethodPath : "collection_method";
        DaysUntilDue.Convert(body, daysPath, order.Ref, errors);
        if (body.AtPath(methodPath) is StripeText { Value: "send_invoice" } && body.AtPath(daysPath) is null)
        {
            errors.Add(MappingErrors.CollectionNeedsDays(order.Ref));
        }

        return body;
    }

    private bool IsFlexible(BillingTimeline? timeline) =>
        timeline is null
            ? settings.BillingMode == BillingMode.Flexible || settings.MixedBillingFrequencies == MixedFrequencies.Flexible
            : PhaseLimits.IsFlexible(timeline, settings, null);

    /// <summary>Prebilling of no period is none; a rendering template belongs to the customer in this version of the API (docs/decisions/0018).</summary>
    private void RefuseUnoffered(StripeMap body, Order order, string objectKey)
    {
        if (body.TakePath(MappedObject.Prebilling) is { } periods && !IsBelowOne(periods))
        {
            errors.Add(MappingErrors.MappingNotOffered(order.Ref, $"{objectKey}.prebilling.iterations", "Stripe does not offer it on schedules"));
        }

        var rendering = objectKey == MappedObject.Schedule ? "default_settings.invoice_settings.rendering" : "invoice_settings.rendering";
        if (body.TakePath(rendering) is not null)
        {
            errors.Add(
                MappingErrors.MappingNotOffered(
                    order.Ref,
                    $"{objectKey}.{rendering}",
                    "Stripe keeps the template at the customer, so map customer.invoice_settings.rendering_options.template"
                )
            );
        }
    }

    private static bool IsBelowOne(StripeValue periods) =>
        (periods is StripeNumber number ? number.Value : PlainNumber.Of((periods as StripeText)?.Value)) < 1;
}
