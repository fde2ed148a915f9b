using System.Text.Json.Serialization;

namespace CpqBilling.Sandbox.Stripe.Catalogue;

internal sealed class Customer : StripeObject
{
    public string? Name { get; set; }
    public string? Email { get; set; }
    public string? Phone { get; set; }
    public string? Description { get; set; }
    public string? BusinessName { get; set; }
    public string? IndividualName { get; set; }
    public JsonNode? Address { get; set; }
    public JsonNode? Shipping { get; set; }
    public Dictionary<string, string> Metadata { get; set; } = [];

    /// <summary>Minor units; negative is credit.</summary>
    public long Balance { get; set; }
    public string? Currency { get; set; }
    public string InvoicePrefix { get; set; } = "";
    public long NextInvoiceSequence { get; set; } = 1;
    public string? DefaultPaymentMethod { get; set; }
    public JsonNode? InvoiceCustomFields { get; set; }
    public string? InvoiceFooter { get; set; }
    public IReadOnlyList<string> PreferredLocales { get; set; } = [];
    public string TaxExempt { get; set; } = "none";
    public string? TestClockId { get; set; }
    public bool IsDeleted { get; set; }
    public bool IsDelinquent { get; set; }
}

internal sealed class Product : StripeObject
{
    public string Name { get; set; } = "";
    public bool IsActive { get; set; } = true;
    public string? Description { get; set; }
    public string? DefaultPrice { get; set; }
    public IReadOnlyList<string> Images { get; set; } = [];
    public JsonNode? MarketingFeatures { get; set; }
    public JsonNode? PackageDimensions { get; set; }
    public Dictionary<string, string> Metadata { get; set; } = [];
    public bool? IsShippable { get; set; }
    public string? StatementDescriptor { get; set; }
    public string? TaxCode { get; set; }
    public string? UnitLabel { get; set; }
    public string? Url { get; set; }
    public string Type { get; set; } = "service";
    public long Updated { get; set; }
    public bool IsDeleted { get; set; }
}

/// <summary>One step of a tiered price; <c>UpTo</c> null is the open end.</summary>
internal sealed record PriceTier(long? UpTo, decimal? UnitAmount, decimal? FlatAmount);

internal sealed class Price : StripeObject
{
    private readonly Dictionary<string, Price> _inOther = [];

    public string Currency { get; set; } = "usd";
    public string ProductId { get; set; } = "";

    /// <summary>Minor units per unit; null for tiered prices.</summary>
    public decimal? UnitAmount { get; set; }
    public IReadOnlyList<PriceTier>? Tiers { get; set; }
    public string? TiersMode { get; set; }

    /// <summary>day, week, month or year; null for one-time prices.</summary>
    public string? Interval { get; set; }
    public int IntervalCount { get; set; } = 1;
    public bool IsMetered { get; set; }
    public string? MeterId { get; set; }
    public long? TrialPeriodDays { get; set; }
    public long? TransformDivideBy { get; set; }
    public bool TransformRoundsUp { get; set; }
    public string? LookupKey { get; set; }
    public string? Nickname { get; set; }
    public Dictionary<string, string> Metadata { get; set; } = [];
    public bool IsActive { get; set; } = true;
    public string TaxBehavior { get; set; } = "unspecified";

    public JsonNode? CurrencyOptions
    {
        get;
        set
        {
            field = value;
            _inOther.Clear();
        }
    }

    public JsonNode? CustomUnitAmount { get; set; }

    public bool IsRecurring => Interval is not null;

    /// <summary>The same price in another currency that it has; itself when it has no other.</summary>
    public Price In(string? currency)
    {
        if (currency is null || currency == Currency || CurrencyOptions?[currency] is not JsonObject option)
        {
            return this;
        }

        if (!_inOther.TryGetValue(currency, out var other))
        {
            other = (Price)MemberwiseClone();
            (other.Currency, other.Shown) = (currency, null);
            other.UnitAmount = PriceJson.Amount(option, "unit_amount");
            other.Tiers = option["tiers"] is JsonArray tiers ? [.. tiers.Select(PriceJson.ReadTier)] : null;
            _inOther[currency] = other;
        }

        return other;
    }

