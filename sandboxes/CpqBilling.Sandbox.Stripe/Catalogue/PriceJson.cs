namespace CpqBilling.Sandbox.Stripe.Catalogue;

internal static class PriceJson
{
    public static JsonObject Render(Price price) =>
        new()
        {
            ["id"] = price.Id,
            ["object"] = "price",
            ["active"] = price.IsActive,
            ["billing_scheme"] = price.Tiers is null ? "per_unit" : "tiered",
            ["created"] = price.Created,
            ["currency"] = price.Currency,
            ["custom_unit_amount"] = CustomAmount(price.CustomUnitAmount),
            ["livemode"] = false,
            ["lookup_key"] = price.LookupKey,
            ["metadata"] = JsonText.Metadata(price.Metadata),
            ["nickname"] = price.Nickname,
            ["product"] = price.ProductId,
            ["recurring"] = price.IsRecurring ? Recurrence(price) : null,
            ["tax_behavior"] = price.TaxBehavior,
            ["tiers_mode"] = price.TiersMode,
            ["transform_quantity"] = Transform(price),
            ["type"] = price.IsRecurring ? "recurring" : "one_time",
            ["unit_amount"] = Whole(price.UnitAmount),
            ["unit_amount_decimal"] = JsonText.Plain(price.UnitAmount),
        };

    /// <summary>The price and its plan inside of a subscription item, which is written far more often than prices change.</summary>
    public static (JsonObject Price, JsonObject Plan) Embedded(Price price)
    {
        var (own, plan) = price.Shown ??= (
            new Fragment(Render(price).ToJsonString(JsonText.Options)),
            new Fragment(PlanJson.Render(price).ToJsonString(JsonText.Options))
        );
        return (own.New(), plan.New());
    }

    public static JsonArray Tiers(IReadOnlyList<PriceTier> tiers) =>
        JsonText.Array(
            tiers,
            tier => new JsonObject
            {
                ["flat_amount"] = Whole(tier.FlatAmount),
                ["flat_amount_decimal"] = JsonText.Plain(tier.FlatAmount),
                ["unit_amount"] = Whole(tier.UnitAmount),
                ["unit_amount_decimal"] = JsonText.Plain(tier.UnitAmount),
                ["up_to"] = tier.UpTo,
            }
        );

    /// <summary>A minor amount that may be given as a whole number or as a decimal text.</summary>
    public static decimal? Amount(JsonObject form, string name) =>
        form[name] is { } whole ? whole.GetValue<long>()
        : form[$"{name}_decimal"] is { } exact ? decimal.Parse(exact.ToString(), System.Globalization.CultureInfo.InvariantCulture)
        : null;

    public static PriceTier ReadTier(JsonNode? tier)
    {
        var form = tier!.AsObject();
        long? upTo = form["up_to"] is { } end && long.TryParse(end.ToString(), out var units) ? units : null;
        return new PriceTier(upTo, Amount(form, "unit_amount"), Amount(form, "flat_amount"));
    }

    public static JsonObject CurrencyOptions(Price price)
    {
        var result = new JsonObject();
        foreach (var (currency, option) in price.CurrencyOptions?.AsObject() ?? [])
        {
            var amount = option?["unit_amount"]?.GetValue<long>() ?? ParsedAmount(option?["unit_amount_decimal"]);
            result[currency] = new JsonObject
            {
                ["custom_unit_amount"] = CustomAmount(option?["custom_unit_amount"]),
                ["tax_behavior"] = option?["tax_behavior"]?.GetValue<string>() ?? "unspecified",
                ["unit_amount"] = Whole(amount),
                ["unit_amount_decimal"] = JsonText.Plain(amount),
            };
        }

        return result;
    }

    private static decimal? ParsedAmount(JsonNode? text) =>
        text is null ? null : decimal.Parse(text.GetValue<string>(), System.Globalization.CultureInfo.InvariantCulture);

    private static JsonObject? CustomAmount(JsonNode? stored) =>
        stored is null
            ? null
            : new JsonObject
            {
                ["maximum"] = stored["maximum"]?.DeepClone(),
                ["minimum"] = stored["minimum"]?.DeepClone(),
                ["preset"] = stored["preset"]?.DeepClone(),
            };

    public static JsonObject? Transform(Price price) =>
        price.TransformDivideBy is { } divisor
            ? new JsonObject { ["divide_by"] = divisor, ["round"] = price.TransformRoundsUp ? "up" : "down" }
            : null;

    /// <summary>The amount as an integer when it is one.</summary>
    public static JsonNode? Whole(decimal? amount) => amount is { } value && decimal.Truncate(value) == value ? (long)value : null;

    private static JsonObject Recurrence(Price price) =>
        new()
        {
            ["interval"] = price.Interval,
            ["interval_count"] = price.IntervalCount,
            ["meter"] = price.MeterId,
            ["trial_period_days"] = price.TrialPeriodDays,
            ["usage_type"] = price.IsMetered ? "metered" : "licensed",
        };
}

/// <summary>The plan that mirrors a recurring price, with the same id.</summary>
internal static class PlanJson
{
    public static JsonObject Render(Price price) =>
        new()
        {
            ["id"] = price.Id,
            ["object"] = "plan",
            ["active"] = price.IsActive,
            ["amount"] = PriceJson.Whole(price.UnitAmount),
            ["amount_decimal"] = JsonText.Plain(price.UnitAmount),
            ["billing_scheme"] = price.Tiers is null ? "per_unit" : "tiered",
            ["created"] = price.Created,
            ["currency"] = price.Currency,
            ["interval"] = price.Interval,
            ["interval_count"] = price.IntervalCount,
            ["livemode"] = false,
            ["metadata"] = JsonText.Metadata(price.Metadata),
            ["meter"] = price.MeterId,
            ["nickname"] = price.Nickname,
            ["product"] = price.ProductId,
            ["tiers_mode"] = price.TiersMode,
            ["transform_usage"] = PriceJson.Transform(price),
            ["trial_period_days"] = price.TrialPeriodDays,
            ["usage_type"] = price.IsMetered ? "metered" : "licensed",
        };
}
