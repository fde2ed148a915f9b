using System.Collections.Immutable;
using CpqBilling.Core.Cpq;
using CpqBilling.Core.Mapping;
using CpqBilling.Core.Pricing;
using CpqBilling.Core.Requests;
using CpqBilling.Core.Settings;
using CpqBilling.Core.StripeState;
using CpqBilling.Core.Timeline;
using CpqBilling.Core.Translation;
using NodaTime;

namespace CpqBilling.Core.Planning;

/// <summary>The requests of evergreen contracts.</summary>
internal sealed class EvergreenSteps(TranslationContext context, EvergreenLife life, ImmutableArray<CouponSpec> coupons, LocalDate today)
{
    private const string SubscriptionPath = "/v1/subscriptions";
    private const string SchedulePath = "/v1/subscription_schedules";
    private readonly EvergreenPeriods _periods = new(context, life);
    private readonly CatalogSteps _catalog = context.Catalog(null);
    private readonly Order _initial = context.Contract.Initial;

    public StripeValue CreateSubscription(StripeValue customer)
    {
        var body = new StripeMap()
            .Set("customer", customer)
            .Set("items", StripeList.Of(life.FirstOn(today).Select(Item)))
            .Set("add_invoice_items", Charges(life.ChargesDueBy(today)))
            .Set("discounts", OrderDiscounts(_initial, isFirst: true))
            .SetPath("billing_mode.type", context.Settings.BillingMode == BillingMode.Flexible ? "flexible" : "classic");
        body.Merge(context.Header.Mapped(_initial, MappedObject.Subscription));
        body.Set("metadata", context.Metadata.Tie(body["metadata"] as StripeMap ?? new StripeMap(), "Order", _initial.Id));
        MetadataLimits.Check(body["metadata"], _initial.Ref, context.Errors);
        var subscription = context.Steps.Create("subscription", SubscriptionPath, body, _initial.Ref, _initial.Ref);
        if (life.CanceledOn is { } canceled && !life.ChangesBeforeItEnds(today))
        {
            // A date given with the creation would make Stripe charge a share of the first period only.
            Cancel($"{SubscriptionPath}/{{ref:{subscription.Step}}}", canceled);
        }
        else if (life.ChangesBeforeItEnds(today))
        {
            TakeOver(subscription, null);
        }

        _catalog.Archive();
        return subscription;
    }

    public StripeValue CreateSchedule(StripeValue customer)
    {
        var body = new StripeMap()
            .Set("customer", customer)
            .Set("start_date", context.Day.StartOf(life.Start))
            .Merge(context.Header.ForCreate(_initial))
            .Set("end_behavior", EndBehavior)
            .Set("phases", StripeList.Of(Phases(life.Start, isCreate: true)));
        var schedule = context.Steps.Create("schedule", SchedulePath, body, _initial.Ref, _initial.Ref);
        if (life.IsCanceledBy(life.Start))
        {
            CancelSchedule($"{{ref:{schedule.Step}}}");
        }

        _catalog.Archive();
        return schedule;
    }

    /// <summary>A schedule that has not begun: all of it is sent again, or it is canceled.</summary>
    public void UpdateSchedule(ScheduleState schedule)
    {
        if (life.IsCanceledBy(life.Start))
        {
            CancelSchedule(schedule.Id);
            return;
        }

        var body = new StripeMap()
            .Set("end_behavior", EndBehavior)
            .Set("phases", StripeList.Of(Phases(life.Start, isCreate: false)))
            .Set("proration_behavior", "none");
        var basis = string.Join('|', schedule.Phases.Select(phase => $"{phase.Start}-{phase.Items.Length}"));
        context.Steps.Change("schedule/update", $"{SchedulePath}/{schedule.Id}", body, basis, Source.Ref);
        _catalog.Archive();
    }

    /// <param name="waiting">The schedule that holds the subscription until a change that an earlier order planned.</param>
    public void ChangeSubscription(SubscriptionState subscription, ScheduleState? waiting, ImmutableArray<Order> unsynced)
    {
        var path = $"{SubscriptionPath}/{subscription.Id}";
        if (life.CanceledOn is { } canceled && canceled <= today)
        {
            Cancel(path, canceled);
            return;
        }

        var changed = ChangeItems(subscription, path, unsynced);
        if (waiting is not null && life.ChangesAfter(today).Any())
        {
            StripeValue start = changed is null ? waiting.CurrentPhaseStart! : new StripeRef($"{changed}#schedule.current_phase.start_date");
            Plan(waiting.Id, start, $"{Source.Id}{Again}");
        }
        else if (waiting is not null)
        {
            context.Steps.Change("schedule/release", $"{SchedulePath}/{waiting.Id}/release", new StripeMap(), "", Source.Ref);
        }
        else if (life.ChangesBeforeItEnds(today))
        {
            TakeOver(subscription.Id, subscription.CurrentPeriodStart);
        }
        else if (life.CanceledOn is { } last)
        {
            Cancel(path, last);
        }

        _catalog.Archive();
    }

    private string EndBehavior => life.CanceledOn is null ? "release" : "cancel";

