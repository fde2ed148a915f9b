namespace CpqBilling.Sandbox.Stripe.Invoices;

/// <summary>Changes an invoice: a draft freely, a final one hardly at all.</summary>
internal static class InvoiceUpdate
{
    private static readonly HashSet<string> AlwaysOpen = ["metadata", "auto_advance", "expand", "default_payment_method", "payment_settings"];

    public static JsonObject Update(ApiCall call)
    {
        var (account, form) = (call.Account, call.Form);
        var invoice = account.Writable(InvoiceEndpoints.Find(call));
        if (invoice.Status != "draft" && form.Names.FirstOrDefault(name => !AlwaysOpen.Contains(name)) is { } refused)
        {
            throw Errors.Refused("Finalized invoices can't be updated in this way", refused);
        }

        MetadataRules.Merge(invoice.Metadata, form);
        if (invoice.Status == "draft")
        {
            InvoiceFields.Fill(account, invoice, form, account.NowOf(invoice));
            InvoiceTotals.Compute(account, invoice);
        }

        SetAutoAdvance(account, invoice, form);
        account.Events.RecordUpdate("invoice.updated", invoice);
        return InvoiceJson.Render(account, invoice);
    }

    private static void SetAutoAdvance(Account account, Invoice invoice, Parameters form)
    {
        invoice.AutoAdvance = form.Flag("auto_advance") ?? invoice.AutoAdvance;
        if (invoice.Status != "draft")
        {
            return;
        }

        var now = account.NowOf(invoice);
        invoice.AutomaticallyFinalizesAt = !invoice.AutoAdvance
            ? null
            : form.Whole("automatically_finalizes_at") ?? invoice.AutomaticallyFinalizesAt ?? now + account.Decisions.FinalizationDelay;
        if (invoice.AutomaticallyFinalizesAt is { } at)
        {
            account.Expect(invoice, at, DueKind.Finalization);
        }
    }
}
