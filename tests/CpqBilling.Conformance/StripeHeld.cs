using System.Text.Json;

namespace CpqBilling.Conformance;

/// <summary>Looks things up in what the Stripe sandbox held after a run.</summary>
internal sealed class StripeHeld(JsonElement stripe)
{
    private readonly Dictionary<string, JsonElement> _prices = stripe
        .GetProperty("prices")
        .EnumerateArray()
        .ToDictionary(price => price.GetProperty("id").GetString()!);
    private readonly Dictionary<string, JsonElement> _coupons = stripe
        .GetProperty("coupons")
        .EnumerateArray()
        .ToDictionary(coupon => coupon.GetProperty("id").GetString()!);
    private readonly Dictionary<string, string> _products = stripe
        .GetProperty("products")
        .EnumerateArray()
        .ToDictionary(
            product => product.GetProperty("id").GetString()!,
            product => product.GetProperty("metadata").GetProperty("salesforce_product2_id").GetString()!
        );

    public IEnumerable<JsonElement> Schedules => stripe.GetProperty("subscription_schedules").EnumerateArray();

    public IEnumerable<JsonElement> Subscriptions => stripe.GetProperty("subscriptions").EnumerateArray();

    public JsonElement Price(JsonElement item)
    {
        var price = item.GetProperty("price");
        return price.ValueKind == JsonValueKind.String ? _prices[price.GetString()!] : price;
    }

    public JsonElement Coupon(JsonElement discount) => _coupons[discount.GetProperty("coupon").GetString()!];

    public string Product(JsonElement price) => _products[price.GetProperty("product").GetString()!];
}
