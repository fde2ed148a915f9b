using System.Collections.Immutable;
using System.Text.Json;
using CpqBilling.Core.Money;
using CpqBilling.Core.Requests;
using CpqBilling.Core.StripeState;

namespace CpqBilling.Stripe.Reading;

/// <summary>A price of Stripe as the shape that decides what it bills.</summary>
public static class PriceParser
{
    public static PriceState Parse(JsonElement price) => new(price.Required("id"), price.Flag("active"), Shape(price), price.Metadata());

    /// <summary>Tiers are left out of answers that did not ask for them; such a price does not say what it bills.</summary>
    public static bool IsComplete(JsonElement price) => price.Text("billing_scheme") != "tiered" || price.Field("tiers") is not null;

    private static PriceShape Shape(JsonElement price)
    {
        var isTiered = price.Text("billing_scheme") == "tiered";
        return new PriceShape(
            price.Required("currency"),
            price.IdOf("product") ?? throw new StripeShapeException("product"),
            isTiered ? null : Trimmed(price.Amount("unit_amount")),
            price.Field("recurring") is { } recurring ? Recurring(recurring) : null,
            isTiered ? price.Word<TiersMode>("tiers_mode") : null,
            isTiered ? [.. price.Elements("tiers").Select(Tier)] : default,
            price.Word<TaxBehavior>("tax_behavior") is { } tax and not TaxBehavior.Unspecified ? tax : null
        );
    }

    private static RecurringShape Recurring(JsonElement recurring) =>
        new(IntervalMonths(recurring), recurring.Text("usage_type") == "metered", recurring.IdOf("meter"));

    /// <summary>Days and weeks are no number of months.</summary>
    private static int? IntervalMonths(JsonElement recurring)
    {
        var count = (int)(recurring.Whole("interval_count") ?? 1);
        return recurring.Text("interval") switch
        {
            "month" => count,
            "year" => count * 12,
            _ => null,
        };
    }

    private static PriceTier Tier(JsonElement tier) =>
        new(tier.Whole("up_to"), Trimmed(tier.Amount("unit_amount")), Trimmed(tier.Amount("flat_amount")));

    private static decimal? Trimmed(decimal? amount) => amount is { } value ? MinorUnits.Trim(value) : null;
}
