using System.Collections.Immutable;
using CpqBilling.Core.Comparison;
using CpqBilling.Core.Errors;
using CpqBilling.Core.Forecast;
using CpqBilling.Core.Planning;
using CpqBilling.Core.Requests;
using CpqBilling.Core.StripeState;
using CpqBilling.Core.Timeline;
using NodaTime;

namespace CpqBilling.Core.Translation;

/// <summary>Evergreen orders: a subscription when they start today, a schedule that releases one when they start later.</summary>
/// <remarks>R18 and decisions.md 5.4: future changes are scheduled, some lines can end while others go on, a cancellation in the past cancels now.</remarks>
internal static class EvergreenTranslation
{
    public static TranslationResult Translate(TranslationContext context)
    {
        var life = new EvergreenReader(context).Read();
        var coupons = context.ReadCoupons();
        var today = context.Day.DateOf(context.Snapshot.Now);
        if (life is not null && context.Target is null && life.Start < today)
        {
            context.Errors.Add(ShapeErrors.EvergreenBackdated(context.Contract.Initial.Ref, $"{life.Start:uuuu-MM-dd}"));
        }

        CheckChanges(context, life, today);
        CheckGaps(context, life, today);
        if (life is null || context.Errors.Any)
        {
            return new Rejected(context.Errors.ToImmutable());
        }

        if (life.Lines.IsEmpty)
        {
            context.Errors.Add(OrderErrors.NothingToBill(context.Contract.Initial.Ref));
            return new Rejected(context.Errors.ToImmutable());
        }

        var steps = new EvergreenSteps(context, life, coupons, today);
        var result = Translate(context, life, steps, today);
        return result is Translated translated
            ? translated with
            {
                Forecaster = () => new EvergreenForecaster(context, life, coupons).Forecast(),
            }
            : result;
    }

    private static TranslationResult Translate(TranslationContext context, EvergreenLife life, EvergreenSteps steps, LocalDate today) =>
        context.Target switch
        {
            null => Create(context, life, steps, today),
            ScheduleState { Status: "not_started" } schedule => Reschedule(context, steps, schedule),
            ScheduleState schedule when Subscription(context, schedule) is { } subscription => Change(context, life, steps, subscription),
            ScheduleState { Status: "canceled" or "completed" } schedule => Canceled(context, life, schedule.Id, "schedule", false),
            SubscriptionState subscription => Change(context, life, steps, subscription),
            _ => Missing(context),
        };

    private static SubscriptionState? Subscription(TranslationContext context, ScheduleState schedule) =>
        context.Snapshot.Stripe.Find(schedule.ReleasedSubscriptionId ?? schedule.SubscriptionId) as SubscriptionState;

    private static Rejected Missing(TranslationContext context)
    {
        context.Errors.Add(ShapeErrors.EvergreenSubscriptionMissing(context.Contract.Initial.Ref));
        return new Rejected(context.Errors.ToImmutable());
    }

    private static TranslationResult Create(TranslationContext context, EvergreenLife life, EvergreenSteps steps, LocalDate today)
    {
        if (context.Customer() is not { } customer)
        {
            return new Rejected(context.Errors.ToImmutable());
        }

        if (life.Start > today)
        {
            return Finish(context, steps.CreateSchedule(customer), "schedule");
        }

        return Finish(context, steps.CreateSubscription(customer), "subscription");
    }

    private static TranslationResult Reschedule(TranslationContext context, EvergreenSteps steps, ScheduleState schedule)
    {
        if (context.Contract.Orders.All(order => order.StripeId is not null))
        {
            return new Translated(context.Contract, SyncPlan.Nothing, null);
        }

        steps.UpdateSchedule(schedule);
        return Finish(context, schedule.Id, "schedule");
    }

