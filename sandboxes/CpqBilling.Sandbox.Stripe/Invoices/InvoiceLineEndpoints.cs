namespace CpqBilling.Sandbox.Stripe.Invoices;

/// <summary>Lines of invoices: read any time, changed while the invoice is a draft.</summary>
internal static class InvoiceLineEndpoints
{
    public static void Map(RouteTable routes) =>
        routes
            .Get("/v1/invoices/{id}/lines", ListShape, List)
            .Post(
                "/v1/invoices/{id}/add_lines",
                () =>
                    ParameterShape
                        .Of<Sdk.InvoiceAddLinesOptions>()
                        .Between("lines.amount", -InvoiceItemEndpoints.MostAmount, InvoiceItemEndpoints.MostAmount)
                        .Without("lines.id", "lines.behavior")
                        .Unkept("lines.tax_amounts", "lines.tax_rates", "lines.price_data.product_data.tax_details")
                        .Require("lines"),
                Add
            )
            .Post(
                "/v1/invoices/{id}/update_lines",
                () =>
                    ParameterShape
                        .Of<Sdk.InvoiceUpdateLinesOptions>()
                        .Between("lines.amount", -InvoiceItemEndpoints.MostAmount, InvoiceItemEndpoints.MostAmount)
                        .Without("lines.behavior", "lines.invoice_item")
                        .Unkept("lines.tax_amounts", "lines.tax_rates", "lines.price_data.product_data.tax_details")
                        .Require("lines", "lines.id"),
                UpdateSeveral
            )
            .Post(
                "/v1/invoices/{id}/remove_lines",
                () =>
                    ParameterShape
                        .Of<Sdk.InvoiceRemoveLinesOptions>()
                        .Only("lines", "id", "behavior")
                        .Require("lines", "lines.id", "lines.behavior")
                        .OneOf("lines.behavior", "delete", "unassign"),
                Remove
            )
            .Post(
                "/v1/invoices/{id}/lines/{line}",
                () =>
                    ParameterShape
                        .Of<Sdk.InvoiceLineItemUpdateOptions>()
                        .Between("amount", -InvoiceItemEndpoints.MostAmount, InvoiceItemEndpoints.MostAmount)
                        .Unkept("tax_amounts", "tax_rates", "price_data.product_data.tax_details"),
                UpdateOne
            );

    /// <summary>The client lends this list what only the list of coming lines once knew.</summary>
    private static ParameterShape ListShape() =>
        ParameterShape.Of<Sdk.InvoiceLineItemListOptions>().Only("", "ending_before", "expand", "limit", "starting_after");

    private static JsonObject List(ApiCall call)
    {
        var invoice = InvoiceEndpoints.Find(call);
        return call.Page.Cut(TierLines.Of(call.Account, invoice), line => InvoiceLineJson.Render(invoice, line));
    }

    private static Invoice Draft(ApiCall call)
    {
        var invoice = call.Account.Writable(InvoiceEndpoints.Find(call));
        return invoice.Status == "draft"
            ? invoice
            : throw Errors.Refused("Finalized invoices can't be updated in this way", "lines", "invoice_not_editable");
    }

    private static JsonObject Add(ApiCall call)
    {
        var account = call.Account;
        var invoice = Draft(call);
        if (invoice.Lines.Count + call.Form.List("lines").Count > InvoiceItemEndpoints.MostItems)
        {
            throw Errors.Refused($"An invoice can have at most {InvoiceItemEndpoints.MostItems} items.", "lines");
        }

        foreach (var form in call.Form.List("lines"))
        {
            var item = account.InvoiceItems.Named(form, "invoice_item", "invoiceitem");
            if (item is null)
            {
                item = InvoiceItemReading.Read(account, Priced(form, invoice), account.CustomerOf(invoice), account.NowOf(invoice));
                account.InvoiceItems.Add(item);
                account.Events.Record("invoiceitem.created", item);
            }

            account.PendingOf(invoice.CustomerId).Remove(item);
            InvoiceMaking.AddItem(account, invoice, item);
        }

        return Changed(call, invoice);
    }

    /// <summary>A line takes the currency of its invoice.</summary>
    private static Parameters Priced(Parameters form, Invoice invoice)
    {
        form.Node.Child("currency").Text = invoice.Currency;
        return form;
    }

