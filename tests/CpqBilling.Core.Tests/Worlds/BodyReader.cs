using CpqBilling.Core.Planning;
using CpqBilling.Core.Requests;
using CpqBilling.Core.Settings;
using CpqBilling.Core.StripeState;

namespace CpqBilling.Core.Tests.Worlds;

/// <summary>Reads request bodies into what Stripe holds after them.</summary>
internal static class BodyReader
{
    private static readonly ImmutableDictionary<string, string> NoMetadata = ImmutableDictionary<string, string>.Empty;

    /// <summary>The object a create request makes; null for kinds nobody reads back.</summary>
    public static StripeObject? Object(string id, string resource, StripeMap body, IReadOnlyDictionary<string, StripeObject> objects, Instant now) =>
        resource switch
        {
            "customers" => new CustomerState(id, StripeJson.Write(body), NoMetadata),
            "products" => new ProductState(id, StripeJson.Write(body), NoMetadata),
            "prices" => new PriceState(id, true, Shape(body), Metadata(body)),
            "coupons" => Coupon(id, body),
            "invoices" => new InvoiceState(id, Metadata(body)),
            "subscriptions" => Subscription(id, body, objects, now),
            "subscription_schedules" when body["phases"] is StripeList phases => Schedule(id, body, phases, objects) with
            {
                CreatedAt = now,
                IsFlexible = body.AtPath("billing_mode.type") is StripeText { Value: "flexible" },
            },
            "subscription_schedules" when Text(body["from_subscription"]) is { } taken => TakenOver(id, (SubscriptionState)objects[taken]) with
            {
                CreatedAt = now,
            },
            _ => null,
        };

    public static StripeObject Changed(
        StripeObject known,
        PlanStep step,
        StripeMap body,
        IReadOnlyDictionary<string, StripeObject> objects,
        Instant now
    ) =>
        known switch
        {
            PriceState price => price with { IsActive = body["active"] is not StripeFlag { Value: false } },
            CustomerState customer => customer with { LastSent = StripeJson.Write(body) },
            ProductState product => product with { LastSent = StripeJson.Write(body) },
            ScheduleState schedule when body["phases"] is StripeList phases => Rephased(schedule, phases, objects, now) with
            {
                Metadata = schedule.Metadata.SetItems(Metadata(body)),
                End = StripeWord.Read<ScheduleEnd>(Text(body["end_behavior"])) ?? schedule.End,
            },
            SubscriptionState subscription when step.Method == StripeMethod.Delete => subscription with { Status = SubscriptionStatus.Canceled },
            _ => known,
        };

    public static PriceShape Shape(StripeMap body)
    {
        var recurring = body["recurring"] as StripeMap;
        return new PriceShape(
            Text(body["currency"])!,
            Text(body["product"])!,
            Number(body["unit_amount_decimal"]),
            recurring is null
                ? null
                : new RecurringShape((int?)Number(recurring["interval_count"]), Text(recurring["usage_type"]) == "metered", Text(recurring["meter"])),
            StripeWord.Read<TiersMode>(Text(body["tiers_mode"])),
            [
                .. Items(body["tiers"])
                    .Select(tier => new PriceTier(
                        (long?)Number(tier["up_to"]),
                        Number(tier["unit_amount_decimal"]),
                        Number(tier["flat_amount_decimal"])
                    )),
            ],
            StripeWord.Read<TaxBehavior>(Text(body["tax_behavior"]))
        );
    }

    public static string? Text(StripeValue? value) => (value as StripeText)?.Value;

    public static decimal? Number(StripeValue? value) => (value as StripeNumber)?.Value;

    public static IEnumerable<StripeMap> Items(StripeValue? list) => (list as StripeList)?.Items.OfType<StripeMap>() ?? [];

    private static CouponState Coupon(string id, StripeMap body) =>
        new(
            id,
            Text(body["name"]),
            Number(body["amount_off"]),
            Number(body["percent_off"]),
            Text(body["currency"]),
            StripeWord.Read<CouponDuration>(Text(body["duration"]))!.Value,
            (int?)Number(body["duration_in_months"])
        );

