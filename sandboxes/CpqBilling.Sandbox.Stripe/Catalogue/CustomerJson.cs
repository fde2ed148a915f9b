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
        };

    public static JsonObject Render(Customer customer) =>
        new()
        {
            ["id"] = customer.Id,
            ["object"] = "customer",
            ["address"] = customer.Address?.DeepClone(),
            ["balance"] = customer.Balance,
            ["business_name"] = customer.BusinessName,
            ["created"] = customer.Created,
            ["currency"] = customer.Currency,
            ["customer_account"] = null,
            ["default_source"] = null,
            ["delinquent"] = customer.IsDelinquent,
            ["description"] = customer.Description,
            ["discount"] = null,
            ["email"] = customer.Email,
            ["individual_name"] = customer.IndividualName,
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
            ["shipping"] = customer.Shipping?.DeepClone(),
            ["tax_exempt"] = customer.TaxExempt,
            ["test_clock"] = customer.TestClockId,
        };
}
