namespace CpqBilling.Sandbox.Stripe.Catalogue;

/// <summary>Reads the steps of a tiered price and refuses lists that leave a gap or have no open end.</summary>
internal static class TierReading
{
    public static void Read(Price price, Parameters form, long largest)
    {
        foreach (var name in (string[])["unit_amount", "unit_amount_decimal", "transform_quantity"])
        {
            if (form.Has(name))
            {
                throw Errors.Refused($"You may not specify `{name}` when `billing_scheme=tiered`.", form.PathOf(name));
            }
        }

        var tiers = form.List("tiers");
        if (tiers.Count == 0)
        {
            throw Errors.Missing(form.PathOf("tiers"));
        }

        price.TiersMode = form.RequiredText("tiers_mode");
        price.Tiers = [.. tiers.Select(tier => Read(tier, largest))];
        for (var i = 0; i < tiers.Count; i++)
        {
            var isLast = i == tiers.Count - 1;
            var upTo = price.Tiers[i].UpTo;
            if (isLast != upTo is null)
            {
                throw Errors.Refused("The last tier, and only the last one, must have `up_to` set to `inf`.", tiers[i].PathOf("up_to"));
            }

            if (upTo is { } end && end <= (i == 0 ? 0 : price.Tiers[i - 1].UpTo))
            {
                throw Errors.Refused("Each tier's `up_to` must be greater than that of the tier before.", tiers[i].PathOf("up_to"));
            }
        }
    }

    private static PriceTier Read(Parameters form, long largest)
    {
        var upTo = form.RequiredText("up_to");
        form.RefuseTogether("unit_amount", "unit_amount_decimal");
        form.RefuseTogether("flat_amount", "flat_amount_decimal");
        var unit = form.Whole("unit_amount") ?? form.Exact("unit_amount_decimal");
        var flat = form.Whole("flat_amount") ?? form.Exact("flat_amount_decimal");
        if (unit is null && flat is null)
        {
            throw Errors.Refused("Each tier needs a unit amount or a flat amount.", form.PathOf("unit_amount"));
        }

        if (unit < 0 || flat < 0)
        {
            throw Errors.Refused("Tier amounts must not be below zero.", form.PathOf("unit_amount"));
        }

        if (unit > largest || flat > largest)
        {
            throw Errors.Refused("The unit amount is too large.", form.PathOf("unit_amount"), "amount_too_large");
        }

        long? end =
            upTo == "inf" ? null
            : long.TryParse(upTo, out var number) ? number
            : throw Errors.Malformed($"Invalid integer: {upTo}", form.PathOf("up_to"), "parameter_invalid_integer");
        return new PriceTier(end, unit, flat);
    }
}