    /// <summary>What changes by today: new lines under Stripe's own proration; lines that end cost nothing more and give nothing back.</summary>
    /// <returns>The last step of it; null when nothing changes.</returns>
    private string? ChangeItems(SubscriptionState subscription, string path, ImmutableArray<Order> unsynced)
    {
        var running = life.RunningOn(today).ToList();
        var added = running.Where(line => Held(subscription, line) is null).ToList();
        var removed = subscription.Items.Where(item => running.TrueForAll(line => Held(subscription, line) != item)).ToList();
        var charges = life.OneTimeLines.Where(line => line.Date <= today && unsynced.Contains(line.Order)).Select(line => line.Charge).ToList();
        var basis = string.Join(',', subscription.Items.Select(item => item.Id)) + Again;
        string? last = null;
        if (added.Count > 0 || charges.Count > 0)
        {
            var body = new StripeMap()
                .Set("items", added.Count == 0 ? null : StripeList.Of(added.Select(StripeValue (line) => RunningItem(line))))
                .Set("add_invoice_items", Charges(charges))
                .Set("discounts", added.Count > 0 ? OrderDiscounts(Source, IsUnbilled(Source)) : null);
            Send("subscription/update", body);
        }

        if (removed.Count > 0)
        {
            var gone = removed.Select(StripeValue (item) => new StripeMap().Set("id", item.Id).Set("deleted", true));
            Send("subscription/remove", new StripeMap().Set("items", StripeList.Of(gone)).Set("proration_behavior", "none"));
        }

        var changed = running
            .Select(line => (Line: line, Item: Held(subscription, line)))
            .Where(pair => pair.Item is not null && Differs(pair.Line, pair.Item))
            .ToList();
        if (changed.Count > 0)
        {
            // Somebody changed them in Stripe (onDrift).
            var back = changed.Select(StripeValue (pair) => RunningItem(pair.Line).Set("id", pair.Item!.Id));
            basis += context.Snapshot.Now;
            Send("subscription/correct", new StripeMap().Set("items", StripeList.Of(back)).Set("proration_behavior", "none"));
        }

        return last;

        void Send(string key, StripeMap body)
        {
            // A schedule that holds the subscription begins a new phase with it: the answer says when.
            var expand = subscription.ScheduleId is null ? null : StripeList.Of([(StripeValue)"schedule"]);
            context.Steps.Change(key, path, body.Set("expand", expand), basis, Source.Ref);
            last = key;
        }
    }

    private static bool Differs(EvergreenLine line, SubscriptionItemState item) =>
        (!line.Line.IsMetered && item.Quantity != line.Quantity) || item.Price.Shape.DifferenceFrom(line.Price.Shape) is not null;

    private void CancelSchedule(string id)
    {
        var flags = new StripeMap().Set("invoice_now", false).Set("prorate", false);
        context.Steps.Change("schedule/cancel", $"{SchedulePath}/{id}/cancel", flags, "", Source.Ref);
    }

    /// <summary>Without an order to apply, only what somebody did in Stripe is undone, which may have to be sent twice a day (docs/decisions/0012).</summary>
    private string Again => context.Contract.Orders.All(order => order.StripeId is not null) ? $"{context.Snapshot.Now}" : "";

    private Order Source => context.Contract.Amendments.LastOrDefault(order => order.StripeId is null) ?? _initial;

    /// <summary>Today or before: now; later: on the day. Nothing is credited and nothing billed on top.</summary>
    private void Cancel(string path, LocalDate canceled)
    {
        if (canceled <= today)
        {
            var flags = new StripeMap().Set("invoice_now", false).Set("prorate", false);
            context.Steps.Add(new PlanStep("subscription/cancel", StripeMethod.Delete, path, flags, "", Source.Ref));
            return;
        }

        var body = new StripeMap().Set("cancel_at", context.Day.StartOf(canceled)).Set("proration_behavior", "none");
        context.Steps.Change("subscription/cancel_at", path, body, $"{canceled}{Again}", Source.Ref);
    }

    /// <summary>Future changes of a running subscription: a schedule takes it over until the last change and releases it.</summary>
    private void TakeOver(StripeValue subscription, Instant? phaseStart)
    {
        // A subscription is taken over anew for each change that is planned: the same request is another one then.
        var taking = new StripeMap().Set("from_subscription", subscription);
        var schedule = context.Steps.Create("schedule", SchedulePath, taking, Source.Ref, null, state: $"{Source.Id}{Again}");
        StripeValue start = phaseStart is { } known ? known : new StripeRef($"{schedule.Step}#current_phase.start_date");
        Plan($"{{ref:{schedule.Step}}}", start, $"from_subscription{Again}");
    }

    /// <param name="start">Of the phase that runs, which Stripe does not let anybody move.</param>
    private void Plan(string schedule, StripeValue start, string basis)
    {
        var body = new StripeMap()
            .Set("end_behavior", EndBehavior)
            .Set("phases", StripeList.Of(Phases(today, isCreate: false, start)))
            .Set("proration_behavior", "none");
        context.Steps.Change("schedule/update", $"{SchedulePath}/{schedule}", body, basis, Source.Ref);
    }

