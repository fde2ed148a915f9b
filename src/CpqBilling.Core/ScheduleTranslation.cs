using System.Collections.Immutable;
using CpqBilling.Core.Contract;
using CpqBilling.Core.Errors;
using CpqBilling.Core.Forecast;
using CpqBilling.Core.Settings;
using CpqBilling.Core.StripePlan;
using CpqBilling.Core.StripeState;
using CpqBilling.Core.Timeline;

namespace CpqBilling.Core;

/// <summary>Contracts with renewable lines: one schedule, one phase for every stretch of the timeline.</summary>
internal static class ScheduleTranslation
{
    public static TranslationResult Translate(TranslationContext context)
    {
        var schedule = context.Target as ScheduleState;
        CheckPreExisting(context, schedule);
        var timeline = BuildTimeline(context, schedule);
        if (context.Errors.Any || timeline is null)
        {
            return new Rejected(context.Errors.ToImmutable());
        }

        if (timeline.Phases.IsEmpty)
        {
            context.Errors.Add(OrderErrors.NothingToBill(context.Contract.Initial.Ref));
            return new Rejected(context.Errors.ToImmutable());
        }

        return schedule is null ? Create(context, timeline) : Change(context, timeline, schedule);
    }

    /// <summary>The timeline alone, for previews; null when errors stand against it.</summary>
    public static BillingTimeline? BuildTimeline(TranslationContext context, ScheduleState? schedule)
    {
        var instants = new EffectiveInstants(context.Snapshot, context.Day, context.Metadata, schedule);
        var applier = new ContractApplier(context.Contract, context.Terms, context.Lines, instants, context.Day, context.Errors);
        var coupons = context.ReadCoupons();
        if (applier.Apply() is not { } life)
        {
            return null;
        }

        CheckFrequencies(context, life);
        RampChecks.Check(context, life);
        return new TimelineBuilder(life, context.Prices, coupons, context.Settings, context.Day, context.Currency, context.Errors).Build();
    }

    private static Translated Create(TranslationContext context, BillingTimeline timeline)
    {
        var catalog = context.Catalog(null);
        var steps = Steps(context, timeline, catalog);
        var customer = context.Customer();
        StripeValue target =
            customer is null ? new StripeRef(ScheduleSteps.Key)
            : IsPreExisting(context) ? steps.Migrate(customer)
            : steps.Create(customer);
        return Finish(context, timeline, catalog, steps, target, isNew: true);
    }

    private static TranslationResult Change(TranslationContext context, BillingTimeline timeline, ScheduleState schedule)
    {
        var unsynced = context.Contract.Amendments.Where(order => order.StripeId is null).ToList();
        if (!schedule.CanChange)
        {
            return Ended(context, timeline, schedule, unsynced);
        }

        var catalog = context.Catalog(schedule);
        var steps = Steps(context, timeline, catalog);
        var difference = new ScheduleComparison(context.Snapshot.Now, context.Metadata).Difference(timeline, schedule);
        if (difference is not null && unsynced.Count == 0 && !ScheduleComparison.NeedsMorePhases(timeline, schedule, context.Snapshot.Now))
        {
            if (Drift(context, schedule, difference) is { } stopped)
            {
                return stopped;
            }
        }
        else if (difference is null && timeline.Termination is not { IsImmediate: true })
        {
            catalog.Archive();
            return Finish(context, timeline, catalog: null, steps, schedule.Id, isNew: false);
        }

        if (unsynced.Count > 0)
        {
            context.Customer();
        }

        steps.Change(schedule);
        return Finish(context, timeline, catalog, steps, schedule.Id, isNew: false);
    }

    /// <summary>A canceled schedule takes no more amendments; one canceled by a termination of this contract only needs its records.</summary>
    private static TranslationResult Ended(TranslationContext context, BillingTimeline timeline, ScheduleState schedule, List<Cpq.Order> unsynced)
    {
        if (unsynced.Count == 0 || (timeline.Termination is { } termination && unsynced.TrueForAll(order => order == termination.Order)))
        {
            return Finish(context, timeline, catalog: null, steps: null, schedule.Id, isNew: false);
        }

        foreach (var order in unsynced)
        {
            context.Errors.Add(StripeErrors.ScheduleCanceled(order.Ref, schedule.Id));
        }

        return new Rejected(context.Errors.ToImmutable());
    }

