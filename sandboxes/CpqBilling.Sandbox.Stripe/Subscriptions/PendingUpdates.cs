namespace CpqBilling.Sandbox.Stripe.Subscriptions;

/// <summary>Keeps updates whose invoice could not be collected, and carries them out once it is.</summary>
internal static class PendingUpdates
{
    private const long LifeSeconds = 23 * 3_600;

    private static readonly string[] Allowed =
    [
        "items",
        "proration_behavior",
        "proration_date",
        "billing_cycle_anchor",
        "trial_end",
        "add_invoice_items",
        "payment_behavior",
        "expand",
    ];

    public static void CheckForm(Parameters form)
    {
        if (form.Names.FirstOrDefault(name => !Allowed.Contains(name)) is { } other)
        {
            throw Errors.Refused($"You can't use `payment_behavior=pending_if_incomplete` and update `{other}` at the same time.", other);
        }
    }

    /// <summary>Keeps the update, with the invoice that would have been made of it.</summary>
    public static void Keep(ApiCall call, Subscription subscription, UpdatePayment.Outlook outlook, long at)
    {
        var account = call.Account;
        var now = account.NowOf(subscription);
        var invoice = Adopt(account, outlook, now);
        subscription.PendingUpdate = new PendingUpdate
        {
            InvoiceId = invoice.Id,
            At = at,
            ExpiresAt = Math.Min(now + LifeSeconds, subscription.Items.Min(item => item.PeriodEnd)),
            Form = FormText.Of(call.Form.Node),
            Version = call.Version,
            Items = JsonText.Array(outlook.Changed.Items, item => SubscriptionItemJson.Render(outlook.Shadow, item)),
            BillingCycleAnchor = outlook.Changed.Anchor == subscription.Anchor ? null : outlook.Changed.Anchor,
            TrialEnd = outlook.Changed.TrialEnd == subscription.TrialEnd ? null : outlook.Changed.TrialEnd,
        };
        account.Expect(subscription, subscription.PendingUpdate.ExpiresAt, DueKind.PendingUpdateExpiry);
        InvoiceLife.Finalize(account, invoice);
        account.Events.RecordUpdate("customer.subscription.updated", subscription);
    }

    /// <summary>Carries the update out, its invoice being paid.</summary>
    public static void Apply(Account account, Subscription subscription, Invoice invoice)
    {
        var pending = subscription.PendingUpdate!;
        subscription.PendingUpdate = null;
        var form = new RawNode();
        FormDecoder.Decode(pending.Form, form);
        var call = new ApiCall(account, new Parameters(form), [subscription.Id], pending.Version, $"/v1/subscriptions/{subscription.Id}");
        var plan = SubscriptionUpdate.Read(call, subscription, pending.At) with { At = pending.At };
        SubscriptionUpdate.CarryPaid(account, call.Form, subscription, plan, invoice);
        account.Events.Record("customer.subscription.pending_update_applied", subscription);
    }

    public static void Expire(Account account, Subscription subscription, long now)
    {
        if (subscription.PendingUpdate is { } pending && pending.ExpiresAt <= now)
        {
            Drop(account, subscription);
        }
    }

    /// <summary>Drops an update that is not paid any more, with its invoice.</summary>
    public static void Drop(Account account, Subscription subscription)
    {
        if (subscription.PendingUpdate is not { } pending)
        {
            return;
        }

        subscription.PendingUpdate = null;
        account.Events.Record("customer.subscription.pending_update_expired", subscription);
        if (account.Invoices.Find(pending.InvoiceId) is { Status: "open" } invoice)
        {
            InvoiceLife.Void(account, invoice);
        }
    }

    /// <summary>Takes the invoice and its items over from the look ahead.</summary>
    private static Invoice Adopt(Account account, UpdatePayment.Outlook outlook, long now)
    {
        var invoice = outlook.Invoice;
        foreach (var line in invoice.Lines.Where(line => line.InvoiceItemId is not null).OrderBy(line => line.Sequence))
        {
            if (account.InvoiceItems.Find(line.InvoiceItemId) is { } known)
            {
                known.InvoiceId = invoice.Id;
                account.PendingOf(known.CustomerId).Remove(known);
                continue;
            }

            var item = account.Stamp(outlook.Shadow.InvoiceItems.Get(line.InvoiceItemId!), now);
            account.InvoiceItems.Add(item);
            account.Events.Record("invoiceitem.created", item);
        }

        account.Invoices.Add(account.Stamp(invoice, now));
        account.Subscriptions.Get(invoice.SubscriptionId!).LatestInvoice = invoice.Id;
        account.Events.Record("invoice.created", invoice);
        return invoice;
    }
}