    /// <summary>The price and its plan as subscription items show them; dropped when the price changes.</summary>
    [JsonIgnore]
    public (Fragment Price, Fragment Plan)? Shown { get; set; }
}

internal sealed class Coupon : StripeObject
{
    public decimal? PercentOff { get; set; }
    public long? AmountOff { get; set; }
    public string? Currency { get; set; }
    public string Duration { get; set; } = "once";
    public int? DurationInMonths { get; set; }
    public string? Name { get; set; }
    public Dictionary<string, string> Metadata { get; set; } = [];
    public long? MaxRedemptions { get; set; }
    public long? RedeemBy { get; set; }
    public IReadOnlyList<string>? AppliesToProducts { get; set; }
    public JsonNode? CurrencyOptions { get; set; }
    public long TimesRedeemed { get; set; }
    public bool IsDeleted { get; set; }

    /// <summary>The amount it takes off in a currency; null when it says nothing about that currency.</summary>
    public long? AmountOffIn(string currency) =>
        AmountOff is null || currency == Currency ? AmountOff : CurrencyOptions?[currency]?["amount_off"]?.GetValue<long>();

    public bool IsValid(long now) => !IsDeleted && !(RedeemBy < now) && !(TimesRedeemed >= MaxRedemptions);
}

internal sealed class PromotionCode : StripeObject
{
    public string Code { get; set; } = "";
    public string CouponId { get; set; } = "";
    public string? CustomerId { get; set; }
    public bool IsActive { get; set; } = true;
    public long? ExpiresAt { get; set; }
    public long? MaxRedemptions { get; set; }
    public long TimesRedeemed { get; set; }
    public Dictionary<string, string> Metadata { get; set; } = [];
    public bool IsFirstTimeOnly { get; set; }
    public long? MinimumAmount { get; set; }
    public string? MinimumAmountCurrency { get; set; }

    public bool IsUsable(long now) => IsActive && !(ExpiresAt <= now) && !(TimesRedeemed >= MaxRedemptions);
}

/// <summary>A coupon redeemed on something.</summary>
internal sealed class Discount : StripeObject
{
    public string CouponId { get; set; } = "";
    public string? PromotionCodeId { get; set; }
    public string? CustomerId { get; set; }
    public string? SubscriptionId { get; set; }
    public string? SubscriptionItemId { get; set; }
    public string? InvoiceId { get; set; }
    public string? InvoiceItemId { get; set; }
    public long Start { get; set; }
    public long? End { get; set; }

    public bool IsInForce(long at) => Start <= at && !(End <= at);
}

internal sealed class Meter : StripeObject
{
    public string DisplayName { get; set; } = "";
    public string EventName { get; set; } = "";
    public string Formula { get; set; } = "sum";
    public string CustomerKey { get; set; } = "stripe_customer_id";
    public string ValueKey { get; set; } = "value";
    public string? EventTimeWindow { get; set; }
    public bool IsActive { get; set; } = true;
    public long? DeactivatedAt { get; set; }
    public long Updated { get; set; }
}

internal sealed class MeterEvent : CustomerObject
{
    public string MeterId { get; set; } = "";
    public long Timestamp { get; set; }
    public decimal Value { get; set; }
    public bool IsCancelled { get; set; }
}

internal sealed class BalanceTransaction : CustomerObject
{
    public long Amount { get; set; }
    public string Currency { get; set; } = "usd";
    public long EndingBalance { get; set; }
    public string Type { get; set; } = "adjustment";
    public string? Description { get; set; }
    public string? InvoiceId { get; set; }
    public string? CreditNoteId { get; set; }
    public Dictionary<string, string> Metadata { get; set; } = [];
}