    private static JsonObject UpdateSeveral(ApiCall call)
    {
        var invoice = Draft(call);
        foreach (var form in call.Form.List("lines"))
        {
            Update(call.Account, invoice, form.RequiredText("id"), form);
        }

        return Changed(call, invoice);
    }

    private static JsonObject UpdateOne(ApiCall call)
    {
        var invoice = Draft(call);
        var line = Update(call.Account, invoice, call.PathIds[1], call.Form);
        Changed(call, invoice);
        return InvoiceLineJson.Render(invoice, line);
    }

    private static InvoiceLine Update(Account account, Invoice invoice, string lineId, Parameters form)
    {
        var index = TierLines.IndexOf(invoice, lineId);
        if (index < 0)
        {
            throw Errors.NotFound("invoice line item", lineId);
        }

        var line = invoice.Lines[index];
        MetadataRules.Merge(line.Metadata, form);
        line.Description = form.Has("description") ? form.Text("description") : line.Description;
        line.IsDiscountable = form.Flag("discountable") ?? line.IsDiscountable;
        if (account.InvoiceItems.Find(line.InvoiceItemId) is { } item)
        {
            InvoiceItemReading.FillAmount(account, item, form, isNew: false);
            InvoiceItemReading.Fill(account, item, form, account.NowOf(invoice));
            (line.Amount, line.Quantity, line.PriceId, line.UnitAmount) = (item.Amount, item.Quantity, item.PriceId, item.UnitAmount);
            (line.PeriodStart, line.PeriodEnd, line.Discounts) = (item.PeriodStart, item.PeriodEnd, [.. item.Discounts]);
        }

        return line;
    }

    private static JsonObject Remove(ApiCall call)
    {
        var (account, invoice) = (call.Account, Draft(call));
        foreach (var form in call.Form.List("lines"))
        {
            var line =
                invoice.Lines.Find(candidate => candidate.Id == form.RequiredText("id"))
                ?? throw Errors.NoSuch("invoice line item", form.RequiredText("id"), form.PathOf("id"));
            invoice.Lines.Remove(line);
            if (account.InvoiceItems.Find(line.InvoiceItemId) is not { } item)
            {
                continue;
            }

            item.InvoiceId = null;
            if (form.RequiredText("behavior") == "delete")
            {
                account.InvoiceItems.Remove(item);
                account.Events.Record("invoiceitem.deleted", item);
            }
            else
            {
                account.PendingOf(item.CustomerId).Add(item);
            }
        }

        return Changed(call, invoice);
    }

    private static JsonObject Changed(ApiCall call, Invoice invoice)
    {
        var account = call.Account;
        MetadataRules.Merge(invoice.Metadata, call.Form, "invoice_metadata");
        InvoiceTotals.Compute(account, invoice);
        account.Events.RecordUpdate("invoice.updated", invoice);
        return InvoiceJson.Render(account, invoice);
    }
}

internal static class InvoicePaymentEndpoints
{
    public static void Map(RouteTable routes) =>
        routes
            .Get("/v1/invoice_payments", () => ParameterShape.Of<Sdk.InvoicePaymentListOptions>().OneOf("status", "canceled", "open", "paid"), List)
            .Get("/v1/invoice_payments/{id}", call => InvoicePaymentJson.Render(call.Account.InvoicePayments.InPath(call.Id, "invoice_payment")));

    private static JsonObject List(ApiCall call)
    {
        var (account, page, wanted) = (call.Account, call.Page, call.Form.Map("payment") ?? Parameters.None);
        var candidates = call.Form.Text("invoice") is { } invoice ? account.InvoicePayments.OwnedBy(invoice) : account.InvoicePayments.All;
        return page.Of(
            candidates.Where(payment =>
                page.Equal("status", payment.Status)
                && page.Fits("created", payment.Created)
                && (wanted.Text("type") is not { } type || type == (payment.PaymentIntentId is null ? "payment_record" : "payment_intent"))
                && (wanted.Text("payment_intent") is not { } intent || intent == payment.PaymentIntentId)
                && (wanted.Text("payment_record") is not { } record || record == payment.PaymentRecordId)
            ),
            InvoicePaymentJson.Render
        );
    }
}
