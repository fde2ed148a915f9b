using CpqBilling.Sandbox.Stripe.Faults;

namespace CpqBilling.Sandbox.Stripe.Billing;

/// <summary>Charges invoices to the customer's payment method, with retries when it fails.</summary>
internal static class Payments
{
    public static PaymentMethod? MethodFor(Account account, Invoice invoice) =>
        DecidedOutcome.Apply(
            account,
            invoice,
            account.PaymentMethods.Find(
                invoice.DefaultPaymentMethod
                    ?? account.Subscriptions.Find(invoice.SubscriptionId)?.DefaultPaymentMethod
                    ?? account.CustomerOf(invoice).DefaultPaymentMethod
            )
        );

    /// <summary>One attempt by itself; false when nothing was collected.</summary>
    public static bool Attempt(Account account, Invoice invoice, PaymentMethod? method = null)
    {
        method ??= MethodFor(account, invoice);
        invoice.Attempted = true;
        invoice.AttemptCount++;
        method = DecidedOutcome.Apply(account, invoice, method);
        if (method is { AlwaysDeclines: false })
        {
            Succeed(account, invoice, method);
            return true;
        }

        Fail(account, invoice);
        return false;
    }

    /// <summary>Paid by other means; nothing moves here.</summary>
    public static void SettleOutOfBand(Account account, Invoice invoice)
    {
        // Recorded: what was paid elsewhere is not counted as paid, and stays in what remains.
        invoice.AmountPaidOffStripe = invoice.AmountRemaining;
        Record(account, invoice, invoice.AmountPaidOffStripe, isOutOfBand: true);
        InvoiceLife.MarkPaid(account, invoice);
    }

    private static void Succeed(Account account, Invoice invoice, PaymentMethod method)
    {
        var amount = invoice.AmountRemaining;
        invoice.AmountPaid += amount;
        var payment = Record(account, invoice, amount, isOutOfBand: false);
        var intent = PaymentForms.Intent(account, invoice, payment, method);
        var charge = PaymentForms.Charge(account, invoice, payment, method);
        account.Events.Record("payment_intent.created", intent);
        account.Events.Record("charge.succeeded", charge);
        account.Events.Record("payment_intent.succeeded", intent);
        account.Events.Record("invoice_payment.paid", payment);
        InvoiceLife.MarkPaid(account, invoice);
    }

    private static InvoicePayment Record(Account account, Invoice invoice, long amount, bool isOutOfBand)
    {
        var now = account.NowOf(invoice);
        var payment = account.Stamp(
            new InvoicePayment
            {
                CustomerId = invoice.CustomerId,
                InvoiceId = invoice.Id,
                AmountRequested = amount,
                AmountPaid = amount,
                Currency = invoice.Currency,
                Status = "paid",
                PaymentIntentId = account.Ids.Next("pi_"),
                PaidAt = now,
                IsOutOfBand = isOutOfBand,
            },
            now
        );
        account.InvoicePayments.Add(payment);
        return payment;
    }

    private static void Fail(Account account, Invoice invoice)
    {
        var retries = account.Decisions.RetryDays;
        var subscription = account.Subscriptions.Find(invoice.SubscriptionId);
        var retriesLeft = invoice.AutoAdvance && invoice.AttemptCount <= retries.Count;
        invoice.NextPaymentAttempt = retriesLeft ? account.NowOf(invoice) + (retries[(int)invoice.AttemptCount - 1] * 86_400L) : null;
        if (invoice.NextPaymentAttempt is { } next)
        {
            account.Expect(invoice, next, DueKind.PaymentRetry);
        }

        account.Events.Record("invoice.updated", invoice);
        account.Events.Record("invoice.payment_failed", invoice);
        // A trial goes on until its end, whatever becomes of what is charged meanwhile.
        if (subscription is { Status: "active" })
        {
            subscription.Status = "past_due";
            account.Events.RecordUpdate("customer.subscription.updated", subscription);
        }

        if (!retriesLeft && invoice.AutoAdvance && subscription is { Status: "past_due" })
        {
            GiveUp(account, subscription);
        }
    }

    private static void GiveUp(Account account, Subscription subscription)
    {
        switch (account.Decisions.AfterLastRetry)
        {
            case "unpaid":
                subscription.Status = "unpaid";
                account.Events.RecordUpdate("customer.subscription.updated", subscription);
                break;
            case "canceled":
                Abort(account, subscription);
                break;
        }
    }

    private static void Abort(Account account, Subscription subscription)
    {
        SubscriptionEnd.MarkEnded(account, subscription, account.NowOf(subscription), "payment_failed");
        account.Events.Record("customer.subscription.deleted", subscription);
        if (account.Schedules.Find(subscription.ScheduleId) is { IsOpen: true } schedule)
        {
            schedule.Status = "canceled";
            schedule.CanceledAt = account.NowOf(subscription);
            schedule.CurrentPhase = schedule.Phases.Count;
            account.Events.Record("subscription_schedule.aborted", schedule);
        }
    }
}
