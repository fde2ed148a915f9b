namespace CpqBilling.Sandbox.Stripe.Invoices;

internal static class InvoiceEndpoints
{
    public static void Map(RouteTable routes) =>
        routes
            .Post(
                "/v1/invoices",
                () =>
                    Limits(ParameterShape.Of<Sdk.InvoiceCreateOptions>())
                        .OneOf("pending_invoice_items_behavior", "exclude", "include")
                        .Unkept("customer_account", "from_invoice"),
                InvoiceCreation.Create
            )
            .Get(
                "/v1/invoices",
                () =>
                    ParameterShape
                        .Of<Sdk.InvoiceListOptions>()
                        .OneOf("status", "draft", "open", "paid", "uncollectible", "void")
                        .Unkept("customer_account"),
                List
            )
            .Get("/v1/invoices/{id}", call => InvoiceJson.Render(call.Account, Find(call)))
            .Post("/v1/invoices/{id}", () => Limits(ParameterShape.Of<Sdk.InvoiceUpdateOptions>()), InvoiceUpdate.Update)
            .Delete("/v1/invoices/{id}", Delete)
            .Post("/v1/invoices/{id}/finalize", () => ParameterShape.Of<Sdk.InvoiceFinalizeOptions>(), InvoiceActions.Finalize)
            .Post("/v1/invoices/{id}/pay", () => ParameterShape.Of<Sdk.InvoicePayOptions>(), InvoiceActions.Pay)
            .Post("/v1/invoices/{id}/send", () => ParameterShape.Of<Sdk.InvoiceSendOptions>(), InvoiceActions.Send)
            .Post("/v1/invoices/{id}/void", () => ParameterShape.Of<Sdk.InvoiceVoidOptions>(), InvoiceActions.Void)
            .Post(
                "/v1/invoices/{id}/mark_uncollectible",
                () => ParameterShape.Of<Sdk.InvoiceMarkUncollectibleOptions>(),
                InvoiceActions.MarkUncollectible
            );

    public static Invoice Find(ApiCall call, string param = "invoice") => call.Account.Invoices.InPath(call.Id, "invoice", param);

    private static ParameterShape Limits(ParameterShape shape) =>
        shape
            .OneOf("collection_method", "charge_automatically", "send_invoice")
            .Between("days_until_due", 0, ParameterShape.MostDays)
            .Unkept(
                "account_tax_ids",
                "application_fee_amount",
                "automatic_tax",
                "default_source",
                "default_tax_rates",
                "issuer",
                "on_behalf_of",
                "shipping_cost",
                "shipping_details",
                "transfer_data"
            );

    private static JsonObject Delete(ApiCall call)
    {
        var invoice = call.Account.Writable(Find(call));
        if (invoice.Status != "draft")
        {
            throw Errors.Refused("You can only delete draft invoices.", "invoice");
        }

        if (invoice.SubscriptionId is not null && invoice.BillingReason != "manual")
        {
            throw Errors.Refused("Invoices of subscriptions can not be deleted; finalize and void them instead.", "invoice");
        }

        call.Account.Invoices.Remove(invoice);
        call.Account.Events.Record("invoice.deleted", invoice);
        return JsonText.Deleted(invoice.Id, "invoice");
    }

    private static JsonObject List(ApiCall call)
    {
        var (account, form, page) = (call.Account, call.Form, call.Page);
        return page.Of(
            Candidates(call)
                .Where(invoice =>
                    page.Equal("subscription", invoice.SubscriptionId)
                    && page.Equal("status", invoice.Status)
                    && page.Equal("collection_method", invoice.CollectionMethod)
                    && page.Fits("created", invoice.Created)
                    && page.Fits("due_date", invoice.DueDate)
                ),
            invoice => InvoiceJson.Render(account, invoice)
        );
    }

    private static IEnumerable<Invoice> Candidates(ApiCall call)
    {
        var (account, form) = (call.Account, call.Form);
        var customer = form.Text("customer") ?? account.Subscriptions.Named(form, "subscription", "subscription")?.CustomerId;
        return customer is null
            ? account.Invoices.All.Where(invoice => account.CustomerOf(invoice).TestClockId is null)
            : account.Invoices.OwnedBy(customer);
    }
}
