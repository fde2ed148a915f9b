namespace CpqBilling.Sandbox.Stripe.Invoices;

/// <summary>The steps of an invoice's life that a request may ask for.</summary>
internal static class InvoiceActions
{
    private const string NotOpen = "You can only pass in open invoices. This invoice isn't open.";

    public static JsonObject Finalize(ApiCall call)
    {
        var invoice = call.Account.Writable(InvoiceEndpoints.Find(call, "id"));
        if (invoice.Status != "draft")
        {
            throw Errors.Refused("This invoice is already finalized, you can't re-finalize a non-draft invoice.");
        }

        InvoiceLife.Finalize(call.Account, invoice, call.Form.Flag("auto_advance"));
        return InvoiceJson.Render(call.Account, invoice);
    }

    public static JsonObject Pay(ApiCall call)
    {
        var (account, form) = (call.Account, call.Form);
        var invoice = account.Writable(InvoiceEndpoints.Find(call, "id"));
        if (invoice.Status == "paid")
        {
            throw Errors.Refused("Invoice is already paid");
        }

        if (invoice.Status == "void")
        {
            throw Errors.Refused(NotOpen);
        }

        Unkept.Refuse(form, ["payment_method", "paid_out_of_band", "expand"]);
        var method = Method(account, form, invoice);
        if (invoice.Status == "draft")
        {
            InvoiceLife.Finalize(account, invoice, advances: false);
        }

        if (invoice.Status == "paid")
        {
            return InvoiceJson.Render(account, invoice);
        }

        if (form.Flag("paid_out_of_band") == true)
        {
            InvoiceCollection.SettleOutOfBand(account, invoice);
        }
        else if (method is null && Payments.MethodFor(account, invoice) is null)
        {
            throw Errors.Refused(
                "There is no `default_payment_method` set on this Customer or Invoice. Please attach a payment method first.",
                null,
                "resource_missing"
            );
        }
        else if (!Payments.Attempt(account, invoice, method))
        {
            throw Refusal(method ?? Payments.MethodFor(account, invoice));
        }

        return InvoiceJson.Render(account, invoice);
    }

    private static PaymentMethod? Method(Account account, Parameters form, Invoice invoice) =>
        form.Text("payment_method") is { } token && TestCards.OfToken(token) is not null
            ? PaymentMethodEndpoints.Attach(account, token, account.CustomerOf(invoice), "payment_method")
            : account.PaymentMethods.Named(form, "payment_method", "payment method");

    private static RefusalException Refusal(PaymentMethod? method) =>
        method is { Asks: true }
            ? new RefusalException(
                402,
                "card_error",
                "invoice_payment_intent_requires_action",
                null,
                "Payment for this invoice requires additional user action before it can be completed successfully."
            )
            : (method?.Card ?? TestCards.Declining).Declined();

    public static JsonObject Send(ApiCall call)
    {
        var invoice = call.Account.Writable(InvoiceEndpoints.Find(call));
        if (invoice.CollectionMethod != "send_invoice" || invoice.Status is not ("draft" or "open"))
        {
            throw Errors.Refused("This invoice cannot be sent right now.");
        }

        var wasDraft = invoice.Status == "draft";
        if (wasDraft)
        {
            InvoiceLife.Finalize(call.Account, invoice, advances: true);
        }
        else
        {
            call.Account.Events.Record("invoice.sent", invoice);
        }

        return InvoiceJson.Render(call.Account, invoice);
    }

    public static JsonObject Void(ApiCall call)
    {
        var invoice = call.Account.Writable(InvoiceEndpoints.Find(call, "id"));
        if (invoice.Status is not ("open" or "uncollectible"))
        {
            throw Errors.Refused(NotOpen);
        }

        InvoiceLife.Void(call.Account, invoice);
        return InvoiceJson.Render(call.Account, invoice);
    }

    public static JsonObject MarkUncollectible(ApiCall call)
    {
        var invoice = call.Account.Writable(InvoiceEndpoints.Find(call, "id"));
        if (invoice.Status != "open")
        {
            throw Errors.Refused(invoice.Status == "uncollectible" ? "This invoice has already been marked uncollectible." : NotOpen);
        }

        InvoiceLife.MarkUncollectible(call.Account, invoice);
        return InvoiceJson.Render(call.Account, invoice);
    }
}
