namespace CpqBilling.Sandbox.Stripe.Invoices;

/// <summary>The fields of a draft that a request may set.</summary>
internal static class InvoiceFields
{
    public static void Fill(Account account, Invoice invoice, Parameters form, long now)
    {
        invoice.CollectionMethod = form.Text("collection_method") ?? invoice.CollectionMethod;
        FillDueDate(invoice, form);
        invoice.Description = form.Has("description") ? form.Text("description") : invoice.Description;
        invoice.Footer = form.Has("footer") ? form.Text("footer") : invoice.Footer;
        invoice.CustomFields = form.Has("custom_fields") ? form.Stored("custom_fields") : invoice.CustomFields;
        invoice.Number = form.Text("number") ?? invoice.Number;
        invoice.EffectiveAt = form.Whole("effective_at") ?? invoice.EffectiveAt;
        invoice.StatementDescriptor = form.Text("statement_descriptor") ?? invoice.StatementDescriptor;
        invoice.Rendering = TypedJson.Of<Sdk.InvoiceCreateOptions>(form, "rendering") ?? invoice.Rendering;
        invoice.PaymentSettings = TypedJson.Of<Sdk.InvoiceCreateOptions>(form, "payment_settings") ?? invoice.PaymentSettings;
        invoice.DefaultPaymentMethod =
            account.PaymentMethods.Named(form, "default_payment_method", "payment method")?.Id ?? invoice.DefaultPaymentMethod;
        FillDiscounts(account, invoice, form, now);
    }

    private static void FillDiscounts(Account account, Invoice invoice, Parameters form, long now)
    {
        if (form.Has("discounts"))
        {
            var choices = Redemption.Read(account, form, new RedemptionPlace(now, invoice.CustomerId, invoice.Currency));
            invoice.Discounts = Redemption.Redeem(
                account,
                choices,
                invoice.Discounts,
                new DiscountOwner(invoice.CustomerId, InvoiceId: invoice.Id),
                now
            );
        }
    }

    private static void FillDueDate(Invoice invoice, Parameters form)
    {
        form.RefuseTogether("due_date", "days_until_due");
        var isSent = invoice.CollectionMethod == "send_invoice";
        if (!isSent && (form.Has("due_date") || form.Has("days_until_due")))
        {
            throw Errors.Refused(
                "You can only specify 'due_date' or 'days_until_due' if invoice collection method is 'send_invoice'.",
                form.Has("due_date") ? "due_date" : "days_until_due"
            );
        }

        invoice.DaysUntilDue = form.Whole("days_until_due") ?? invoice.DaysUntilDue;
        invoice.DueDate = form.Whole("due_date") ?? invoice.DueDate;
        if (isSent && invoice.DueDate is null && invoice.DaysUntilDue is null)
        {
            throw Errors.Refused(
                "Invoices with 'collection_method' set to 'send_invoice' must have 'due_date' or 'days_until_due' set.",
                "days_until_due"
            );
        }

        invoice.DueDate = form.Whole("due_date") ?? InvoiceMaking.DueDate(invoice, invoice.Created);
    }
}
