using System.Collections.Immutable;
using System.Text.Json;
using CpqBilling.Core.Requests;
using CpqBilling.Core.StripeState;
using NodaTime;

namespace CpqBilling.Stripe.Reading;

/// <summary>A subscription of Stripe. Its periods are on its items; with several intervals the shortest running one counts.</summary>
/// <param name="priceOf">The price behind the <c>price</c> of an item.</param>
public sealed class SubscriptionParser(Func<JsonElement, PriceState> priceOf)
{
    /// <param name="items">All items, further pages included.</param>
    public SubscriptionState Parse(JsonElement subscription, IReadOnlyList<JsonElement> items) =>
        new(
            subscription.Required("id"),
            subscription.RequiredWord<SubscriptionStatus>("status"),
            subscription.IdOf("schedule"),
            Latest(items, "current_period_start") ?? subscription.RequiredTime("start_date"),
            Earliest(items, "current_period_end") ?? subscription.RequiredTime("start_date"),
            subscription.Time("cancel_at"),
            [.. items.Select(Item)],
            subscription.Metadata()
        )
        {
            CreatedAt = subscription.Time("created"),
            IsFlexible = subscription.Field("billing_mode")?.Text("type") is { } mode ? mode == "flexible" : null,
            CustomerId = subscription.IdOf("customer"),
        };

    private SubscriptionItemState Item(JsonElement item) => new(item.Required("id"), priceOf(item), item.Whole("quantity"), item.Metadata());

    private static Instant? Latest(IEnumerable<JsonElement> items, string name) =>
        Times(items, name) is { IsEmpty: false } times ? times.Max() : null;

    private static Instant? Earliest(IEnumerable<JsonElement> items, string name) =>
        Times(items, name) is { IsEmpty: false } times ? times.Min() : null;

    private static ImmutableArray<Instant> Times(IEnumerable<JsonElement> items, string name) =>
        [.. items.Select(item => item.Time(name)).OfType<Instant>()];
}
