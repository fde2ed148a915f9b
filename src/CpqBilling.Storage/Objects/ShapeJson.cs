using System.Collections.Immutable;
using System.Text.Json;
using CpqBilling.Core.Requests;
using CpqBilling.Core.StripeState;

namespace CpqBilling.Storage.Objects;

/// <summary>What a price or a coupon bills, as the object map keeps it. Amounts are decimals, which JSON keeps exactly.</summary>
internal static class ShapeJson
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        NumberHandling = System.Text.Json.Serialization.JsonNumberHandling.Strict,
        // As Stripe writes them, and as rows of earlier versions have them.
        Converters = { new System.Text.Json.Serialization.JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
        DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull,
    };

    public static string? Write(StripeObject stripe) =>
        stripe switch
        {
            PriceState { Shape: { IsTiered: true, Tiers.IsDefaultOrEmpty: true } } => null, // an answer that left the tiers out
            PriceState price => JsonSerializer.Serialize(StoredPrice.Of(price), Options),
            CouponState coupon => JsonSerializer.Serialize(coupon, Options),
            _ => null,
        };

    public static PriceState Price(string json) => JsonSerializer.Deserialize<StoredPrice>(json, Options)!.ToState();

    public static CouponState Coupon(string json) => JsonSerializer.Deserialize<CouponState>(json, Options)!;

    /// <summary>A price whose absent tiers stay absent: an immutable array has a third state that JSON does not know.</summary>
    private sealed record StoredPrice(
        string Id,
        bool IsActive,
        string Currency,
        string Product,
        decimal? UnitAmount,
        RecurringShape? Recurring,
        TiersMode? TiersMode,
        PriceTier[]? Tiers,
        TaxBehavior? TaxBehavior
    )
    {
        public static StoredPrice Of(PriceState price) =>
            new(
                price.Id,
                price.IsActive,
                price.Shape.Currency,
                price.Shape.Product,
                price.Shape.UnitAmount,
                price.Shape.Recurring,
                price.Shape.TiersMode,
                price.Shape.Tiers.IsDefault ? null : [.. price.Shape.Tiers],
                price.Shape.TaxBehavior
            );

        public PriceState ToState() =>
            new(
                Id,
                IsActive,
                new PriceShape(Currency, Product, UnitAmount, Recurring, TiersMode, Tiers is null ? default : [.. Tiers], TaxBehavior),
                ImmutableDictionary<string, string>.Empty
            );
    }
}
