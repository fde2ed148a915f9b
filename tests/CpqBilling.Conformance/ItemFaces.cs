using System.Text.Json;

namespace CpqBilling.Conformance;

/// <summary>One line of text for a phase item, the same for the case's words and for Stripe's.</summary>
internal sealed class ItemFaces(StripeHeld held, bool isRamp)
{
    private static readonly string[] ComparedMetadata =
    [
        "salesforce_proration",
        "salesforce_backend_proration",
        "salesforce_credit",
        "salesforce_effective_termination_date",
        "custom_metadata_field",
    ];

    public IEnumerable<string> Expected(IEnumerable<JsonElement> items) => items.Select(Expected);

    public IEnumerable<string> Actual(IEnumerable<JsonElement> items) => items.Select(Actual);

    public static string Coupon(JsonElement coupon) =>
        $"{Text(coupon, "amount_off")}|{Number(coupon, "percent_off")}|{Text(coupon, "duration")}|{Text(coupon, "duration_in_months")}|{Text(coupon, "currency")}|{Text(coupon, "name")}";

    public static string HeldCoupon(JsonElement coupon) => Coupon(coupon);

    private string Expected(JsonElement item)
    {
        var price = item.GetProperty("price");
        var recurring = price.TryGetProperty("recurring", out var interval)
            ? $"{interval.GetProperty("months")}mo {interval.GetProperty("usageType")}"
            : "once";
        var tiers = price.TryGetProperty("tiers", out var list)
            ? $" {Text(price, "tiersMode")} {string.Join(";", list.EnumerateArray().Select(tier => $"{Text(tier, "upTo")}:{Text(tier, "unit")}:{Text(tier, "flat")}"))}"
            : "";
        var marks = price.TryGetProperty("marks", out var marked) ? marked.EnumerateArray().Select(mark => mark.GetString()!) : [];
        var metadata = item.TryGetProperty("metadata", out var own) ? own : default;
        var coupons = item.TryGetProperty("coupons", out var discounts) ? string.Join(",", discounts.EnumerateArray().Select(Coupon)) : "";
        return $"{Text(item, "orderItem")} x{Text(item, "quantity")} {Text(price, "unitAmountDecimal")} {Text(price, "currency")} {Text(price, "product")} {recurring}{tiers} [{Marks(marks)}] {Metadata(metadata)} {coupons} {Period(item, "timestamp")}";
    }

    private string Actual(JsonElement item)
    {
        var price = held.Price(item);
        var recurring = price.GetProperty("recurring") is { ValueKind: JsonValueKind.Object } interval
            ? $"{Months(interval)}mo {interval.GetProperty("usage_type")}"
            : "once";
        var tiers =
            Text(price, "billing_scheme") == "tiered"
                ? $" {Text(price, "tiers_mode")} {string.Join(";", price.GetProperty("tiers").EnumerateArray().Select(tier => $"{Text(tier, "up_to")}:{Text(tier, "unit_amount_decimal")}:{Text(tier, "flat_amount_decimal")}"))}"
                : "";
        var marks = price
            .GetProperty("metadata")
            .EnumerateObject()
            .Where(entry => entry.Value.GetString() == "true" && entry.Name.StartsWith("salesforce_", StringComparison.Ordinal))
            .Select(entry => entry.Name["salesforce_".Length..]);
        var coupons = string.Join(",", item.GetProperty("discounts").EnumerateArray().Select(discount => HeldCoupon(held.Coupon(discount))));
        var line = Text(item.GetProperty("metadata"), "salesforce_order_item_id");
        return $"{line} x{Text(item, "quantity")} {Text(price, "unit_amount_decimal")} {Text(price, "currency")} {held.Product(price)} {recurring}{tiers} [{Marks(marks)}] {Metadata(item.GetProperty("metadata"))} {coupons} {Period(item, "timestamp")}";
    }

    private static int Months(JsonElement interval) =>
        interval.GetProperty("interval_count").GetInt32() * (interval.GetProperty("interval").GetString() == "year" ? 12 : 1);

    /// <summary>Informational marks and, on ramps, all of them are left out.</summary>
    private string Marks(IEnumerable<string> marks) =>
        isRamp ? "" : string.Join("+", marks.Where(mark => mark is "duplicate" or "proration" or "frontend_proration").Order(StringComparer.Ordinal));

    private static string Metadata(JsonElement metadata) =>
        metadata.ValueKind != JsonValueKind.Object
            ? ""
            : string.Join(
                ",",
                metadata
                    .EnumerateObject()
                    .Where(entry => ComparedMetadata.Contains(entry.Name))
                    .Select(entry => $"{entry.Name}={entry.Value}")
                    .Order(StringComparer.Ordinal)
            );

    /// <summary>Timestamps are compared exactly; the relative kinds have other names today than when they were recorded.</summary>
    private static string Period(JsonElement item, string kind) =>
        item.TryGetProperty("period", out var period) && Text(period.GetProperty("start"), "type") == kind
            ? $"{Text(period.GetProperty("start"), kind)}-{Text(period.GetProperty("end"), kind)}"
            : "";

    private static string Text(JsonElement item, string name) =>
        item.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value.ToString() : "";

    private static string Number(JsonElement item, string name) =>
        item.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number ? $"{value.GetDecimal() / 1.0000000m}" : "";
}
