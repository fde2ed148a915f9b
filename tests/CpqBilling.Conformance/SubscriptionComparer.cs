using System.Text.Json;

namespace CpqBilling.Conformance;

/// <summary>Evergreen subscriptions: status, cancellation, collection, items by order line.</summary>
internal static class SubscriptionComparer
{
    public static IEnumerable<string> Differences(JsonElement expected, StripeHeld held)
    {
        var actual = held.Subscriptions.Select(Face).ToList();
        foreach (var subscription in expected.EnumerateArray())
        {
            var face = Expected(subscription);
            if (!actual.Contains(face))
            {
                yield return $"no subscription {face}, but {string.Join(" and ", actual)}";
            }
        }
    }

    private static string Expected(JsonElement subscription)
    {
        var items = subscription
            .GetProperty("items")
            .EnumerateArray()
            .Select(item => $"{item.GetProperty("orderItem")}x{item.GetProperty("quantity")}");
        return $"{subscription.GetProperty("status")} {subscription.GetProperty("cancelOn")} {subscription.GetProperty("collectionMethod")} {subscription.GetProperty("daysUntilDue")} {string.Join(",", items.Order(StringComparer.Ordinal))}";
    }

    private static string Face(JsonElement subscription)
    {
        var isCanceled = subscription.GetProperty("status").GetString() == "canceled";
        var cancelAt = subscription.GetProperty("cancel_at");
        var cancelOn =
            cancelAt.ValueKind == JsonValueKind.Number && !isCanceled
                ? DateTimeOffset.FromUnixTimeSeconds(cancelAt.GetInt64()).ToString("yyyy-MM-dd")
                : "";
        var items = subscription
            .GetProperty("items")
            .GetProperty("data")
            .EnumerateArray()
            .Select(item =>
                $"{item.GetProperty("metadata").GetProperty("salesforce_order_item_id")}x{(item.TryGetProperty("quantity", out var quantity) ? quantity : default)}"
            );
        return $"{subscription.GetProperty("status")} {cancelOn} {subscription.GetProperty("collection_method")} {subscription.GetProperty("days_until_due")} {string.Join(",", items.Order(StringComparer.Ordinal))}";
    }
}