    /// <summary>Somebody changed the schedule in Stripe: stop, put ours back, or leave it (onDrift).</summary>
    private static TranslationResult? Drift(TranslationContext context, ScheduleState schedule, string difference)
    {
        switch (context.Settings.OnDrift)
        {
            case DriftRule.Overwrite:
                return null;
            case DriftRule.Keep:
                return new Skipped($"The schedule {schedule.Id} was changed in Stripe and is kept: {difference}.");
            default:
                context.Errors.Add(ChangedErrors.ScheduleDrifted(context.Contract.Initial.Ref, schedule.Id, difference));
                return new Rejected(context.Errors.ToImmutable());
        }
    }

    private static ScheduleSteps Steps(TranslationContext context, BillingTimeline timeline, CatalogSteps catalog) =>
        new(
            context.Snapshot,
            timeline,
            new PhaseBody(context.Mapper, context.Metadata, catalog, context.Prices, context.Settings, context.Day, context.Errors),
            context.Header,
            context.Metadata,
            context.Mapper,
            context.Steps
        );

    private static Translated Finish(
        TranslationContext context,
        BillingTimeline timeline,
        CatalogSteps? catalog,
        ScheduleSteps? steps,
        StripeValue target,
        bool isNew
    )
    {
        catalog?.Archive();
        var writeBack = SuccessRecords.Of(context.Contract, context.Steps, target, "schedule", order => isNew && order.StripeId is not null);
        ImmutableArray<string> nowOrders = [.. timeline.Life.Orders.Where(order => order.From.IsNow).Select(order => order.Order.Id)];
        ImmutableArray<string> terminations = timeline.Termination is { } termination ? [termination.Order.Id] : [];
        var plan = new SyncPlan([.. context.Steps.Steps], writeBack, nowOrders, terminations, steps?.ContinueAt)
        {
            FixedInstants = timeline
                .Life.Orders.Where(order => !order.From.IsNow && order.Order.IsAmendment && context.Day.AsDate(order.From.At) is null)
                .ToImmutableDictionary(order => order.Order.Id, order => order.From.At),
        };
        return new Translated(context.Contract, plan, timeline) { Forecaster = new Forecaster(timeline, Billing(context, timeline), context.Day) };
    }

    private static ScheduleBilling Billing(TranslationContext context, BillingTimeline timeline)
    {
        var schedule = context.Target as ScheduleState;
        var isMigrated = schedule is null
            ? IsPreExisting(context) && timeline.Phases[0].Start.At <= context.Snapshot.Now
            : context.Header.IsMigrated(schedule);
        return context.Header.Billing(context.Contract.Initial, timeline, schedule, isMigrated);
    }

    private static void CheckFrequencies(TranslationContext context, ContractLife life)
    {
        var frequencies = life.Lines.Select(line => line.Term.PeriodMonths).Distinct().Order().ToList();
        if (frequencies.Count > 1 && context.Settings.MixedBillingFrequencies == MixedFrequencies.Reject)
        {
            context.Errors.Add(ShapeErrors.MixedFrequencies(context.Contract.Trigger.Ref, string.Join(" and ", frequencies)));
        }
    }

    /// <summary>Billed elsewhere before: an error, or taken over without billing the past (R20).</summary>
    private static void CheckPreExisting(TranslationContext context, ScheduleState? schedule)
    {
        if (schedule is null && context.Settings.PreExistingContracts == PreExistingContracts.Reject && IsPreExisting(context))
        {
            context.Errors.Add(OrderErrors.ActivatedBeforeSyncStart(context.Contract.Trigger.Ref, $"{context.Settings.SyncStartDate:uuuu-MM-dd}"));
        }
    }

    private static bool IsPreExisting(TranslationContext context) =>
        context.Settings.SyncStartDate is { } syncStart && context.Contract.Initial.ActivatedDate < syncStart;
}
