using System.Text.Json;
using CpqBilling.Core.Requests;
using CpqBilling.Core.StripeState;

namespace CpqBilling.Core.Tests.Worlds;

/// <summary>Objects Stripe holds before a scenario begins: <c>stripe</c> in input.json, a list of { id, kind, … }.</summary>
internal static class StripeInput
{
    public static StripeObject Read(JsonElement json)
    {
        var id = json.GetProperty("id").GetString()!;
        return json.GetProperty("kind").GetString() switch
        {
            "customer" => new CustomerState(id, null, Metadata(json)),
            "product" => new ProductState(id, null, Metadata(json)),
            "price" => Price(id, json),
            "coupon" => new CouponState(
                id,
                Text(json, "name"),
                Number(json, "amountOff"),
                Number(json, "percentOff"),
                Text(json, "currency"),
                StripeWord.Read<CouponDuration>(Text(json, "duration"))!.Value,
                (int?)Number(json, "durationInMonths")
            ),
            "invoice" => new InvoiceState(id, Metadata(json)),
            "deleted" => new DeletedObject(id, Text(json, "was")!),
            "missing" => new MissingObject(id),
            var other => throw new InvalidOperationException($"{other} is no kind of Stripe object"),
        };
    }

    private static PriceState Price(string id, JsonElement json)
    {
        var months = (int?)Number(json, "months");
        var isMetered = json.TryGetProperty("metered", out var metered) && metered.GetBoolean();
        var isActive = !json.TryGetProperty("active", out var active) || active.GetBoolean();
        var shape = new PriceShape(
            Text(json, "currency") ?? "usd",
            Text(json, "product")!,
            Number(json, "unitAmount"),
            months is null ? null : new RecurringShape(months, isMetered, Text(json, "meter"))
        );
        return new PriceState(id, isActive, shape, Metadata(json));
    }

    private static ImmutableDictionary<string, string> Metadata(JsonElement json) =>
        json.TryGetProperty("metadata", out var metadata)
            ? metadata.EnumerateObject().ToImmutableDictionary(entry => entry.Name, entry => entry.Value.GetString()!)
            : ImmutableDictionary<string, string>.Empty;

    private static string? Text(JsonElement json, string name) => json.TryGetProperty(name, out var value) ? value.GetString() : null;

    private static decimal? Number(JsonElement json, string name) => json.TryGetProperty(name, out var value) ? value.GetDecimal() : null;
}
