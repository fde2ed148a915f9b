namespace CpqBilling.Sandbox.Stripe.Billing;

/// <summary>
/// Gathers what one moment of a subscription charges: lines for periods and usage, and invoice items for prorations and
/// added charges. Nothing is visible until the caller commits, so the caller decides the order of events.
/// </summary>
internal sealed class BillingRun(Account account, Subscription subscription, long at)
{
    public Account Account => account;

    public Subscription Subscription => subscription;

    /// <summary>The moment being billed; moves when a backdated start catches up.</summary>
    public long At { get; set; } = at;

    /// <summary>Coupons are redeemed when the request comes, also those of a start in the past: their months count from then.</summary>
    public long RedeemsAt => Math.Max(At, account.NowOf(subscription));

    public List<InvoiceLine> Lines { get; } = [];

    /// <summary>Usage of metered items that a phase change removes; classic billing invoices it apart.</summary>
    public List<InvoiceLine> RemovedUsageLines { get; } = [];

    public List<InvoiceItem> NewItems { get; } = [];

    /// <summary>Why an invoice is made now; null leaves new items pending.</summary>
    public string? Reason { get; set; }

    /// <summary>Whether the run belongs to a request, whose invoices are finalised at once.</summary>
    public bool FinalizesAtOnce { get; set; }

    /// <summary>Whether the invoice takes what this moment made and leaves older pending items to the next renewal.</summary>
    public bool TakesOwnItemsOnly { get; set; }

    /// <summary>How far back the invoice's own period reaches.</summary>
    public long PeriodStart { get; set; } = at;

    /// <summary>Makes the gathered items real: they are pending until an invoice takes them.</summary>
    public void CommitItems()
    {
        foreach (var item in NewItems)
        {
            account.InvoiceItems.Add(item);
            account.PendingOf(item.CustomerId).Add(item);
            account.Events.Record("invoiceitem.created", item);
        }

        NewItems.Clear();
    }

    /// <summary>Makes the invoice that this moment calls for, unless it would be empty.</summary>
    public Invoice? CommitInvoice()
    {
        List<InvoiceItem> own = [.. NewItems];
        CommitItems();
        if (Reason is null)
        {
            return null;
        }

        var pending = TakesOwnItemsOnly ? own : PendingForThis();
        if (Lines.Count == 0 && pending.Count == 0)
        {
            return null;
        }

        var invoice = InvoiceMaking.ForSubscription(this, Lines, pending);
        if (RemovedUsageLines.Count > 0)
        {
            InvoiceMaking.ForSubscription(this, RemovedUsageLines, []);
        }

        return invoice;
    }

    private List<InvoiceItem> PendingForThis()
    {
        var takesCustomerItems = Reason is "subscription_cycle" or "subscription_create";
        return
        [
            .. account
                .PendingOf(subscription.CustomerId)
                .Where(item =>
                    item.Currency == subscription.Currency
                    && (item.SubscriptionId == subscription.Id || (takesCustomerItems && item.SubscriptionId is null))
                ),
        ];
    }
}
