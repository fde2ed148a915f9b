namespace CpqBilling.Sandbox.Stripe.Invoices;

/// <summary>Creates invoices by hand: empty ones, or of pending items.</summary>
internal static class InvoiceCreation
{
    public static JsonObject Create(ApiCall call)
    {
        var (account, form) = (call.Account, call.Form);
        var customer = account.LiveCustomer(form);
        var subscription = account.Subscriptions.Named(form, "subscription", "subscription");
        if (subscription is not null && subscription.CustomerId != customer.Id)
        {
            throw Errors.NoSuch("subscription", subscription.Id, "subscription");
        }

        var pending = Pending(account, form, customer, subscription);
        if (subscription is not null && pending.Count == 0)
        {
            throw Errors.Refused("Nothing to invoice for subscription", "subscription", "invoice_no_subscription_line_items");
        }

        var invoice = Make(account, form, customer, subscription);
        InvoiceMaking.TakeItems(account, invoice, pending);
        InvoiceTotals.Compute(account, invoice);
        account.Invoices.Add(invoice);
        if (subscription is not null)
        {
            subscription.LatestInvoice = invoice.Id;
        }

        account.Events.Record("invoice.created", invoice);
        if (invoice is { AutoAdvance: true, AutomaticallyFinalizesAt: { } at })
        {
            account.Expect(invoice, at, DueKind.Finalization);
        }

        return InvoiceJson.Render(account, invoice);
    }

    private static List<InvoiceItem> Pending(Account account, Parameters form, Customer customer, Subscription? subscription)
    {
        var behavior = form.Text("pending_invoice_items_behavior") ?? (subscription is null ? "exclude" : "include");
        if (behavior == "exclude")
        {
            return [];
        }

        var currency = form.Has("currency") ? Currencies.Read(form) : null;
        return
        [
            .. account
                .PendingOf(customer.Id)
                .Where(item => (subscription is null || item.SubscriptionId == subscription.Id) && (currency is null || item.Currency == currency)),
        ];
    }

    private static Invoice Make(Account account, Parameters form, Customer customer, Subscription? subscription)
    {
        var now = account.NowOf(customer);
        var autoAdvance = form.Flag("auto_advance") ?? false;
        var invoice = account.Stamp(
            new Invoice
            {
                CustomerId = customer.Id,
                SubscriptionId = subscription?.Id,
                SubscriptionMetadata = subscription is null ? null : new(subscription.Metadata),
                BillingReason = subscription is null ? "manual" : account.Decisions.ReasonOfClientInvoice,
                CollectionMethod = form.Text("collection_method") ?? subscription?.CollectionMethod ?? "charge_automatically",
                Currency = form.Has("currency")
                    ? Currencies.Read(form)
                    : subscription?.Currency ?? PendingCurrency(account, form, customer) ?? customer.Currency ?? "usd",
                PeriodStart = now,
                PeriodEnd = now,
                AutoAdvance = autoAdvance,
                AutomaticallyFinalizesAt =
                    form.Whole("automatically_finalizes_at") ?? (autoAdvance ? now + account.Decisions.FinalizationDelay : null),
                Metadata = MetadataRules.Read(form),
                DefaultPaymentMethod = subscription?.DefaultPaymentMethod,
                DaysUntilDue = form.Has("due_date") ? null : subscription?.DaysUntilDue,
            },
            now
        );
        CustomerTexts.Fill(account, invoice);
        InvoiceFields.Fill(account, invoice, form, now);
        return invoice;
    }

    private static string? PendingCurrency(Account account, Parameters form, Customer customer) =>
        form.Text("pending_invoice_items_behavior") == "include" ? account.PendingOf(customer.Id).FirstOrDefault()?.Currency : null;
}
