using System.Collections.Immutable;
using CpqBilling.Core.Contract;
using CpqBilling.Core.Cpq;
using CpqBilling.Core.Errors;
using CpqBilling.Core.Mapping;
using CpqBilling.Core.Money;
using CpqBilling.Core.Requests;
using CpqBilling.Core.Settings;
using CpqBilling.Core.StripeState;
using CpqBilling.Core.Timeline;

namespace CpqBilling.Core.Planning;

/// <summary>What stands on the schedule as a whole: end, billing mode, collection, invoices (docs/rules/plan.md 6).</summary>
public sealed class ScheduleSettings(PlanGround ground, BillingRules rules)
{
    /// <summary>A mapped value would bill again what was billed elsewhere, or end the subscription under its schedule.</summary>
    private static readonly string[] SetByTakingOver =
    [
        "backdate_start_date",
        "billing_cycle_anchor",
        "proration_behavior",
        "cancel_at",
        "cancel_at_period_end",
    ];

    private static readonly string[] OwnFields = ["start_date", "iterations", "phases", "customer"];

    private const string DaysPath = "default_settings.invoice_settings.days_until_due";
    private const string MethodPath = "default_settings.collection_method";

    public Checked<StripeMap> ForCreate(BillingTimeline timeline)
    {
        var initial = timeline.Life.Contract.Initial;
        return from body in Mapped(initial)
            from own in Tied(initial, body)
            let whole = new StripeMap()
                .Set("end_behavior", StripeWord.Of(BillingRules.EndOf(ground.Settings)))
                .Set("billing_mode", rules.ModeOf(timeline))
                .Merge(body)
                .Set("metadata", own)
            let ended = timeline.IsOpen ? whole.Set("end_behavior", StripeWord.Of(ScheduleEnd.Release))
            : rules.EndsEarly(timeline) ? whole.Set("end_behavior", StripeWord.Of(ScheduleEnd.Cancel))
            : whole
            from reapplied in Reapplied(ended, timeline.Life.Contract)
            from collected in Checked.Of(reapplied, LacksCollection(reapplied, initial, DaysPath, MethodPath))
            select collected;
    }

    /// <summary>Mapped metadata, and the order.</summary>
    public Checked<StripeMap> Tied(Order initial, StripeMap mapped) =>
        MetadataLimits.Within(ground.Metadata.Tie(mapped.Child("metadata"), "Order", initial.Id), initial.Ref);

    /// <summary>Amendments may end a schedule that was to renew itself; what else they set anew is <see cref="Reapplied"/>.</summary>
    public Checked<StripeMap> ForUpdate(BillingTimeline timeline, ScheduleState? state) =>
        state is null || timeline.Life.Contract.Amendments.All(order => order.StripeId is not null)
            ? new StripeMap()
            : Reapplied(
                new StripeMap().Set("end_behavior", ChangedEnd(timeline, state) is { } end ? StripeWord.Of(end) : null),
                timeline.Life.Contract
            );

    /// <summary>What must become of the schedule's end when an order cuts it short, or takes that back; null leaves it.</summary>
    private ScheduleEnd? ChangedEnd(BillingTimeline timeline, ScheduleState state)
    {
        if (timeline.IsOpen)
        {
            return state is { End: ScheduleEnd.Release, IsReleased: false } ? null : ScheduleEnd.Release;
        }

        if (rules.EndsEarly(timeline))
        {
            return state.End == ScheduleEnd.Cancel ? null : ScheduleEnd.Cancel;
        }

        var isExtended = state.Phases.Length > 0 && state.Phases[^1].End < timeline.Phases[^1].End.At;
        return ground.Settings.EndBehavior == EndBehavior.Release && state.End == ScheduleEnd.Cancel && isExtended && !rules.IsMigrated(state)
            ? ScheduleEnd.Release
            : null;
    }

    /// <summary>
    /// The last amendment that is applied sets collection and due days anew, nothing else (docs/rules/plan.md 6); it does so too when it
    /// is applied along with the initial order.
    /// </summary>
    private Checked<StripeMap> Reapplied(StripeMap body, BillingContract contract) =>
        contract.Amendments.LastOrDefault(order => order.StripeId is null) is not { } last
            ? body
            : Mapped(last)
                .Select(mapped =>
                    mapped.AtPath(DaysPath) is { } days ? body.SetPath(DaysPath, days).SetPath(MethodPath, mapped.AtPath(MethodPath)) : body
                );

    /// <summary>The subscription of a contract that was billed elsewhere until now.</summary>
    public Checked<StripeMap> ForMigration(BillingTimeline timeline, TimelinePhase running, StripeValue customer, PhaseBody phases)
    {
        var initial = timeline.Life.Contract.Initial;
        var calendar = timeline.Life.Calendar.Of(running.Items[0].Line.Life.Term.PeriodMonths);
        return from mapped in Mapped(initial, MappedObject.Subscription)
            let body = SetByTakingOver.Aggregate(mapped, (left, own) => left.Remove(own))
            from items in Checked.All(running.Items.Select(phases.Item))
            from own in MigrationMetadata(initial, body)
            select StripeMap
                .Of(
                    ("customer", customer),
                    ("items", StripeList.Of(items)),
                    ("backdate_start_date", ground.Day.StartOf(timeline.Life.Start)),
                    ("billing_cycle_anchor", ground.Day.StartOf(calendar.NextAfter(ground.Day.DateOf(ground.Now)))),
                    ("proration_behavior", "none"),
                    ("payment_behavior", "default_incomplete")
                )
                .Set("billing_mode", rules.ModeOf(timeline))
                .Merge(body)
                .Set("metadata", own);
    }

