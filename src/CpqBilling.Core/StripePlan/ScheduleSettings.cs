using CpqBilling.Core.Calendar;
using CpqBilling.Core.Cpq;
using CpqBilling.Core.Errors;
using CpqBilling.Core.Forecast;
using CpqBilling.Core.Mapping;
using CpqBilling.Core.Settings;
using CpqBilling.Core.StripeState;
using CpqBilling.Core.Timeline;

namespace CpqBilling.Core.StripePlan;

/// <summary>What stands on the schedule as a whole: end, billing mode, collection, invoices (orders.md rule 38, R15).</summary>
public sealed class ScheduleSettings(
    FieldMapper mapper,
    RecordMetadata metadata,
    BillingSettings settings,
    BillingDay day,
    OrderSnapshot snapshot,
    ErrorList errors
)
{
    private const string PreIntegration = "pre_integration_order";
    private const string DaysPath = "default_settings.invoice_settings.days_until_due";
    private const string MethodPath = "default_settings.collection_method";
    private static readonly string[] ReappliedPaths =
    [
        "default_settings.invoice_settings.rendering.template",
        "default_settings.invoice_settings.rendering.template_version",
    ];

    /// <param name="isFree">
    /// Nothing has a price at first: classic billing would move the billing date when something paid comes, so such
    /// contracts are flexible whatever the setting (docs/decisions/0015).
    /// </param>
    public StripeMap ForCreate(Order initial, bool isFree = false)
    {
        var body = Mapped(initial);
        var own = metadata.Tie(body["metadata"] as StripeMap ?? new StripeMap(), "Order", initial.Id);
        MetadataLimits.Check(own, initial.Ref, errors);
        return new StripeMap()
            .Set("end_behavior", settings.EndBehavior == EndBehavior.Cancel ? "cancel" : "release")
            .SetPath("billing_mode.type", isFree ? "flexible" : Mode)
            .Merge(body)
            .Set("metadata", own);
    }

    /// <summary>How Stripe bills what these settings make of a timeline.</summary>
    public ScheduleBilling Billing(Order initial, BillingTimeline timeline, ScheduleState? state, bool isMigrated)
    {
        var isSkipped = initial.SkipPastInvoices || settings.BackdatedFirstInvoice == FirstInvoice.Skip;
        return new ScheduleBilling(
            state is null ? snapshot.Now : state.CreatedAt ?? timeline.Phases[0].Start.At,
            isMigrated ? PastBilling.BilledElsewhere
                : isSkipped ? PastBilling.Skipped
                : PastBilling.Billed,
            IsFree(timeline) || Mode == "flexible",
            timeline.Termination is not null
                || (state?.EndBehavior ?? (settings.EndBehavior == EndBehavior.Cancel ? "cancel" : "release")) == "cancel",
            (TrialEnd(initial, timeline.Phases[0]) as StripeTime)?.Value
        );
    }

    /// <summary>Nothing has a price at first.</summary>
    public static bool IsFree(BillingTimeline timeline) =>
        timeline.Phases[0].Items.All(item => item.Quantity is not null && item.Line.Price.Shape is { UnitAmount: 0m });

    /// <summary>Amendments re-apply collection, due days and the rendering template, nothing else (R15.1).</summary>
    public StripeMap ForUpdate(BillingTimeline timeline, ScheduleState? state)
    {
        var body = new StripeMap();
        if (state is null || timeline.Life.Contract.Amendments.All(order => order.StripeId is not null))
        {
            return body;
        }

        var mapped = Mapped(timeline.Life.Contract.Amendments.Last(order => order.StripeId is null));
        if (mapped.AtPath(DaysPath) is { } days)
        {
            body.SetPath(DaysPath, days).SetPath(MethodPath, mapped.AtPath(MethodPath));
        }

        foreach (var path in ReappliedPaths)
        {
            body.SetPath(path, mapped.AtPath(path));
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

        var skips = initial.SkipPastInvoices || settings.BackdatedFirstInvoice == FirstInvoice.Skip;
        var isFuture = start >= snapshot.Now && !timeline.Life.Contract.IsRamped;
        return skips || isFuture ? "none" : null;
    }

    /// <summary>The subscription of a contract that was billed elsewhere until now.</summary>
    public StripeMap ForMigration(BillingTimeline timeline, TimelinePhase running, StripeValue customer, PhaseBody phases)
    {
        var initial = timeline.Life.Contract.Initial;
        var calendar = new BillingCalendar(timeline.Life.Start, running.Items[0].Line.Life.Term.PeriodMonths);
        return new StripeMap()
            .Set("customer", customer)
            .Set("items", StripeList.Of(running.Items.Select(phases.Item)))
            .Set("backdate_start_date", day.StartOf(timeline.Life.Start))
            .Set("billing_cycle_anchor", day.StartOf(calendar.NextAfter(day.DateOf(snapshot.Now))))
            .Set("proration_behavior", "none")
            .Set("payment_behavior", "default_incomplete")
            .SetPath("billing_mode.type", Mode)
            .Merge(Mapped(initial, MappedObject.Subscription))
            .Set("metadata", MigrationMetadata(initial));
    }

    public StripeMap MigrationMetadata(Order initial) => metadata.Of("Order", initial.Id).Set(metadata.Key(PreIntegration), "true");

    /// <summary>A migrated schedule begins with the period it was taken over in, not with the contract.</summary>
    public bool IsMigrated(ScheduleState? schedule) => schedule?.Metadata.ContainsKey(metadata.Key(PreIntegration)) == true;

    public StripeValue? TrialEnd(Order initial, TimelinePhase first)
    {
        var value = mapper.Value(MappedObject.Phase, "trial_end", initial.Record);
        if (value is null)
        {
            return null;
        }

        var end = MappedDate.Read(value) is { } date ? day.StartOf(date) : (NodaTime.Instant?)null;
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
        if (body.TakePath("prebilling.iterations") is { } periods && periods is not StripeNumber { Value: < 1 })
        {
            errors.Add(MappingErrors.MappingNotOffered(order.Ref, $"{objectKey}.prebilling.iterations", $"{objectKey}.prebilling.iterations"));
        }

        var daysPath = objectKey == MappedObject.Schedule ? DaysPath : "days_until_due";
        var methodPath = objectKey == MappedObject.Schedule ? MethodPath : "collection_method";
        ConvertDays(body, daysPath, order);
        if (body.AtPath(methodPath) is StripeText { Value: "send_invoice" } && body.AtPath(daysPath) is null)
        {
            errors.Add(MappingErrors.CollectionNeedsDays(order.Ref));
        }

        return body;
    }

    private string Mode =>
        settings.BillingMode == BillingMode.Flexible || settings.MixedBillingFrequencies == MixedFrequencies.Flexible ? "flexible" : "classic";

    private void ConvertDays(StripeMap body, string path, Order order)
    {
        object? raw = body.AtPath(path) switch
        {
            StripeText text => text.Value,
            StripeNumber number => number.Value,
            _ => null,
        };
        if (raw is null)
        {
            return;
        }

        if (DaysUntilDue.Read(raw) is { } days)
        {
            body.SetPath(path, (decimal)days);
        }
        else
        {
            errors.Add(MappingErrors.DaysUntilDueInvalid(order.Ref, $"{raw}"));
        }
    }
}
