namespace CpqBilling.Sandbox.Stripe.Billing;

/// <summary>Takes an invoice from draft to its end.</summary>
internal static class InvoiceLife
{
    /// <param name="advances">Whether it is then collected by itself; null keeps what the invoice says.</param>
    public static void Finalize(Account account, Invoice invoice, bool? advances = null)
    {
        if (account.IsPreview)
        {
            return;
        }

        var now = account.NowOf(invoice);
        var customer = account.CustomerOf(invoice);
        InvoiceTotals.Refresh(account, invoice);
        invoice.AutoAdvance = advances ?? invoice.AutoAdvance;
        invoice.AutomaticallyFinalizesAt = null;
        invoice.Number ??= $"{customer.InvoicePrefix}-{customer.NextInvoiceSequence++:0000}";
        invoice.CustomerSnapshot = InvoiceJson.CustomerFields(customer);
        invoice.EffectiveAt ??= now;
        invoice.FinalizedAt = now;
        if (account.Subscriptions.Find(invoice.SubscriptionId) is { } subscription)
        {
            invoice.SubscriptionMetadata = new(subscription.Metadata);
        }

        SettleBalance(account, invoice, customer);
        invoice.Status = "open";
        customer.Currency ??= invoice.Currency;
        if (invoice.AmountDue > 0 && TakenOffWhilePaused(account, invoice))
        {
            return;
        }

        var isSent = invoice is { AmountDue: > 0, AutoAdvance: true, CollectionMethod: "send_invoice" };
        account.Events.Record(isSent ? ["invoice.finalized", "invoice.sent"] : ["invoice.finalized"], invoice);
        if (invoice.AmountDue == 0)
        {
            MarkPaid(account, invoice);
        }
        else
        {
            Collect(account, invoice);
        }
    }

    /// <summary>Whether the invoice fell into a pause of collection that voids or writes off what becomes due in it.</summary>
    private static bool TakenOffWhilePaused(Account account, Invoice invoice)
    {
        var behavior = PausedCollection.Behavior(account.Subscriptions.Find(invoice.SubscriptionId));
        if (behavior is not ("void" or "mark_uncollectible"))
        {
            return false;
        }

        account.Events.Record("invoice.finalized", invoice);
        if (behavior == "void")
        {
            Void(account, invoice);
        }
        else
        {
            MarkUncollectible(account, invoice);
        }

        return true;
    }

    public static void MarkUncollectible(Account account, Invoice invoice)
    {
        invoice.Status = "uncollectible";
        InvoiceCollection.MarkDelinquent(account, invoice, false);
        invoice.MarkedUncollectibleAt = account.NowOf(invoice);
        invoice.AutoAdvance = false;
        account.Events.Record("invoice.marked_uncollectible", invoice);
    }

    /// <summary>Brings the customer's balance in: credit lowers the amount, and what cannot be charged stays on the balance.</summary>
    private static void SettleBalance(Account account, Invoice invoice, Customer customer)
    {
        invoice.StartingBalance = customer.Balance;
        var due = invoice.Total + customer.Balance;
        // Currencies of three digits are charged in tens; what is left over waits on the balance.
        var odd = due > 0 && Currencies.MinorDigits(invoice.Currency) == 3 ? due % 10 : 0;
        var isTooSmall = due > 0 && due < Currencies.MinimumCharge(invoice.Currency) && invoice.CollectionMethod == "charge_automatically";
        invoice.AmountDue = isTooSmall ? 0 : Math.Max(0, due - odd);
        invoice.EndingBalance = due - invoice.AmountDue;
        if (invoice.EndingBalance != customer.Balance)
        {
            BalanceTransactionEndpoints.Record(
                account,
                customer,
                invoice.EndingBalance.Value - customer.Balance,
                invoice.Currency,
                isTooSmall ? "invoice_too_small" : "applied_to_invoice",
                invoice.Id
            );
            account.Events.RecordUpdate("customer.updated", customer);
        }
    }

    private static void Collect(Account account, Invoice invoice)
    {
        if (invoice.CollectionMethod == "send_invoice")
        {
            if (invoice.DueDate is { } dueDate)
            {
                account.Expect(invoice, dueDate, DueKind.Overdue);
            }
        }
        else if (invoice.AutoAdvance)
        {
            Payments.Attempt(account, invoice);
        }
        else
        {
            InvoiceCollection.Begin(account, invoice);
        }
    }

    /// <summary>Settles the invoice; its last events and the status of its subscription follow.</summary>
    public static void MarkPaid(Account account, Invoice invoice)
    {
        invoice.Status = "paid";
        invoice.PaidAt = account.NowOf(invoice);
        invoice.NextPaymentAttempt = null;
        invoice.AutoAdvance = false;
        account.Events.Record(["invoice.updated", "invoice.paid", "invoice.payment_succeeded"], invoice);
        InvoiceCollection.MarkDelinquent(account, invoice, false);
        if (account.Subscriptions.Find(invoice.SubscriptionId) is not { } subscription)
        {
            return;
        }

        if (subscription.PendingUpdate?.InvoiceId == invoice.Id)
        {
            PendingUpdates.Apply(account, subscription, invoice);
        }

        if (subscription.LatestInvoice != invoice.Id)
        {
            return;
        }

        if (subscription.Status == "paused")
        {
            SubscriptionResumption.Complete(account, subscription);
        }
        else if (subscription.Status is "past_due" or "incomplete" or "unpaid")
        {
            subscription.Status = "active";
            account.Events.RecordUpdate("customer.subscription.updated", subscription);
        }
    }

    public static void MarkOverdue(Account account, Invoice invoice)
    {
        if (invoice.Status != "open" || invoice.IsOverdue)
        {
            return;
        }

        invoice.IsOverdue = true;
        account.Events.Record("invoice.overdue", invoice);
        if (account.Subscriptions.Find(invoice.SubscriptionId) is { Status: "active" } subscription)
        {
            subscription.Status = "past_due";
            account.Events.RecordUpdate("customer.subscription.updated", subscription);
        }

        InvoiceCollection.MarkDelinquent(account, invoice, true);
    }

    public static void Void(Account account, Invoice invoice)
    {
        invoice.Status = "void";
        invoice.VoidedAt = account.NowOf(invoice);
        invoice.AutoAdvance = false;
        invoice.NextPaymentAttempt = null;
        InvoiceCollection.Cancel(account, invoice);
        account.Events.Record("invoice.voided", invoice);
        GiveBalanceBack(account, invoice);
        if (account.Subscriptions.Find(invoice.SubscriptionId) is { } subscription && subscription.PendingUpdate?.InvoiceId == invoice.Id)
        {
            PendingUpdates.Drop(account, subscription);
        }
    }

    /// <summary>What the balance took part in belongs to the customer again.</summary>
    private static void GiveBalanceBack(Account account, Invoice invoice)
    {
        if (invoice.EndingBalance is not { } ending || ending == invoice.StartingBalance)
        {
            return;
        }

        var customer = account.CustomerOf(invoice);
        BalanceTransactionEndpoints.Record(
            account,
            customer,
            invoice.StartingBalance - ending,
            invoice.Currency,
            "unapplied_from_invoice",
            invoice.Id
        );
        account.Events.RecordUpdate("customer.updated", customer);
    }
}
