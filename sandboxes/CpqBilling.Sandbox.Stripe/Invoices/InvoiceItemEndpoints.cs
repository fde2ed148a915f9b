namespace CpqBilling.Sandbox.Stripe.Invoices;

internal static class InvoiceItemEndpoints
{
    public const int MostItems = 250;
    public const long MostAmount = 999_999_999_999;

    public static void Map(RouteTable routes) =>
        routes
            .Post(
                "/v1/invoiceitems",
                () =>
                    ParameterShape
                        .Of<Sdk.InvoiceItemCreateOptions>()
                        .Require("customer", "period.start", "period.end")
                        .Between("amount", -MostAmount, MostAmount)
                        .Unkept("customer_account", "tax_behavior", "tax_code", "tax_rates"),
                Create
            )
            .Get("/v1/invoiceitems", () => ParameterShape.Of<Sdk.InvoiceItemListOptions>().Unkept("customer_account"), List)
            .Get("/v1/invoiceitems/{id}", call => InvoiceItemJson.Render(call.Account, Find(call)))
            .Post(
                "/v1/invoiceitems/{id}",
                () =>
                    ParameterShape
                        .Of<Sdk.InvoiceItemUpdateOptions>()
                        .Between("amount", -MostAmount, MostAmount)
                        .Unkept("invoicing_rules", "tax_behavior", "tax_code", "tax_rates"),
                Update
            )
            .Delete("/v1/invoiceitems/{id}", Delete);

    private static InvoiceItem Find(ApiCall call) => call.Account.InvoiceItems.InPath(call.Id, "invoiceitem", "invoiceitem");

    private static JsonObject Create(ApiCall call)
    {
        var (account, form) = (call.Account, call.Form);
        var customer = account.LiveCustomer(form);
        var subscription = account.Subscriptions.Named(form, "subscription", "subscription");
        if (subscription is not null && (subscription.CustomerId != customer.Id || subscription.IsEnded))
        {
            throw Errors.NoSuch("subscription", subscription.Id, "subscription");
        }

        var invoice = DraftNamed(account, form, customer);
        var item = InvoiceItemReading.Read(account, form, customer, account.NowOf(customer));
        item.SubscriptionId = subscription?.Id;
        if ((invoice?.Currency ?? subscription?.Currency) is { } currency && currency != item.Currency)
        {
            throw Errors.Refused($"The currency of the invoice item must be that of what it belongs to: {currency}.", "currency");
        }

        if (invoice is null && subscription is null)
        {
            ItemRules.CheckCustomer(account, customer, item.Currency);
        }

        customer.Currency ??= item.Currency;
        account.InvoiceItems.Add(item);
        if (invoice is null)
        {
            account.PendingOf(customer.Id).Add(item);
        }
        else
        {
            InvoiceMaking.AddItem(account, invoice, item);
            InvoiceTotals.Compute(account, invoice);
        }

        account.Events.Record("invoiceitem.created", item);
        if (invoice is not null)
        {
            account.Events.RecordUpdate("invoice.updated", invoice);
        }

        return InvoiceItemJson.Render(account, item);
    }

    private static Invoice? DraftNamed(Account account, Parameters form, Customer customer)
    {
        var invoice = account.Invoices.Named(form, "invoice", "invoice");
        if (invoice is null)
        {
            return null;
        }

        if (invoice.CustomerId != customer.Id)
        {
            throw Errors.NoSuch("invoice", invoice.Id, "invoice");
        }

        if (invoice.Status != "draft")
        {
            throw Errors.Refused("The invoice is no longer editable.", "invoice", "invoice_not_editable");
        }

        return invoice.Lines.Count >= MostItems ? throw Errors.Refused($"An invoice can have at most {MostItems} items.", "invoice") : invoice;
    }

    private static InvoiceItem Editable(ApiCall call)
    {
        var item = call.Account.Writable(Find(call));
        return item.InvoiceId is { } id && call.Account.Invoices.Find(id)?.Status != "draft"
            ? throw Errors.Refused("This invoice item is attached to an invoice that is no longer editable.", "invoiceitem", "invoice_not_editable")
            : item;
    }

    private static JsonObject Update(ApiCall call)
    {
        var (account, form) = (call.Account, call.Form);
        var item = Editable(call);
        MetadataRules.Merge(item.Metadata, form);
        InvoiceItemReading.FillAmount(account, item, form, isNew: false);
        InvoiceItemReading.Fill(account, item, form, account.NowOf(item));
        if (account.Invoices.Find(item.InvoiceId) is { } invoice)
        {
            var index = invoice.Lines.FindIndex(line => line.InvoiceItemId == item.Id);
            var lineId = invoice.Lines[index].Id;
            invoice.Lines.RemoveAt(index);
            InvoiceMaking.AddItem(account, invoice, item);
            invoice.Lines[^1].Id = lineId;
            InvoiceTotals.Compute(account, invoice);
            account.Events.RecordUpdate("invoice.updated", invoice);
        }

        return InvoiceItemJson.Render(account, item);
    }

    private static JsonObject Delete(ApiCall call)
    {
        var account = call.Account;
        var item = Editable(call);
        if (account.Invoices.Find(item.InvoiceId) is { } invoice)
        {
            invoice.Lines.RemoveAll(line => line.InvoiceItemId == item.Id);
            InvoiceTotals.Compute(account, invoice);
            account.Events.RecordUpdate("invoice.updated", invoice);
        }

        account.PendingOf(item.CustomerId).Remove(item);
        account.InvoiceItems.Remove(item);
        account.Events.Record("invoiceitem.deleted", item);
        return JsonText.Deleted(item.Id, "invoiceitem");
    }

    private static JsonObject List(ApiCall call)
    {
        var (account, form, page) = (call.Account, call.Form, call.Page);
        IEnumerable<InvoiceItem> candidates = account.InvoiceItems.All;
        if (form.Text("customer") is { } customer)
        {
            candidates = account.InvoiceItems.OwnedBy(customer);
        }
        else if (!form.Has("invoice"))
        {
            candidates = candidates.Where(item => account.CustomerOf(item).TestClockId is null);
        }

        return page.Of(
            candidates.Where(item =>
                page.Equal("invoice", item.InvoiceId) && page.Equal("pending", item.InvoiceId is null) && page.Fits("created", item.Created)
            ),
            item => InvoiceItemJson.Render(account, item)
        );
    }
}
