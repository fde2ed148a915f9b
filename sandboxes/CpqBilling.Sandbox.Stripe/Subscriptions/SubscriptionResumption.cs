namespace CpqBilling.Sandbox.Stripe.Subscriptions;

/// <summary>Lets a paused subscription run again, at once or as soon as its invoice is paid.</summary>
internal static class SubscriptionResumption
{
    private const long PatienceSeconds = 23 * 3_600;

    public static ParameterShape Shape() =>
        ParameterShape
            .Of<Sdk.SubscriptionResumeOptions>()
            .OneOf("proration_behavior", "always_invoice", "create_prorations", "none")
            .With("billing_cycle_anchor", new ParameterShape(ShapeKind.Anything));

    public static JsonObject Resume(ApiCall call)
    {
        var (account, form) = (call.Account, call.Form);
        Unkept.Refuse(form, ["billing_cycle_anchor", "proration_behavior", "expand"]);
        var subscription = SubscriptionEndpoints.FindRunning(call);
        if (subscription.Status != "paused")
        {
            throw Errors.Refused("The subscription is not paused, so it cannot be resumed.");
        }

        var now = account.NowOf(subscription);
        if (AnchorWord(form) != "unchanged")
        {
            subscription.Anchor = now;
        }

        var run = new BillingRun(account, subscription, now) { Reason = "subscription_update", FinalizesAtOnce = true };
        subscription.Status = "active";
        foreach (var item in subscription.Items)
        {
            item.Debits.Clear();
            Periods.Open(run, item, form.Text("proration_behavior") ?? "create_prorations");
        }

        if (run.CommitInvoice() is { } invoice)
        {
            Collect(account, subscription, invoice);
        }

        Tell(account, subscription);
        return SubscriptionJson.Render(account, subscription);
    }

    /// <summary>The invoice of the resumption was paid or written off.</summary>
    public static void Complete(Account account, Subscription subscription)
    {
        subscription.Status = "active";
        Tell(account, subscription);
    }

    private static void Collect(Account account, Subscription subscription, Invoice invoice)
    {
        subscription.Status = "paused";
        InvoiceLife.Finalize(account, invoice);
        if (invoice.Status == "paid")
        {
            subscription.Status = "active";
            return;
        }

        (invoice.AutoAdvance, invoice.NextPaymentAttempt) = (false, null);
        account.Expect(subscription, account.NowOf(subscription) + PatienceSeconds, DueKind.IncompleteExpiry);
    }

    private static void Tell(Account account, Subscription subscription)
    {
        account.Events.RecordUpdate("customer.subscription.updated", subscription);
        if (subscription.Status == "active")
        {
            account.Events.Record("customer.subscription.resumed", subscription);
            account.Follow(subscription);
        }
    }

    private static string? AnchorWord(Parameters form) => form.Text("billing_cycle_anchor") ?? form.Map("billing_cycle_anchor")?.RequiredText("type");
}