    private static TranslationResult Change(TranslationContext context, EvergreenLife life, EvergreenSteps steps, SubscriptionState subscription)
    {
        var unsynced = context.Contract.Amendments.Where(order => order.StripeId is null).ToImmutableArray();
        var isRepointed = context.Contract.Initial.StripeId != subscription.Id;
        if (subscription.IsCanceled && !unsynced.IsEmpty)
        {
            return Canceled(context, life, subscription.Id, "subscription", isRepointed);
        }

        var waiting = context.Snapshot.Stripe.Find(subscription.ScheduleId) as ScheduleState;
        var drift = subscription.IsCanceled ? null : new EvergreenDrift(context, life, subscription, waiting).Find();
        if (drift?.Decide(context) is { } stopped)
        {
            return stopped;
        }

        if (unsynced.IsEmpty && drift is null)
        {
            return isRepointed && subscription.ScheduleId is null
                ? Finish(context, subscription.Id, "subscription", repoints: true)
                : new Translated(context.Contract, SyncPlan.Nothing, null);
        }

        if (subscription.CancelAt is not null && life.CanceledOn is null)
        {
            return Refused(context, subscription.Id);
        }

        if (subscription.ScheduleId is { } held && (waiting is null || !CanBePlannedAnew(context, waiting)))
        {
            context.Errors.Add(ShapeErrors.EvergreenHeldBySchedule((unsynced.LastOrDefault() ?? context.Contract.Initial).Ref, held));
        }

        context.Customer();
        steps.ChangeSubscription(subscription, waiting, unsynced);
        return Finish(context, subscription.Id, "subscription", isRepointed);
    }

    /// <summary>Whether the schedule is of this contract, or plans nothing: one that took the subscription over and was told no more.</summary>
    private static bool CanBePlannedAnew(TranslationContext context, ScheduleState waiting) =>
        waiting.Phases.Any(phase =>
            context.Contract.Orders.Any(order => phase.Metadata.GetValueOrDefault(context.Metadata.IdKey("Order")) == order.Id)
        ) || (waiting.EndBehavior == "release" && waiting.Phases.Count(phase => phase.End > context.Snapshot.Now) == 1);

    /// <summary>Canceled in Stripe: by an order of this contract that only needs its records, or nothing can be changed any more.</summary>
    private static TranslationResult Canceled(TranslationContext context, EvergreenLife life, string id, string kind, bool repoints)
    {
        var unsynced = context.Contract.Amendments.Where(order => order.StripeId is null);
        var isApplied = life.CanceledOn is not null && unsynced.All(order => order.Lines.All(line => line.Quantity < 0));
        return isApplied ? Finish(context, id, kind, repoints) : Refused(context, id);
    }

    private static Rejected Refused(TranslationContext context, string id)
    {
        foreach (var order in context.Contract.Amendments.Where(order => order.StripeId is null))
        {
            context.Errors.Add(StripeErrors.ScheduleCanceled(order.Ref, id));
        }

        return new Rejected(context.Errors.ToImmutable());
    }

    /// <summary>What is added bills from now on: an amendment of the past would leave the days in between unbilled.</summary>
    private static void CheckChanges(TranslationContext context, EvergreenLife? life, LocalDate today)
    {
        var held = context.Target switch
        {
            SubscriptionState subscription => subscription,
            ScheduleState schedule => Subscription(context, schedule),
            _ => null,
        };
        var key = context.Metadata.IdKey("OrderItem");
        var late = (life?.Lines ?? [])
            .Where(line => line.Order is { IsAmendment: true, StripeId: null } && line.Start < today && line.EndExclusive is null)
            .Where(line => held?.Items.Any(item => item.Metadata.GetValueOrDefault(key) == line.Line.Id) != true);
        foreach (var order in late.Select(line => line.Order).Distinct())
        {
            context.Errors.Add(ShapeErrors.EvergreenBackdated(order.Ref, $"{order.Quote!.StartDate:uuuu-MM-dd}"));
        }
    }

    /// <summary>A subscription cannot pause: until it ends for good something runs.</summary>
    private static void CheckGaps(TranslationContext context, EvergreenLife? life, LocalDate today)
    {
        var changes = life?.ChangesAfter(life.Start).ToList() ?? [];
        foreach (var (from, until) in changes.Zip(changes.Skip(1)).Where(gap => gap.Second > today && !life!.RunningOn(gap.First).Any()))
        {
            context.Errors.Add(OrderErrors.GapInContract(context.Contract.Initial.Ref, $"{from:uuuu-MM-dd}", $"{until:uuuu-MM-dd}"));
        }
    }

    private static TranslationResult Finish(TranslationContext context, StripeValue target, string kind, bool repoints = false)
    {
        if (context.Errors.Any)
        {
            return new Rejected(context.Errors.ToImmutable());
        }

        var initial = context.Contract.Initial;
        var writeBack = SuccessRecords.Of(
            context.Contract,
            context.Steps,
            target,
            kind,
            order => (repoints && order == initial) || (target is StripeRef && order.StripeId is not null)
        );
        var plan = new SyncPlan([.. context.Steps.Steps], writeBack, [.. EvergreenMoments.Sent(context)], [], null);
        return new Translated(context.Contract, plan, null);
    }
}
