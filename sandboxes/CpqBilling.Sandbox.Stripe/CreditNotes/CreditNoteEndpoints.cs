namespace CpqBilling.Sandbox.Stripe.CreditNotes;

internal static class CreditNoteEndpoints
{
    public static void Map(RouteTable routes) =>
        routes
            .Post("/v1/credit_notes", () => Limits(ParameterShape.Of<Sdk.CreditNoteCreateOptions>()), Create)
            .Get("/v1/credit_notes", () => ParameterShape.Of<Sdk.CreditNoteListOptions>().Unkept("customer_account"), List)
            .Get("/v1/credit_notes/preview", () => Limits(ParameterShape.Of<Sdk.CreditNotePreviewOptions>()), Preview)
            .Get("/v1/credit_notes/{id}", call => CreditNoteJson.Render(Find(call)))
            .Post("/v1/credit_notes/{id}", () => ParameterShape.Of<Sdk.CreditNoteUpdateOptions>(), Update)
            .Post("/v1/credit_notes/{id}/void", Void)
            .Get(
                "/v1/credit_notes/{id}/lines",
                () => ParameterShape.Of<Sdk.InvoiceLineItemListOptions>().Only("", "ending_before", "expand", "limit", "starting_after"),
                call => call.Page.Cut(Find(call).Lines, CreditNoteLineJson.Render)
            );

    private static ParameterShape Limits(ParameterShape shape) =>
        shape
            .Require("invoice", "lines.type")
            .OneOf("reason", "duplicate", "fraudulent", "order_change", "product_unsatisfactory")
            .OneOf("lines.type", "custom_line_item", "invoice_line_item")
            .Between("amount", 1, InvoiceItemEndpoints.MostAmount)
            .Between("lines.amount", 1, InvoiceItemEndpoints.MostAmount)
            .Between("lines.quantity", 1, ParameterShape.MostQuantity)
            .Between("credit_amount", 0, InvoiceItemEndpoints.MostAmount)
            .Between("refund_amount", 0, InvoiceItemEndpoints.MostAmount)
            .Between("out_of_band_amount", 0, InvoiceItemEndpoints.MostAmount)
            .Unkept("email_type", "refunds", "shipping_cost", "lines.tax_amounts", "lines.tax_rates");

    private static CreditNote Find(ApiCall call) => call.Account.CreditNotes.InPath(call.Id, "credit note");

    private static JsonObject Create(ApiCall call)
    {
        var (account, invoice) = (call.Account, InvoiceOf(call));
        var note = CreditNoteReading.Read(account, call.Form, invoice);
        CreditNoteEffects.Issue(account, invoice, note);
        return CreditNoteJson.Render(note);
    }

    private static JsonObject Preview(ApiCall call) => CreditNoteJson.Render(CreditNoteReading.Read(call.Account, call.Form, InvoiceOf(call)));

    private static Invoice InvoiceOf(ApiCall call)
    {
        var invoice = call.Account.Invoices.Named(call.Form, "invoice", "invoice")!;
        return invoice.Status is "open" or "paid"
            ? call.Account.Writable(invoice)
            : throw Errors.Refused($"Credit notes can only be created for open or paid invoices; this one is {invoice.Status}.", "invoice");
    }

    private static JsonObject Update(ApiCall call)
    {
        var note = call.Account.Writable(Find(call));
        MetadataRules.Merge(note.Metadata, call.Form);
        note.Memo = call.Form.Text("memo") ?? note.Memo;
        call.Account.Events.RecordUpdate("credit_note.updated", note);
        return CreditNoteJson.Render(note);
    }

    private static JsonObject Void(ApiCall call)
    {
        var account = call.Account;
        var note = account.Writable(Find(call));
        var invoice = account.Invoices.Get(note.InvoiceId);
        if (note.Status == "void" || invoice.Status != "open")
        {
            throw Errors.Refused("You can only void issued credit notes of open invoices.", "id");
        }

        CreditNoteEffects.Void(account, invoice, note);
        return CreditNoteJson.Render(note);
    }

    private static JsonObject List(ApiCall call)
    {
        var (account, page) = (call.Account, call.Page);
        var invoice = call.Form.Text("invoice");
        var candidates = invoice is null ? account.CreditNotes.All : account.CreditNotes.OwnedBy(invoice);
        return page.Of(
            candidates.Where(note =>
                page.Equal("customer", note.CustomerId)
                && page.Fits("created", note.Created)
                && (invoice is not null || call.Form.Has("customer") || account.CustomerOf(note).TestClockId is null)
            ),
            CreditNoteJson.Render
        );
    }
}
