using System.Collections.Immutable;
using CpqBilling.Core.Comparison;
using CpqBilling.Core.Contract;
using CpqBilling.Core.Errors;
using CpqBilling.Core.Forecast;
using CpqBilling.Core.Planning;
using CpqBilling.Core.Requests;
using CpqBilling.Core.Settings;
using CpqBilling.Core.StripeState;
using CpqBilling.Core.Timeline;

namespace CpqBilling.Core.Translation;

/// <summary>Contracts with renewable lines: one schedule, one phase for every stretch of the timeline.</summary>
internal static class ScheduleTranslation
{
    /// <param name="edit">What was billed until an edit counts that this run applies.</param>
    public static TranslationResult Translate(TranslationContext context, SoldUntil? edit)
    {
        if (context.Contract.HasEvergreenLines && context.Target is InvoiceState)
        {
            context.Errors.Add(ShapeErrors.EvergreenSubscriptionMissing(context.Contract.Initial.Ref));
            return new Rejected(context.Errors.ToImmutable());
        }

        var schedule = context.Held;
        if (RefuseAfterCancellation(context, schedule))
        {
            return new Rejected(context.Errors.ToImmutable());
        }

        var timeline = Timeline(context, schedule, edit);
        if (timeline is not null)
        {
            PhaseLimits.Check(timeline, context.Settings, schedule, context.Errors);
        }

        if (context.Errors.Any || timeline is null)
        {
            if (timeline is { Phases.IsEmpty: false } && schedule is null)
            {
                Create(context, timeline); // what is wrong with mapped values shows when bodies are made
            }

            return new Rejected(context.Errors.ToImmutable());
        }

        if (timeline.Phases.IsEmpty)
        {
            context.Errors.Add(OrderErrors.NothingToBill(context.Contract.Initial.Ref));
            return new Rejected(context.Errors.ToImmutable());
        }

        CheckGoingOn(context, timeline, schedule);
        return schedule is null ? Create(context, timeline) : Change(context, timeline, schedule);
    }

    /// <summary>A schedule that a termination of this contract has canceled is not taken up again by what a later order adds.</summary>
    private static bool RefuseAfterCancellation(TranslationContext context, ScheduleState? schedule)
    {
        var terminations = context.Snapshot.TerminationInstants;
        if (schedule is not { Status: "canceled" } || !context.Contract.Amendments.Any(order => terminations.ContainsKey(order.Id)))
        {
            return false;
        }

        var late = context
            .Contract.Amendments.Where(order => order.StripeId is null && !terminations.ContainsKey(order.Id))
            .Where(order => order.Lines.Any(line => line is { IsRecurring: true, IsSkipped: false, Quantity: > 0 }))
            .ToList();
        late.ForEach(order => context.Errors.Add(OrderErrors.AmendedAfterCancellation(order.Ref, schedule.Id)));
        return late.Count > 0;
    }

    /// <summary>What is charged once at the end runs there at no price, and would go on at none.</summary>
    private static void CheckGoingOn(TranslationContext context, BillingTimeline timeline, ScheduleState? schedule)
    {
        var isNew = schedule is null || context.Contract.Amendments.Any(order => order.StripeId is null);
        if (!isNew || timeline.Termination is not null || !context.Header.GoesOn(context.Contract.Initial, timeline, schedule))
        {
            return;
        }

        foreach (var item in timeline.Phases[^1].Items.Where(item => item.Price == item.Line.Zero))
        {
            context.Errors.Add(ShapeErrors.GoesOnForFree(item.Line.Life.Line.Ref));
        }
    }

    /// <summary>The timeline of the contract, edits that were applied included; null when errors stand against it.</summary>
    public static BillingTimeline? Timeline(TranslationContext context, ScheduleState? schedule, SoldUntil? edit = null)
    {
        var timeline = BuildTimeline(context, schedule);
        IEnumerable<SoldUntil> revisions = [.. context.Sent?.Revisions ?? [], .. edit is null ? [] : new[] { edit }];
        return timeline is null || schedule is null ? timeline : EditedTimeline.Of(context, timeline, revisions, schedule);
    }

