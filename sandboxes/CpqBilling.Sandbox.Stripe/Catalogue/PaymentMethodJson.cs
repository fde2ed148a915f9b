namespace CpqBilling.Sandbox.Stripe.Catalogue;

internal static class PaymentMethodJson
{
    public static JsonObject Render(PaymentMethod method) =>
        new()
        {
            ["id"] = method.Id,
            ["object"] = "payment_method",
            ["allow_redisplay"] = method.AllowRedisplay,
            ["billing_details"] = BillingDetails(method),
            ["card"] = Card(method),
            ["created"] = method.Created,
            ["customer"] = method.CustomerId,
            ["customer_account"] = null,
            ["livemode"] = false,
            ["metadata"] = JsonText.Metadata(method.Metadata),
            ["type"] = "card",
        };

    public static JsonObject BillingDetails(PaymentMethod? method)
    {
        var details = new JsonObject
        {
            ["address"] = AddressJson.Render(null),
            ["email"] = null,
            ["name"] = null,
            ["phone"] = null,
            ["tax_id"] = null,
        };
        foreach (var (name, value) in method?.BillingDetails ?? [])
        {
            details[name] = name == "address" ? AddressJson.Render(value) : value?.DeepClone();
        }

        return details;
    }

    /// <summary>What a card and a charge to it show alike.</summary>
    public static JsonObject Face(PaymentMethod method) =>
        new()
        {
            ["brand"] = method.Card.Brand,
            ["checks"] = new JsonObject
            {
                ["address_line1_check"] = null,
                ["address_postal_code_check"] = null,
                ["cvc_check"] = method.HasSecurityCode ? "pass" : "unchecked",
            },
            ["country"] = "US",
            ["exp_month"] = method.ExpiryMonth,
            ["exp_year"] = method.ExpiryYear,
            ["fingerprint"] = $"fp{method.Card.Number[^12..]}",
            ["funding"] = method.CardName.EndsWith("_debit", StringComparison.Ordinal) ? "debit" : "credit",
            ["last4"] = method.Card.Last4,
            ["three_d_secure"] = null,
            ["wallet"] = null,
        };

    private static JsonObject Card(PaymentMethod method)
    {
        var card = Face(method);
        card.Remove("three_d_secure");
        card["display_brand"] = method.Card.Brand;
        card["generated_from"] = null;
        card["networks"] = new JsonObject { ["available"] = new JsonArray(method.Card.Brand), ["preferred"] = null };
        card["regulated_status"] = "unregulated";
        card["three_d_secure_usage"] = new JsonObject { ["supported"] = true };
        return card;
    }
}
