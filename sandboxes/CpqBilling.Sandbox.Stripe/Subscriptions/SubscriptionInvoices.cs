namespace CpqBilling.Sandbox.Stripe.Subscriptions;

/// <summary>What a subscription, or a phase of its schedule, prescribes for the texts of its invoices.</summary>
internal static class SubscriptionInvoices
{
    public static void Read(Subscription subscription, Parameters form)
    {
        if (form.Map("invoice_settings") is not { } settings)
        {
            return;
        }

        foreach (var name in (string[])["custom_fields", "description", "footer"])
        {
            if (settings.Has(name))
            {
                Set(subscription, name, settings.Stored(name));
            }
        }
    }

    /// <summary>A phase's own text, or the schedule's; without either, what there is stays.</summary>
    public static void Apply(Subscription subscription, CollectionSettings own, CollectionSettings defaults)
    {
        Set(subscription, "custom_fields", own.InvoiceCustomFields ?? defaults.InvoiceCustomFields ?? subscription.InvoiceSettings?["custom_fields"]);
        Set(subscription, "description", own.InvoiceDescription ?? defaults.InvoiceDescription ?? subscription.InvoiceSettings?["description"]);
        Set(subscription, "footer", own.InvoiceFooter ?? defaults.InvoiceFooter ?? subscription.InvoiceSettings?["footer"]);
    }

    public static void Write(Subscription subscription, Invoice invoice)
    {
        invoice.Description = subscription.InvoiceSettings?["description"]?.GetValue<string>() ?? subscription.Description;
        invoice.Footer = subscription.InvoiceSettings?["footer"]?.GetValue<string>();
        invoice.CustomFields = subscription.InvoiceSettings?["custom_fields"]?.DeepClone();
    }

    public static JsonObject Render(Subscription subscription) =>
        new()
        {
            ["account_tax_ids"] = null,
            ["custom_fields"] = subscription.InvoiceSettings?["custom_fields"]?.DeepClone(),
            ["description"] = subscription.InvoiceSettings?["description"]?.DeepClone(),
            ["footer"] = subscription.InvoiceSettings?["footer"]?.DeepClone(),
            ["issuer"] = new JsonObject { ["type"] = "self" },
        };

    private static void Set(Subscription subscription, string name, JsonNode? value)
    {
        if (value is null && subscription.InvoiceSettings?[name] is null)
        {
            return;
        }

        subscription.InvoiceSettings ??= new JsonObject();
        subscription.InvoiceSettings[name] = value?.DeepClone();
    }
}