    /// <summary>The timeline of the records as the context has them.</summary>
    public static BillingTimeline? BuildTimeline(TranslationContext context, ScheduleState? schedule)
    {
        var isTakenOver = schedule is null ? PreExistence.Of(context) : context.Header.IsMigrated(schedule);
        var amendments = context.Contract.Amendments;
        var forgotten = amendments.Where(order => !context.Snapshot.EffectiveInstants.ContainsKey(order.Id));
        var instants = new EffectiveInstants(context.Snapshot.Now, context.Day)
        {
            Remembered = context.Snapshot.EffectiveInstants,
            Terminations = context.Snapshot.TerminationInstants,
            Schedule = schedule is null ? null : HeldOrders.Of(schedule, context.Metadata, forgotten),
            BilledElsewhere = isTakenOver ? [.. amendments.Where(order => PreExistence.Of(order, context)).Select(order => order.Id)] : [],
        };
        var applier = new ContractApplier(context.Contract, context.Terms, context.Lines, instants, context.Calendar);
        var coupons = context.ReadCoupons();
        if (!context.Errors.Take(applier.Apply(), out var applied))
        {
            return null;
        }

        var life = OneTimePlacement.Settle(applied, context.Settings, context.Day);

        CheckFrequencies(context, life);
        context.Errors.AddRange(RampChecks.ErrorsOf(life.Contract));
        var timeline = new TimelineBuilder(life, context.Prices, coupons, context.Settings, context.Day, context.Currency, context.Errors)
        {
            MadeLateAt = MadeLateAt(context, life, schedule),
        }.Build();
        return timeline.Phases.IsEmpty || timeline.Coupons.IsEmpty
            ? timeline
            : PaidDiscounts.Settle(timeline, Billing(context, timeline, schedule), context.Day);
    }

    /// <summary>When the schedule is or was made, if that is a day after the contract's first.</summary>
    private static NodaTime.Instant? MadeLateAt(TranslationContext context, ContractLife life, ScheduleState? schedule)
    {
        var madeAt = schedule is null ? context.Snapshot.Now : schedule.CreatedAt;
        return madeAt is { } at && context.Day.DateOf(at) > life.Start ? at : null;
    }

    private static TranslationResult Create(TranslationContext context, BillingTimeline timeline)
    {
        if (PreExistence.Of(context) && timeline.OpenPhases(context.Snapshot.Now).IsEmpty)
        {
            return new Skipped(
                $"The contract was billed elsewhere and ended on {context.Day.DateOf(timeline.Phases[^1].End.At).PlusDays(-1):uuuu-MM-dd}."
            );
        }

        if (!PreExistence.Of(context) && PastContract.IsOver(timeline, context.Snapshot.Now))
        {
            return context.Target is InvoiceState ? Invoice(context, timeline) : PastContract.Decide(context, timeline) ?? Invoice(context, timeline);
        }

        PastContract.CheckStart(context, timeline);
        var catalog = context.Catalog(null);
        var steps = Steps(context, timeline, catalog);
        var customer = context.Customer();
        if (SubscriptionSteps.CanCarry(timeline, context.Snapshot.Now, context.Header) && !PreExistence.Of(context))
        {
            var phases = Phases(context, catalog);
            var plan = new SubscriptionSteps(context.Snapshot.Now, timeline, phases, context.Header, context.Steps);
            var subscription = customer is null ? new StripeRef(SubscriptionSteps.Key) : plan.Create(customer);
            BesideInvoices.Plan(context, timeline, catalog, customer);
            return Finish(context, timeline, catalog, null, new Place(subscription, "subscription", IsNew: true));
        }

        StripeValue target =
            customer is null ? new StripeRef(ScheduleSteps.Key)
            : PreExistence.Of(context) ? steps.Migrate(customer)
            : steps.Create(customer);
        BesideInvoices.Plan(context, timeline, catalog, customer);
        return Finish(context, timeline, catalog, steps, new Place(target, "schedule", IsNew: true));
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
        var comparison = new ScheduleComparison(context.Snapshot.Now, context.Metadata);
        var differs =
            comparison.Difference(timeline, schedule) is not null || (unsynced.Count > 0 && comparison.NamesOtherOrders(timeline, schedule));
        if (!differs && timeline.Termination is not { IsImmediate: true })
        {
            BesideInvoices.Plan(context, timeline, catalog, BesideInvoices.PayingCustomer(context, schedule));
            return Finish(context, timeline, catalog, steps, PlaceOf(context, schedule));
        }

        CheckHolder(context, schedule);
        var drift = IsAsSent(context, schedule) ? null : DriftDetector.Find(context, timeline, schedule, comparison);
        if (drift?.Decide(context) is { } stopped)
        {
            return stopped;
        }

        if (unsynced.Count > 0)
        {
            context.Customer();
        }

        steps.Change(schedule, differs, isUndoing: drift is { Waiting.IsEmpty: true });
        BesideInvoices.Plan(context, timeline, catalog, BesideInvoices.PayingCustomer(context, schedule), schedule);
        return Finish(context, timeline, catalog, steps, PlaceOf(context, schedule));
    }

