namespace CpqBilling.Sandbox.Stripe.Billing;

internal sealed record CancellationTerms(bool InvoiceNow, bool Prorate);

/// <summary>Ends a subscription at once, by request.</summary>
internal static class Cancellation
{
    /// <param name="beforeInvoiceSettles">Events that the service sends between the end of the subscription and the last change of the invoice.</param>
    public static void Now(Account account, Subscription subscription, CancellationTerms terms, string reason, Action? beforeInvoiceSettles = null)
    {
        var now = account.NowOf(subscription);
        var run = new BillingRun(account, subscription, now) { PeriodStart = subscription.LastBoundary };
        var isBilled = subscription.Status is not ("incomplete" or "incomplete_expired");
        if (terms.Prorate && isBilled)
        {
            subscription.Items.ForEach(item => Prorations.Credit(run, item, now));
        }

        if (terms.InvoiceNow)
        {
            foreach (var item in subscription.Items.Where(item => account.PriceOf(item).IsMetered && item.UsageFrom < now))
            {
                run.Lines.Add(Periods.UsageLine(run, item, now));
            }

            run.Reason = account.Decisions.ReasonOfCancellation;
        }

        if (terms is { InvoiceNow: false, Prorate: false })
        {
            DropPendingProrations(account, subscription);
        }

        var invoice = run.CommitInvoice();
        SubscriptionEnd.MarkEnded(account, subscription, now, reason);
        if (invoice is not null)
        {
            InvoiceLife.Finalize(account, invoice, advances: false);
        }

        account.Events.Record("customer.subscription.deleted", subscription);
        CancelSchedule(account, subscription, now);
        beforeInvoiceSettles?.Invoke();
        if (invoice is not null)
        {
            account.Events.RecordUpdate("invoice.updated", invoice);
        }
    }

    private static void CancelSchedule(Account account, Subscription subscription, long now)
    {
        if (account.Schedules.Find(subscription.ScheduleId) is { IsOpen: true } schedule)
        {
            schedule.Status = "canceled";
            schedule.CanceledAt = now;
            schedule.CurrentPhase = schedule.Phases.Count;
            account.Events.Record("subscription_schedule.canceled", schedule);
        }
    }

    private static void DropPendingProrations(Account account, Subscription subscription)
    {
        foreach (
            var item in account.PendingOf(subscription.CustomerId).Where(item => item.IsProration && item.SubscriptionId == subscription.Id).ToList()
        )
        {
            account.PendingOf(subscription.CustomerId).Remove(item);
            account.InvoiceItems.Remove(item);
            account.Events.Record("invoiceitem.deleted", item);
        }
    }
}