    /// <summary>What the schedule made of that subscription takes besides its phases: what is mapped, as any other schedule, and a fixed end (docs/rules/contract.md 12).</summary>
    public Checked<StripeMap> ForMigratedSchedule(BillingTimeline timeline)
    {
        var initial = timeline.Life.Contract.Initial;
        return from mapped in Mapped(initial)
            let body = mapped.Remove("billing_mode") // the subscription has it already
            from own in MigrationMetadata(initial, body)
            from reapplied in Reapplied(
                body.Set("end_behavior", StripeWord.Of(timeline.IsOpen ? ScheduleEnd.Release : ScheduleEnd.Cancel)).Set("metadata", own),
                timeline.Life.Contract
            )
            select reapplied;
    }

    private Checked<StripeMap> MigrationMetadata(Order initial, StripeMap mapped)
    {
        var own = ground.Metadata.Tie(mapped.Child("metadata"), "Order", initial.Id);
        return MetadataLimits.Within(own.Set(rules.MigrationKey, "true"), initial.Ref);
    }

    /// <summary>An invoice beside the schedule is collected as the schedule's are.</summary>
    public Checked<StripeMap> CollectionOfInvoices(Order initial) =>
        ground
            .Mapper.Apply(MappedObject.Schedule, initial.Record)
            .Select(body => DaysUntilDue.Converted(body, DaysPath, initial.Ref).Value!)
            .Select(mapped =>
                StripeMap.Of(
                    ("collection_method", mapped.AtPath(MethodPath)),
                    ("days_until_due", mapped.AtPath(MethodPath) is StripeText { Value: "send_invoice" } ? mapped.AtPath(DaysPath) : null),
                    ("custom_fields", mapped.AtPath($"default_settings.invoice_settings.{CustomFields.Name}"))
                )
            );

    /// <summary>Mapped fields of a schedule, a subscription or an invoice, converted and checked.</summary>
    public Checked<StripeMap> Mapped(Order order, string objectKey = MappedObject.Schedule)
    {
        var isSchedule = objectKey == MappedObject.Schedule;
        var rendering = isSchedule ? "default_settings.invoice_settings.rendering" : "invoice_settings.rendering";
        var (daysPath, methodPath) = isSchedule ? (DaysPath, MethodPath) : ("days_until_due", "collection_method");
        return from all in ground.Mapper.Apply(objectKey, order.Record)
            let mapped = OwnFields.Aggregate(all, (left, field) => left.Remove(field))
            from offered in Checked.Of(
                mapped.RemovePath(MappedObject.Prebilling).RemovePath(rendering),
                NotOffered(mapped, order, objectKey, rendering)
            )
            from body in DaysUntilDue.Converted(offered, daysPath, order.Ref)
            let lacksDays = body.AtPath(methodPath) is StripeText { Value: "send_invoice" } && body.AtPath(daysPath) is null
            from collected in Checked.Of(
                body,
                lacksDays ? MappingErrors.CollectionNeedsDays(order.Ref)
                    : isSchedule ? null
                    : LacksCollection(body, order, daysPath, methodPath)
            )
            select collected;
    }

    /// <summary>What is charged by itself is due at once: Stripe takes days for invoices that are sent only.</summary>
    private static SyncError? LacksCollection(StripeMap body, Order order, string daysPath, string methodPath) =>
        body.AtPath(daysPath) is not null && body.AtPath(methodPath) is not StripeText { Value: "send_invoice" }
            ? MappingErrors.DaysNeedCollection(order.Ref)
            : null;

    /// <summary>Prebilling of no period is none; a rendering template belongs to the customer in this version of the API (docs/decisions/0018).</summary>
    private static ImmutableArray<SyncError> NotOffered(StripeMap mapped, Order order, string objectKey, string rendering)
    {
        SyncError NotOffered(string path, string why) => MappingErrors.MappingNotOffered(order.Ref, $"{objectKey}.{path}", why);
        var prebilling = mapped.AtPath(MappedObject.Prebilling) is { } periods && !IsBelowOne(periods);
        return
        [
            .. prebilling ? [NotOffered("prebilling.iterations", "Stripe does not offer it on schedules")] : Array.Empty<SyncError>(),
            .. mapped.AtPath(rendering) is not null
                ? [NotOffered(rendering, "Stripe keeps the template at the customer, so map customer.invoice_settings.rendering_options.template")]
                : Array.Empty<SyncError>(),
        ];
    }

    private static bool IsBelowOne(StripeValue periods) =>
        (periods is StripeNumber number ? number.Value : PlainNumber.Of((periods as StripeText)?.Value)) < 1;
}