    /// <summary>A schedule that still is what Stripe answered last was changed by nobody, whatever has become of orders and settings since.</summary>
    private static bool IsAsSent(TranslationContext context, ScheduleState schedule) =>
        context.Sent is { Held: { IsEmpty: false } held } && HeldPhases.Difference(held, schedule, context.Snapshot.Now) is null;

    /// <summary>A canceled schedule takes no more amendments; one canceled by a termination of this contract only needs its records.</summary>
    private static TranslationResult Ended(TranslationContext context, BillingTimeline timeline, ScheduleState schedule, List<Cpq.Order> unsynced)
    {
        if (unsynced.Count == 0 || (timeline.Termination is { } termination && unsynced.TrueForAll(order => order == termination.Order)))
        {
            var fees = unsynced.Count == 0 ? null : context.Catalog(schedule);
            BesideInvoices.Plan(context, timeline, fees, BesideInvoices.PayingCustomer(context, schedule));
            return Finish(context, timeline, fees, steps: null, PlaceOf(context, schedule));
        }

        if (schedule.Status == "completed" || unsynced.TrueForAll(order => order == timeline.Termination?.Order || IsInvoice(timeline, order)))
        {
            return AfterTheEnd(context, timeline, schedule, unsynced);
        }

        if (schedule.Status == "released" && context.Contract.HasEvergreenLines)
        {
            context.Errors.Add(ShapeErrors.EvergreenSubscriptionMissing(context.Contract.Initial.Ref));
            return new Rejected(context.Errors.ToImmutable());
        }

        foreach (var order in unsynced)
        {
            context.Errors.Add(StripeErrors.ScheduleCanceled(order.Ref, schedule.Id));
        }

        return new Rejected(context.Errors.ToImmutable());
    }

    /// <summary>No schedule is left to change: what an order brings is one invoice, in full, for its time is over or is not the schedule's.</summary>
    private static TranslationResult AfterTheEnd(
        TranslationContext context,
        BillingTimeline timeline,
        ScheduleState schedule,
        List<Cpq.Order> unsynced
    )
    {
        var late = new LateOrder(context.Prices, context.Settings, context.Currency);
        var coupons = context.ReadCoupons();
        var rest = unsynced.Where(order => order != timeline.Termination?.Order && !IsInvoice(timeline, order));
        var told = timeline with { Invoices = [.. timeline.Invoices, .. rest.Select(order => late.Invoice(order, context.Snapshot.Now, coupons))] };
        var catalog = context.Catalog(schedule);
        BesideInvoices.Plan(context, told, catalog, BesideInvoices.PayingCustomer(context, schedule));
        return context.Errors.Any
            ? new Rejected(context.Errors.ToImmutable())
            : Finish(context, told, catalog, steps: null, PlaceOf(context, schedule));
    }

    /// <summary>A contract that was over before it was synced: an invoice of each order, of what CPQ sold.</summary>
    private static TranslationResult Invoice(TranslationContext context, BillingTimeline timeline)
    {
        var late = new LateOrder(context.Prices, context.Settings, context.Currency);
        var coupons = context.ReadCoupons();
        var told = timeline with { Invoices = [.. context.Contract.Orders.Select(order => late.Invoice(order, context.Snapshot.Now, coupons))] };
        var catalog = context.Catalog(null);
        BesideInvoices.Plan(context, told, catalog, context.Contract.Orders.Any(order => order.StripeId is null) ? context.Customer() : null);
        return context.Errors.Any
            ? new Rejected(context.Errors.ToImmutable())
            : Finish(context, told, catalog, null, new Place(new StripeRef(InvoiceSteps.KeyOf(context.Contract.Initial)), "invoice", IsNew: false));
    }

    private static bool IsInvoice(BillingTimeline timeline, Cpq.Order order) =>
        timeline.Invoices.Any(invoice => invoice.IsWholeOrder && invoice.Order == order);

    private static PhaseBody Phases(TranslationContext context, CatalogSteps catalog) =>
        new(context.Mapper, context.Metadata, catalog, context.Prices, context.Settings, context.Day, context.Errors);

    private static ScheduleSteps Steps(TranslationContext context, BillingTimeline timeline, CatalogSteps catalog) =>
        new(context.Snapshot, timeline, Phases(context, catalog), context.Header, context.Metadata, context.Mapper, context.Steps)
        {
            Marks = SentMarks.Of(context.Sending, context.Metadata),
        };

