using System.Collections.Immutable;
using System.Diagnostics;
using System.Text.Json;
using CpqBilling.Core.Requests;
using CpqBilling.Core.StripeState;

namespace CpqBilling.Stripe.Reading;

/// <summary>Looks one id up where its kind says it must be; what is not there, or is of another kind, is missing.</summary>
/// <param name="known">Prices among these complete what an expanded schedule leaves out (tiers).</param>
internal sealed class ObjectFinder(StripePages pages, ImmutableDictionary<string, StripeObject> known)
{
    private static readonly string[] PriceTiers = ["tiers"];
    private static readonly string[] SchedulePrices = ["phases.items.price", "phases.add_invoice_items.price"];
    private static readonly string[] SubscriptionPrices = ["items.data.price"];

    public async Task<StripeObject> FindAsync(NamedStripeId named, CancellationToken cancellationToken)
    {
        var (id, collection, kind, expand) = Address(named);
        var json = collection is null ? null : await pages.FindAsync(collection, id, kind, expand, cancellationToken);
        return json switch
        {
            null => new MissingObject(id),
            { } found when found.Flag("deleted") => new DeletedObject(id, kind),
            { } found => await ParseAsync(kind, found, cancellationToken),
        };
    }

    public async Task<ScheduleState> ScheduleAsync(JsonElement schedule, CancellationToken cancellationToken)
    {
        var items = schedule.Elements("phases").SelectMany(phase => phase.Elements("items").Concat(phase.Elements("add_invoice_items")));
        return new ScheduleParser(await PricesAsync(items, cancellationToken)).Parse(schedule);
    }

    private async Task<StripeObject> ParseAsync(string kind, JsonElement json, CancellationToken cancellationToken) =>
        kind switch
        {
            "customer" => CatalogueParser.Customer(json),
            "product" => CatalogueParser.Product(json),
            "price" => PriceParser.Parse(json),
            "coupon" => CatalogueParser.Coupon(json),
            "invoice" => CatalogueParser.Invoice(json),
            "subscription_schedule" => await ScheduleAsync(json, cancellationToken),
            "subscription" => await SubscriptionAsync(json, cancellationToken),
            _ => throw new UnreachableException(),
        };

    private async Task<SubscriptionState> SubscriptionAsync(JsonElement subscription, CancellationToken cancellationToken)
    {
        var items = subscription.Elements("items").ToList();
        if (subscription.Field("items") is { } list && list.Flag("has_more"))
        {
            var filter = new StripeMap().Set("subscription", subscription.Required("id"));
            items.AddRange(await pages.ListAsync("/v1/subscription_items", filter, [], items[^1].Required("id"), cancellationToken));
        }

        return new SubscriptionParser(await PricesAsync(items, cancellationToken)).Parse(subscription, items);
    }

    /// <summary>Every price the items name; those not expanded, or tiered without tiers, cost a request unless known.</summary>
    private async Task<Func<JsonElement, PriceState>> PricesAsync(IEnumerable<JsonElement> items, CancellationToken cancellationToken)
    {
        var prices = new Dictionary<string, PriceState>();
        foreach (var item in items)
        {
            var id = item.IdOf("price") ?? throw new StripeShapeException("price");
            if (!prices.ContainsKey(id))
            {
                prices[id] = await PriceAsync(id, item.Field("price")!.Value, cancellationToken);
            }
        }

        return item => prices[item.IdOf("price")!];
    }

    private async Task<PriceState> PriceAsync(string id, JsonElement price, CancellationToken cancellationToken)
    {
        if (price.ValueKind == JsonValueKind.Object && PriceParser.IsComplete(price))
        {
            return PriceParser.Parse(price);
        }

        return known.GetValueOrDefault(id) as PriceState
            ?? PriceParser.Parse(
                await pages.FindAsync("prices", id, "price", PriceTiers, cancellationToken) ?? throw new StripeShapeException($"price {id}")
            );
    }

    private static (string Id, string? Collection, string Kind, string[] Expand) Address(NamedStripeId named) =>
        named.Kind switch
        {
            StripeKind.Customer => (named.Id, "customers", "customer", []),
            StripeKind.Product => (named.Id, "products", "product", []),
            StripeKind.Price => (named.Id, "prices", "price", PriceTiers),
            StripeKind.Coupon => (named.Id, "coupons", "coupon", []),
            StripeKind.Order when HasPrefix(named, "sub_sched_") => (named.Id, "subscription_schedules", "subscription_schedule", SchedulePrices),
            StripeKind.Order when HasPrefix(named, "sub_") => (named.Id, "subscriptions", "subscription", SubscriptionPrices),
            StripeKind.Order when HasPrefix(named, "in_") => (named.Id, "invoices", "invoice", []),
            StripeKind.Order => (named.Id, null, "", []),
            _ => throw new UnreachableException(),
        };

    private static bool HasPrefix(NamedStripeId named, string prefix) => named.Id.StartsWith(prefix, StringComparison.Ordinal);
}
