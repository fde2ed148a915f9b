namespace CpqBilling.Sandbox.Stripe.Billing;

/// <summary>Makes draft invoices out of lines and pending items.</summary>
internal static class InvoiceMaking
{
    public static Invoice ForSubscription(BillingRun run, List<InvoiceLine> lines, List<InvoiceItem> pending)
    {
        var (account, subscription) = (run.Account, run.Subscription);
        var now = account.NowOf(subscription);
        var waits = !run.FinalizesAtOnce && (run.Reason != "subscription_update" || account.Decisions.AutomaticPhaseInvoicesWait);
        var invoice = account.Stamp(
            new Invoice
            {
                CustomerId = subscription.CustomerId,
                SubscriptionId = subscription.Id,
                BillingReason = run.Reason!,
                CollectionMethod = subscription.CollectionMethod,
                Currency = subscription.Currency,
                DaysUntilDue = subscription.DaysUntilDue,
                PeriodStart = run.PeriodStart,
                PeriodEnd = now,
                AutoAdvance = true,
                AutomaticallyFinalizesAt = now + (waits ? account.Decisions.FinalizationDelay : 0),
                Discounts = [.. Prorations.InForce(account, subscription.Discounts, now).Select(discount => discount.Id)],
                SubscriptionMetadata = new(subscription.Metadata),
                DefaultPaymentMethod = subscription.DefaultPaymentMethod,
            },
            now
        );
        SubscriptionInvoices.Write(subscription, invoice);
        ApplyPause(subscription, invoice);
        invoice.DueDate = DueDate(invoice, now);
        CustomerTexts.Fill(account, invoice);
        TakeItems(account, invoice, pending);
        var order = subscription.Items.ToDictionary(item => item.Id, item => item.Sequence);
        invoice.Lines.AddRange(lines.OrderByDescending(line => order.GetValueOrDefault(line.SubscriptionItemId ?? "")));
        InvoiceTotals.Compute(account, invoice);
        Book(subscription, invoice);
        StandingDiscounts.DropUsed(account, subscription, invoice.Lines);
        subscription.LatestInvoice = invoice.Id;
        account.Invoices.Add(invoice);
        account.Events.Record("invoice.created", invoice);
        if (invoice.AutoAdvance && invoice.AutomaticallyFinalizesAt is { } at)
        {
            account.Expect(invoice, at, DueKind.Finalization);
        }

        return invoice;
    }

    public static long? DueDate(Invoice invoice, long now) =>
        invoice is { CollectionMethod: "send_invoice", DaysUntilDue: { } days } ? now + (days * 86_400) : invoice.DueDate;

    /// <summary>Moves pending items onto the invoice, newest first.</summary>
    public static void TakeItems(Account account, Invoice invoice, IEnumerable<InvoiceItem> pending)
    {
        foreach (var item in pending.OrderByDescending(item => item.Sequence).ToList())
        {
            account.PendingOf(item.CustomerId).Remove(item);
            AddItem(account, invoice, item);
        }
    }

    public static void AddItem(Account account, Invoice invoice, InvoiceItem item)
    {
        item.InvoiceId = invoice.Id;
        invoice.Lines.Add(
            account.Stamp(
                new InvoiceLine
                {
                    Kind = LineKind.InvoiceItem,
                    SubscriptionId = item.SubscriptionId,
                    SubscriptionItemId = item.SubscriptionItemId,
                    InvoiceItemId = item.Id,
                    IsProration = item.IsProration,
                    Credited = item.Credited,
                    Amount = item.Amount,
                    Description = item.Description,
                    PriceId = item.PriceId,
                    ProductId = item.ProductId,
                    UnitAmount = item.UnitAmount,
                    Quantity = item.Quantity,
                    PeriodStart = item.PeriodStart,
                    PeriodEnd = item.PeriodEnd,
                    IsDiscountable = item.IsDiscountable,
                    Discounts = [.. item.Discounts],
                    Metadata = new(item.Metadata),
                },
                "il_",
                invoice.Created
            )
        );
        if (account.Decisions.SendInvoiceItemUpdated)
        {
            account.Events.Record("invoiceitem.updated", item);
        }
    }

    private static void ApplyPause(Subscription subscription, Invoice invoice)
    {
        if (PausedCollection.Behavior(subscription) == "keep_as_draft")
        {
            invoice.AutoAdvance = false;
            invoice.AutomaticallyFinalizesAt = null;
        }
    }

    /// <summary>Remembers what each item has been charged, for credits.</summary>
    public static void Book(Subscription subscription, Invoice invoice)
    {
        foreach (var line in invoice.Lines)
        {
            var item = subscription.Items.Find(candidate => candidate.Id == line.SubscriptionItemId);
            if (item is null)
            {
                continue;
            }

            if (line.Kind == LineKind.Recurring && line.PeriodEnd > invoice.Created)
            {
                item.Debits.RemoveAll(debit => debit.SourceId == line.Id);
                item.Debits.Add(
                    new Debit
                    {
                        SourceId = line.Id,
                        InvoiceId = invoice.Id,
                        Amount = line.Net,
                        Start = line.PeriodStart,
                        End = line.PeriodEnd,
                    }
                );
            }
            else if (item.Debits.Find(debit => debit.SourceId == line.InvoiceItemId) is { } debit)
            {
                (debit.InvoiceId, debit.LineId) = (invoice.Id, line.Id);
            }
        }
    }
}
