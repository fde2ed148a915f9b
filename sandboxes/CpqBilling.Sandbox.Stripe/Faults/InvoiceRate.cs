namespace CpqBilling.Sandbox.Stripe.Faults;

/// <summary>One subscription gets at most ten new invoices a minute and twenty a day; on a frozen clock all count together.</summary>
internal static class InvoiceRate
{
    public static void Check(SandboxState state, string key, GateContext context)
    {
        if (
            context.Method != "POST"
            || context.Path != "/v1/invoices"
            || context.Form.Find("subscription")?.Text is not { } id
            || !state.ByKey.TryGetValue(key, out var account)
        )
        {
            return;
        }

        lock (account.Gate)
        {
            if (account.Subscriptions.Find(id) is not { } subscription)
            {
                return;
            }

            var now = account.NowOf(subscription);
            var ages = account
                .Invoices.OwnedBy(subscription.CustomerId)
                .Where(invoice => invoice.SubscriptionId == id)
                .Select(invoice => now - invoice.Created)
                .ToList();
            if (
                ages.Count(age => age < 60) >= state.Decisions.MostInvoicesPerMinute
                || ages.Count(age => age < 86_400) >= state.Decisions.MostInvoicesPerDay
            )
            {
                throw FaultAnswers.RateLimited("resource-specific");
            }
        }
    }
}