    private static ScheduleState Schedule(string id, StripeMap body, StripeList phases, IReadOnlyDictionary<string, StripeObject> objects) =>
        new(
            id,
            ScheduleStatus.NotStarted,
            Text(body["customer"])!,
            null,
            null,
            StripeWord.Read<ScheduleEnd>(Text(body["end_behavior"]))!.Value,
            null,
            [.. Phases(phases, ((StripeTime)body["start_date"]!).Value, objects, Instant.MinValue)],
            Metadata(body)
        );

    /// <summary>A schedule made from a subscription has the running period as its only phase.</summary>
    private static ScheduleState TakenOver(string id, SubscriptionState subscription) =>
        new(
            id,
            ScheduleStatus.Active,
            subscription.CustomerId!,
            subscription.Id,
            null,
            ScheduleEnd.Release,
            subscription.CurrentPeriodStart,
            [
                new PhaseState(
                    subscription.CurrentPeriodStart,
                    subscription.CurrentPeriodEnd,
                    ProrationBehavior.None,
                    [.. subscription.Items.Select(item => new PhaseItemState(item.Price, item.Quantity, [], item.Metadata))],
                    [],
                    [],
                    null,
                    NoMetadata
                ),
            ],
            NoMetadata
        );

    /// <summary>Past phases stay; what was sent replaces the running and the future ones.</summary>
    private static ScheduleState Rephased(ScheduleState schedule, StripeList phases, IReadOnlyDictionary<string, StripeObject> objects, Instant now)
    {
        var second = Instant.FromUnixTimeSeconds(now.ToUnixTimeSeconds());
        var sent = Phases(phases, schedule.CurrentPhaseStart ?? second, objects, second).ToList();
        return schedule with { Phases = [.. schedule.Phases.Where(phase => phase.End <= sent[0].Start), .. sent] };
    }

    private static IEnumerable<PhaseState> Phases(StripeList phases, Instant start, IReadOnlyDictionary<string, StripeObject> objects, Instant now)
    {
        foreach (var phase in Items(phases))
        {
            var from = TimeOf(phase["start_date"], now) ?? start;
            var end = TimeOf(phase["end_date"], now)!.Value;
            yield return new PhaseState(
                from,
                end,
                StripeWord.Read<ProrationBehavior>(Text(phase["proration_behavior"])) ?? ProrationBehavior.CreateProrations,
                [.. Items(phase["items"]).Select(item => Item(item, objects))],
                [.. Items(phase["add_invoice_items"]).Select(item => Item(item, objects))],
                [.. Items(phase["discounts"]).Select(discount => Text(discount["coupon"])!)],
                TimeOf(phase["trial_end"], now),
                Metadata(phase)
            );
            start = end;
        }
    }

    private static PhaseItemState Item(StripeMap item, IReadOnlyDictionary<string, StripeObject> objects) =>
        new(
            item["price"] is { } price
                ? (PriceState)objects[Text(price)!]
                : new PriceState("inline", true, Shape((StripeMap)item["price_data"]!), NoMetadata),
            (long?)Number(item["quantity"]),
            [.. Items(item["discounts"]).Select(discount => Text(discount["coupon"])!)],
            Metadata(item)
        );

    private static SubscriptionState Subscription(string id, StripeMap body, IReadOnlyDictionary<string, StripeObject> objects, Instant now) =>
        new(
            id,
            SubscriptionStatus.Active,
            null,
            now,
            now + Duration.FromDays(30),
            (body["cancel_at"] as StripeTime)?.Value,
            [.. Items(body["items"]).Select((item, index) => SubscriptionItem($"{id}/si_{index}", item, objects))],
            Metadata(body)
        )
        {
            CreatedAt = now,
            CustomerId = Text(body["customer"]),
        };

    private static SubscriptionItemState SubscriptionItem(string id, StripeMap item, IReadOnlyDictionary<string, StripeObject> objects) =>
        new(id, (PriceState)objects[Text(item["price"])!], (long?)Number(item["quantity"]), Metadata(item));

    private static Instant? TimeOf(StripeValue? value, Instant now) =>
        value switch
        {
            StripeTime time => time.Value,
            StripeText { Value: "now" } => now,
            _ => null,
        };

    private static ImmutableDictionary<string, string> Metadata(StripeMap body) =>
        body["metadata"] is StripeMap own ? own.Entries.ToImmutableDictionary(entry => entry.Key, entry => Text(entry.Value) ?? "") : NoMetadata;
}
