namespace CpqBilling.Sandbox.Stripe.Billing;

/// <summary>Handles what falls due, one entry of a timeline at a time.</summary>
internal sealed class DueTimes(Account account)
{
    /// <summary>Works off the base timeline up to the base clock; test clocks advance on their own.</summary>
    public void CatchUp() => account.BaseTimeline.RunUntil(account.Clock.BaseNow, Handle);

    public void Handle(Due due)
    {
        switch (due.Kind)
        {
            case DueKind.ScheduleStart:
                Start(due);
                break;
            case DueKind.SubscriptionStep:
                if (account.Subscriptions.Find(due.ObjectId) is { } subscription && SubscriptionStep.NextAt(account, subscription) <= due.At)
                {
                    SubscriptionStep.Take(account, subscription, due.At);
                }

                break;
            case DueKind.IncompleteExpiry:
                Expire(due);
                break;
            case DueKind.PendingUpdateExpiry:
                if (account.Subscriptions.Find(due.ObjectId) is { } waiting)
                {
                    PendingUpdates.Expire(account, waiting, due.At);
                }

                break;
            case DueKind.ResumeCollection:
                if (account.Subscriptions.Find(due.ObjectId) is { IsEnded: false } paused)
                {
                    PausedCollection.Resume(account, paused, due.At);
                }

                break;
            case DueKind.TrialNotice or DueKind.ExpiringNotice or DueKind.UpcomingNotice:
                Notices.Send(account, due);
                break;
            default:
                HandleInvoice(due);
                break;
        }
    }

    /// <summary>Puts everything of a customer on its timeline; for a customer that has just moved to a clock, or was loaded.</summary>
    public static void ExpectAll(Account account, Customer customer)
    {
        foreach (var schedule in account.Schedules.OwnedBy(customer.Id).Where(schedule => schedule.Status == "not_started"))
        {
            account.Expect(schedule, schedule.Phases[0].Start, DueKind.ScheduleStart);
        }

        foreach (var subscription in account.Subscriptions.OwnedBy(customer.Id).Where(subscription => !subscription.IsEnded))
        {
            account.Follow(subscription);
            if (subscription.PendingUpdate is { } pending)
            {
                account.Expect(subscription, pending.ExpiresAt, DueKind.PendingUpdateExpiry);
            }

            if (PausedCollection.ResumesAt(subscription) is { } resumesAt)
            {
                account.Expect(subscription, resumesAt, DueKind.ResumeCollection);
            }
        }

        foreach (var invoice in account.Invoices.OwnedBy(customer.Id))
        {
            Expect(account, invoice);
        }
    }

    private static void Expect(Account account, Invoice invoice)
    {
        if (invoice is { Status: "draft", AutoAdvance: true, AutomaticallyFinalizesAt: { } at })
        {
            account.Expect(invoice, at, DueKind.Finalization);
        }
        else if (invoice is { Status: "open", NextPaymentAttempt: { } retry })
        {
            account.Expect(invoice, retry, DueKind.PaymentRetry);
        }
        else if (invoice is { Status: "open", IsOverdue: false, DueDate: { } dueDate, CollectionMethod: "send_invoice" })
        {
            account.Expect(invoice, dueDate, DueKind.Overdue);
        }
    }

    private void Start(Due due)
    {
        if (account.Schedules.Find(due.ObjectId) is { Status: "not_started" } schedule && schedule.Phases[0].Start <= due.At)
        {
            ScheduleStart.Begin(account, schedule);
            account.Events.Record("subscription_schedule.updated", schedule);
        }
    }

    private void Expire(Due due)
    {
        if (
            account.Subscriptions.Find(due.ObjectId) is { Status: "paused" } paused
            && account.Invoices.Find(paused.LatestInvoice) is { Status: "open" } unpaid
        )
        {
            InvoiceLife.Void(account, unpaid);
            return;
        }

        if (account.Subscriptions.Find(due.ObjectId) is { Status: "incomplete" } subscription)
        {
            subscription.Status = "incomplete_expired";
            subscription.EndedAt = due.At;
            if (account.Invoices.Find(subscription.LatestInvoice) is { Status: "open" } invoice)
            {
                InvoiceLife.Void(account, invoice);
            }

            account.Events.RecordUpdate("customer.subscription.updated", subscription);
        }
    }

    private void HandleInvoice(Due due)
    {
        if (account.Invoices.Find(due.ObjectId) is not { } invoice)
        {
            return;
        }

        switch (due.Kind)
        {
            case DueKind.Finalization when invoice is { Status: "draft", AutoAdvance: true } && invoice.AutomaticallyFinalizesAt <= due.At:
                if (!WaitingForWebhooks.Postpones(account, invoice, due.At))
                {
                    InvoiceLife.Finalize(account, invoice);
                }

                break;
            case DueKind.PaymentRetry when invoice is { Status: "open", AutoAdvance: true } && invoice.NextPaymentAttempt <= due.At:
                Payments.Attempt(account, invoice);
                break;
            case DueKind.Overdue when invoice.DueDate <= due.At:
                InvoiceLife.MarkOverdue(account, invoice);
                break;
        }
    }
}
