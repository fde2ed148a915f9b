using System.Text.Json;

namespace CpqBilling.Conformance;

/// <summary>Invoices, invoice items and subscriptions that were fetched from Stripe itself: the sandbox must have billed the same.</summary>
internal static class FinalComparer
{
    private static readonly string[] InvoiceFacts =
    [
        "amount_due",
        "billing_reason",
        "collection_method",
        "currency",
        "starting_balance",
        "subtotal",
        "total",
    ];

    private static readonly string[] ItemFacts = ["amount", "currency", "discountable", "proration", "quantity"];

    public static IEnumerable<string> Differences(JsonElement file, JsonElement stripe)
    {
        if (!file.TryGetProperty("stripeFinal", out var final))
        {
            return [];
        }

        return Missing(final, stripe, "invoices", Invoice, Invoice)
            .Concat(Missing(final, stripe, "invoiceitems", item => Item(item, ItemFacts), item => Item(item, ItemFacts)))
            .Concat(Missing(final, stripe, "subscriptions", Recorded, Held));
    }

    private static IEnumerable<string> Missing(
        JsonElement final,
        JsonElement stripe,
        string kind,
        Func<JsonElement, string> recorded,
        Func<JsonElement, string> held
    )
    {
        if (!final.TryGetProperty(kind, out var wanted))
        {
            yield break;
        }

        var found = stripe.GetProperty(kind).EnumerateArray().Select(held).ToList();
        foreach (var face in wanted.EnumerateArray().Select(recorded))
        {
            if (!found.Remove(face))
            {
                yield return $"{kind}\n    {face}\n  is not among\n    {string.Join("\n    ", found)}";
            }
        }
    }

    private static string Invoice(JsonElement invoice)
    {
        var lines = invoice.GetProperty("lines");
        var all = lines.ValueKind == JsonValueKind.Array ? lines : lines.GetProperty("data");
        return $"{Facts(invoice, InvoiceFacts)}: {string.Join("; ", all.EnumerateArray().Select(Line))}";
    }

    private static string Line(JsonElement line) =>
        $"{line.GetProperty("amount")} {line.GetProperty("currency")} × {line.GetProperty("quantity")} {Period(line)} proration {IsProration(line)}";

    private static string Item(JsonElement item, string[] facts) =>
        $"{Facts(item, facts)} {Period(item)} of {(item.GetProperty("metadata").TryGetProperty("salesforce_order_item_id", out var line) ? line.GetString() : "no line")}";

    /// <summary>As it was recorded, when the period still stood on the subscription.</summary>
    private static string Recorded(JsonElement subscription) => Subscription(subscription, subscription);

    private static string Held(JsonElement subscription) => Subscription(subscription, subscription.GetProperty("items").GetProperty("data")[0]);

    private static string Subscription(JsonElement subscription, JsonElement period) =>
        Facts(subscription, ["billing_cycle_anchor", "cancel_at", "cancel_at_period_end", "collection_method", "start_date", "status"])
        + $" until {period.GetProperty("current_period_end")} because {subscription.GetProperty("cancellation_details").GetProperty("reason")}";

    private static string Facts(JsonElement owner, string[] names) => string.Join(", ", names.Select(name => $"{name} {owner.GetProperty(name)}"));

    private static string Period(JsonElement owner) =>
        $"[{owner.GetProperty("period").GetProperty("start")}, {owner.GetProperty("period").GetProperty("end")})";

    private static bool IsProration(JsonElement line) =>
        line.TryGetProperty("proration", out var recorded)
            ? recorded.GetBoolean()
            : line.GetProperty("parent").EnumerateObject().Where(part => part.Value.ValueKind == JsonValueKind.Object).Any(HasProration);

    private static bool HasProration(JsonProperty part) => part.Value.TryGetProperty("proration", out var proration) && proration.GetBoolean();
}
