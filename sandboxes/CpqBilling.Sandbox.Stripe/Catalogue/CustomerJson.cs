namespace CpqBilling.Sandbox.Stripe.Catalogue;

internal static class CustomerJson
{
    public static JsonObject RenderOrDeleted(Customer customer) => customer.IsDeleted ? JsonText.Deleted(customer.Id, "customer") : Render(customer);

    public static JsonObject Subscriptions(Account account, Customer customer) =>
        JsonText.List(
            $"/v1/customers/{customer.Id}/subscriptions",
            JsonText.Array(
                account.Subscriptions.OwnedBy(customer.Id).Where(subscription => !subscription.IsEnded).Reverse(),
                subscription => SubscriptionJson.Render(account, subscription)
            )
        );

    public static JsonObject Tax() =>
        new()
        {
            ["automatic_tax"] = "unrecognized_location",
            ["ip_address"] = null,
            ["location"] = null,
            ["provider"] = "stripe",
        };

    /// <summary>Where to send things, with the whole address; null when nobody said.</summary>
    public static JsonObject? Shipping(Customer customer)
    {
        if (customer.Shipping?.DeepClone() is not JsonObject shipping)
        {
            return null;
        }

        shipping["address"] = AddressJson.Render(shipping["address"]);
        return shipping;
    }

    public static JsonObject Render(Customer customer)
    {
        var form = new JsonObject
        {
            ["id"] = customer.Id,
            ["object"] = "customer",
            ["address"] = customer.Address?.DeepClone(),
            ["balance"] = customer.Balance,
            ["created"] = customer.Created,
            ["currency"] = customer.Currency,
            ["customer_account"] = null,
            ["default_source"] = null,
            ["delinquent"] = customer.IsDelinquent,
            ["description"] = customer.Description,
            ["discount"] = null,
            ["email"] = customer.Email,
            ["invoice_prefix"] = customer.InvoicePrefix,
            ["invoice_settings"] = new JsonObject
            {
                ["custom_fields"] = customer.InvoiceCustomFields?.DeepClone(),
                ["default_payment_method"] = customer.DefaultPaymentMethod,
                ["footer"] = customer.InvoiceFooter,
                ["rendering_options"] = null,
            },
            ["livemode"] = false,
            ["metadata"] = JsonText.Metadata(customer.Metadata),
            ["name"] = customer.Name,
            ["next_invoice_sequence"] = customer.NextInvoiceSequence,
            ["phone"] = customer.Phone,
            ["preferred_locales"] = JsonText.Texts(customer.PreferredLocales),
            ["shipping"] = Shipping(customer),
            ["tax_exempt"] = customer.TaxExempt,
            ["test_clock"] = customer.TestClockId,
        };
        // Names that were not given are left out: these two have no null.
        AddName(form, "business_name", customer.BusinessName);
        AddName(form, "individual_name", customer.IndividualName);
        return form;
    }

    private static void AddName(JsonObject form, string name, string? value)
    {
        if (value is not null)
        {
            form[name] = value;
        }
    }
}
