using System.Text.Json;

namespace CpqBilling.Sandbox.Stripe.Invoices;

/// <summary>
/// A copy of one customer on top of the real account: whatever happens to it leaves no trace. Previews run the real
/// engine on it, so they cannot differ from what happens later.
/// </summary>
internal static class Preview
{
    private static readonly JsonSerializerOptions Copying = new() { IgnoreReadOnlyProperties = true };

    public static Account Shadow(Account account, Customer customer)
    {
        var shadow = Account.PreviewOf(account);
        shadow.Customers.Add(Copy(customer));
        foreach (var schedule in account.Schedules.OwnedBy(customer.Id).Where(schedule => schedule.IsOpen))
        {
            shadow.Schedules.Add(Copy(schedule));
        }

        foreach (var subscription in account.Subscriptions.OwnedBy(customer.Id).Where(subscription => !subscription.IsEnded))
        {
            shadow.Subscriptions.Add(Copy(subscription));
        }

        foreach (var item in account.PendingOf(customer.Id))
        {
            var copy = Copy(item);
            shadow.InvoiceItems.Add(copy);
            shadow.PendingOf(customer.Id).Add(copy);
        }

        return shadow;
    }

    /// <summary>The next invoice of a subscription as things stand; null when none will come.</summary>
    public static JsonObject? Next(Account account, Subscription subscription)
    {
        var shadow = Shadow(account, account.CustomerOf(subscription));
        return NextOf(shadow, subscription.Id, account.NowOf(subscription)) is { } invoice ? Render(shadow, invoice) : null;
    }

    /// <summary>Lets the copy live until an invoice appears.</summary>
    public static Invoice? NextOf(Account shadow, string subscriptionId, long from)
    {
        var subscription = shadow.Subscriptions.Get(subscriptionId);
        var timeline = shadow.TimelineOf(shadow.CustomerOf(subscription));
        while (shadow.Invoices.All.Count == 0 && SubscriptionStep.NextAt(shadow, subscription) is { } next)
        {
            timeline.At(Math.Max(next, from), () => SubscriptionStep.Take(shadow, subscription, next));
        }

        return shadow.Invoices.All.Count == 0 ? null : shadow.Invoices.All[0];
    }

    /// <summary>As a request asks for it: with other discounts, or only what comes back every period.</summary>
    public static JsonObject Render(ApiCall call, Invoice invoice)
    {
        var (shadow, form) = (call.Account, call.Form);
        if (form.Text("preview_mode") == "recurring")
        {
            invoice.Lines.RemoveAll(line => line.Kind == LineKind.InvoiceItem);
        }

        if (form.Has("discounts"))
        {
            var choices = Redemption.Read(shadow, form, new RedemptionPlace(invoice.Created, invoice.CustomerId, invoice.Currency));
            invoice.Discounts = Redemption.Redeem(
                shadow,
                choices,
                invoice.Discounts,
                new DiscountOwner(invoice.CustomerId, InvoiceId: invoice.Id),
                invoice.Created
            );
        }

        InvoiceTotals.Compute(shadow, invoice);
        return Render(shadow, invoice);
    }

    private static JsonObject Render(Account shadow, Invoice invoice)
    {
        invoice.BillingReason = "upcoming";
        invoice.Status = "draft";
        invoice.AutomaticallyFinalizesAt = null;
        invoice.Id = "upcoming_" + invoice.Id;
        foreach (var line in invoice.Lines)
        {
            line.Id = "il_tmp_" + line.Id[3..];
        }

        var customer = shadow.CustomerOf(invoice);
        invoice.StartingBalance = customer.Balance;
        invoice.AmountDue = Math.Max(0, invoice.Total + customer.Balance);
        invoice.EndingBalance = invoice.Total + customer.Balance - invoice.AmountDue;
        return InvoiceJson.Render(shadow, invoice);
    }

    private static T Copy<T>(T item) => JsonSerializer.Deserialize<T>(JsonSerializer.SerializeToUtf8Bytes(item, Copying), Copying)!;
}
