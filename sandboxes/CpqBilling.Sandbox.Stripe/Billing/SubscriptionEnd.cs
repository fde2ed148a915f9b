namespace CpqBilling.Sandbox.Stripe.Billing;

/// <summary>Ends a subscription that has run its time: a last invoice for usage and pending items, which waits for a human.</summary>
internal static class SubscriptionEnd
{
    public static void Finish(BillingRun run, Schedule? schedule, string reason)
    {
        var (account, subscription) = (run.Account, run.Subscription);
        foreach (var item in subscription.Items.Where(item => account.PriceOf(item).IsMetered && item.UsageFrom < run.At && item.PeriodEnd > run.At))
        {
            run.Lines.Add(Periods.UsageLine(run, item, run.At));
        }

        run.Reason = "subscription_cycle";
        var invoice = run.CommitInvoice();
        if (invoice is not null)
        {
            invoice.AutoAdvance = false;
            invoice.AutomaticallyFinalizesAt = null;
        }

        MarkEnded(account, subscription, run.At, reason);
        account.Events.Record("customer.subscription.deleted", subscription);
        if (schedule is { Status: "active" })
        {
            schedule.Status = "completed";
            schedule.CompletedAt = run.At;
            schedule.CurrentPhase = schedule.Phases.Count;
            account.Events.Record("subscription_schedule.completed", schedule);
        }
    }

    public static void MarkEnded(Account account, Subscription subscription, long at, string reason)
    {
        subscription.Status = "canceled";
        subscription.EndedAt = at;
        subscription.CanceledAt ??= at;
        subscription.CancellationReason = reason == "schedule_end" ? "cancellation_requested" : reason;
        foreach (
            var invoice in account
                .Invoices.OwnedBy(subscription.CustomerId)
                .Where(invoice => invoice.SubscriptionId == subscription.Id && invoice.Status is "draft" or "open")
        )
        {
            invoice.AutoAdvance = false;
            invoice.AutomaticallyFinalizesAt = null;
        }
    }
}
