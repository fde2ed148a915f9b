using System.Text.Json;

namespace CpqBilling.Sandbox.Stripe.Pages;

/// <summary>How numbers and instants are written for people: dates in ISO, money with its currency, all times in UTC.</summary>
internal static class PageText
{
    private static readonly JsonSerializerOptions Indented = new(JsonText.Options) { WriteIndented = true };

    public const string Metered = "metered";

    public static string Money(decimal minor, string currency)
    {
        var digits = Currencies.MinorDigits(currency);
        var amount = minor / (decimal)Math.Pow(10, digits);
        var whole = decimal.Round(amount, digits) == amount;
        var text = Math.Abs(amount).ToString(whole ? $"#,##0.{new string('0', digits)}" : "#,##0.00##########");
        return $"{(amount < 0 ? "\u2212" : "")}{text} {currency.ToUpperInvariant()}";
    }

    /// <summary>The date alone at midnight, else with the time.</summary>
    public static string Moment(long at)
    {
        var instant = DateTimeOffset.FromUnixTimeSeconds(at);
        return instant.TimeOfDay == TimeSpan.Zero
            ? instant.ToString("yyyy-MM-dd")
            : instant.ToString(instant.Second == 0 ? "yyyy-MM-dd HH:mm" : "yyyy-MM-dd HH:mm:ss");
    }

    public static string Words(string code) => code.Replace('_', ' ');

    public static string Every(Price price) =>
        price.Interval is not { } interval ? "once"
        : price.IntervalCount == 1 ? $"per {interval}"
        : $"every {price.IntervalCount} {interval}s";

    /// <summary>A quantity and what of; usage has no quantity yet.</summary>
    public static string Of(string quantity, string product) => quantity == Metered ? $"{product}, {Metered}" : $"{quantity} × {product}";

    /// <summary>The coupon behind a discount and what it takes off.</summary>
    public static string Discount(Account account, string discountId)
    {
        var coupon = account.Coupons.Get(account.Discounts.Get(discountId).CouponId);
        var off = coupon.PercentOff is { } percent ? $"{JsonText.Plain(percent)} %" : Money(coupon.AmountOff ?? 0, coupon.Currency ?? "usd");
        return $"{coupon.Name ?? coupon.Id} ({off} off)";
    }

    public static string Json(JsonNode? node) => node is null ? "" : node.ToJsonString(Indented);

    public static string Json(byte[]? json) => json is { Length: > 0 } ? Json(JsonNode.Parse(json)) : "";

    public static string KeyEnding(string key) => $"…{key[^Math.Min(4, key.Length)..]}";
}