    /// <summary>Phases cut at every change; the last lasts one second before the subscription is released.</summary>
    private IEnumerable<StripeValue> Phases(LocalDate from, bool isCreate, StripeValue? firstStart = null)
    {
        var starts = new[] { from }.Concat(life.ChangesAfter(from)).ToList();
        Order? previous = null;
        for (var index = 0; index < starts.Count; index++)
        {
            var items = (index == 0 ? life.FirstOn(starts[index]) : life.RunningOn(starts[index])).ToList();
            if (items.Count == 0)
            {
                yield break;
            }

            var start = context.Day.StartOf(starts[index]);
            var end = index + 1 < starts.Count ? context.Day.StartOf(starts[index + 1]) : start + Duration.FromSeconds(1);
            var order = items.Select(line => line.Order).MaxBy(order => context.Contract.Amendments.IndexOf(order))!;
            var runs = index == 0 && firstStart is not null;
            var isFirst = runs ? IsUnbilled(order) : order != previous;
            previous = order;
            yield return new StripeMap()
                .Set(
                    "items",
                    StripeList.Of(items.Select(StripeValue (line) => runs ? RunningItem(line) : Item(line, isFirst: line.Start == starts[index])))
                )
                .Set("add_invoice_items", firstStart is null || index > 0 ? Charges(OneTimeOn(starts[index], index == 0)) : null)
                .Set("proration_behavior", index > 0 && OnlyAdds(starts[index]) ? "create_prorations" : "none")
                .Set(
                    "start_date",
                    isCreate ? null
                        : index == 0 && firstStart is not null ? firstStart
                        : start
                )
                .Set("end_date", end)
                .Set("discounts", OrderDiscounts(order, isFirst))
                .Set("metadata", context.Metadata.Of("Order", order.Id));
        }
    }

    /// <summary>A line that is added inside a period is billed for the rest of it, as it is when it is added today; one that ends gives nothing back.</summary>
    private bool OnlyAdds(LocalDate date) => life.Lines.Any(line => line.Start == date) && life.Lines.All(line => line.EndExclusive != date);

    private IEnumerable<PricedCharge> OneTimeOn(LocalDate date, bool isFirst) =>
        life.OneTimeLines.Where(line => line.Date == date || (isFirst && line.Date < date)).Select(line => line.Charge);

    private StripeValue Item(EvergreenLine line) => Item(line, isFirst: true);

    private StripeMap RunningItem(EvergreenLine line) => Item(line, isFirst: !_periods.HasBeenBilled(line, context.Snapshot.Now));

    private bool IsUnbilled(Order order) => !_periods.HasBeenBilled(order, context.Snapshot.Now);

    /// <param name="isFirst">Whether this is the line's first phase: a coupon of once has been used up later (decisions.md 4.7).</param>
    private StripeMap Item(EvergreenLine line, bool isFirst)
    {
        var mapped = context.Mapper.Apply(MappedObject.Item, line.Line.Record, new StripeMap()).Remove("quantity");
        var own = context.Metadata.Tie(mapped["metadata"] as StripeMap ?? new StripeMap(), "OrderItem", line.Line.Id);
        MetadataLimits.Check(own, line.Line.Ref, context.Errors);
        return new StripeMap()
            .Set("price", _catalog.IdOf(line.Price, line.Line))
            .Set("quantity", line.Line.IsMetered ? null : (StripeValue)(decimal)line.Quantity)
            .Merge(mapped)
            .Set("metadata", own)
            .Set("discounts", Discounts(coupons.Where(coupon => coupon.LineId == line.Line.Id && (isFirst || !coupon.IsOnce))));
    }

    private SubscriptionItemState? Held(SubscriptionState subscription, EvergreenLine line) =>
        subscription.Items.FirstOrDefault(item => item.Metadata.GetValueOrDefault(context.Metadata.IdKey("OrderItem")) == line.Line.Id);

    private StripeList? Charges(IEnumerable<PricedCharge> charges)
    {
        var list = charges
            .Select(
                StripeValue (charge) =>
                    new StripeMap()
                        .Set("price", _catalog.IdOf(charge.Price, charge.Line))
                        .Set("quantity", (decimal)charge.Quantity)
                        .Set("metadata", context.Metadata.Of("OrderItem", charge.Line.Id))
                        .Set("discounts", Discounts(coupons.Where(coupon => coupon.LineId == charge.Line.Id)))
            )
            .ToList();
        return list.Count == 0 ? null : StripeList.Of(list);
    }

    /// <summary>Coupons of an order stand where it has the last word (docs/decisions/0010), those of once the first time only.</summary>
    private StripeList? OrderDiscounts(Order order, bool isFirst) =>
        Discounts(coupons.Where(coupon => coupon.LineId is null && coupon.OrderId == order.Id && (isFirst || !coupon.IsOnce)));

    private StripeList? Discounts(IEnumerable<CouponSpec> applied)
    {
        var list = applied.Select(StripeValue (coupon) => new StripeMap().Set("coupon", _catalog.IdOf(coupon))).ToList();
        return list.Count == 0 ? null : StripeList.Of(list);
    }
}