    /// <summary>The id that orders keep: a schedule's, until it has let its subscription go.</summary>
    private static Place PlaceOf(TranslationContext context, ScheduleState schedule)
    {
        var isSubscription = schedule.IsReleased || (context.Target?.Id != schedule.Id && schedule.SubscriptionId is not null);
        var id = isSubscription ? schedule.SubscriptionId! : schedule.Id;
        var isMoved = isSubscription && schedule.IsReleased && context.Contract.Initial.StripeId is { } held && held != id;
        return new Place(id, isSubscription ? "subscription" : "schedule", IsNew: false) { IsMoved = isMoved };
    }

    /// <summary>A subscription without an end may be held by a schedule that somebody else made of it, which is not ours to change.</summary>
    private static void CheckHolder(TranslationContext context, ScheduleState schedule)
    {
        if (!schedule.IsTakenOver || !context.Contract.HasEvergreenLines || context.Header.IsMigrated(schedule))
        {
            return;
        }

        var orderKey = context.Metadata.IdKey("Order");
        var isOurs = schedule.Phases.Any(phase => context.Contract.Orders.Any(order => phase.Metadata.GetValueOrDefault(orderKey) == order.Id));
        var plansNothing = schedule.EndBehavior == "release" && schedule.Phases.Count(phase => phase.End > context.Snapshot.Now) == 1;
        if (schedule.IsReleased ? schedule.HeldBy is not null : !isOurs && !plansNothing)
        {
            var order = context.Contract.Amendments.LastOrDefault(order => order.StripeId is null) ?? context.Contract.Initial;
            context.Errors.Add(ShapeErrors.EvergreenHeldBySchedule(order.Ref, schedule.HeldBy ?? schedule.Id));
        }
    }

    private static Translated Finish(TranslationContext context, BillingTimeline timeline, CatalogSteps? catalog, ScheduleSteps? steps, Place place)
    {
        catalog?.Archive();
        var writeBack = SuccessRecords.Of(
            context.Contract,
            context.Steps,
            place.Target,
            place.Kind,
            order => (place.IsNew && order.StripeId is not null) || (place.IsMoved && order == context.Contract.Initial)
        );
        writeBack = writeBack.Telling(timeline.Notes);
        ImmutableArray<string> terminations = timeline.Termination is { } termination ? [termination.Order.Id] : [];
        var plan = new SyncPlan([.. context.Steps.Steps], writeBack, NowOrders(context, timeline), terminations, steps?.ContinueAt);
        return new Translated(context.Contract, plan, timeline)
        {
            Forecaster = () =>
                MovedBills.Of(context, timeline) ? null : new Forecaster(timeline, Billing(context, timeline, context.Held), context.Day).Forecast(),
        };
    }

    public static ScheduleBilling Billing(TranslationContext context, BillingTimeline timeline, ScheduleState? schedule)
    {
        var isMigrated = schedule is null
            ? PreExistence.Of(context) && timeline.Phases[0].Start.At <= context.Snapshot.Now
            : context.Header.IsMigrated(schedule);
        return context.Header.Billing(context.Contract.Initial, timeline, schedule, isMigrated);
    }

    /// <summary>Orders that came late: now, or a second later when the running phase began this very second. The latter must be remembered as well, for a reduction leaves no line to tell it.</summary>
    private static ImmutableArray<OrderInstant> NowOrders(TranslationContext context, BillingTimeline timeline) =>
        [
            .. timeline
                .Life.Orders.Where(order => order.From.IsNow || order.From.At != context.Day.StartOf(order.Terms.Start))
                .Where(order => order.Order.IsAmendment && !context.Snapshot.EffectiveInstants.ContainsKey(order.Order.Id))
                .Select(order => new OrderInstant(order.Order.Id, order.From.IsNow && !order.IsInvoice ? null : order.From.At)),
        ];

    private static void CheckFrequencies(TranslationContext context, ContractLife life)
    {
        var frequencies = life.Lines.Select(line => line.Term.PeriodMonths).Distinct().Order().ToList();
        if (frequencies.Count > 1 && context.Settings.MixedBillingFrequencies == MixedFrequencies.Reject)
        {
            context.Errors.Add(ShapeErrors.MixedFrequencies(context.Contract.Trigger.Ref, string.Join(" and ", frequencies)));
        }
    }

    /// <summary>Where a contract is billed, as its orders keep it.</summary>
    /// <param name="Kind">Stripe's word for it.</param>
    private sealed record Place(StripeValue Target, string Kind, bool IsNew)
    {
        /// <summary>The initial order names the schedule that has let this subscription go.</summary>
        public bool IsMoved { get; init; }
    }
}
