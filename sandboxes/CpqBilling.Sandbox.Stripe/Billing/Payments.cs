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

    /// <summary>One attempt; false when nothing was collected.</summary>
    /// <param name="isAuthenticated">Whether the customer is there and authenticates what the card asks for.</param>
    public static bool Attempt(Account account, Invoice invoice, PaymentMethod? method = null, bool isAuthenticated = false)
    {
        method ??= MethodFor(account, invoice);
        invoice.Attempted = true;
        invoice.AttemptCount++;
        method = DecidedOutcome.Apply(account, invoice, method);
        if (method is null)
        {
            Fail(account, invoice);
            return false;
        }

        var payment = InvoiceCollection.Begin(account, invoice);
        var intent = account.PaymentIntents.Get(payment.PaymentIntentId!);
        intent.PaymentMethodId = method.Id;
        if (method.Asks && !isAuthenticated)
        {
            intent.Status = "requires_action";
            account.Events.Record("payment_intent.requires_action", intent);
            account.Events.Record("invoice.payment_action_required", invoice);
            Fail(account, invoice);
            return false;
        }

        method.IsAuthenticated |= isAuthenticated;
        if (method.Card.DeclineCode is not null)
        {
            Decline(account, invoice, intent, method);
            return false;
        }

        Succeed(account, invoice, (payment, intent), method);
        return true;
    }

    private static void Succeed(Account account, Invoice invoice, (InvoicePayment Payment, PaymentIntent Intent) open, PaymentMethod method)
    {
        var (payment, intent) = open;
        invoice.AmountPaid += intent.Amount;
        var charge = InvoiceCollection.Charge(account, intent, method, isPaid: true);
        account.Events.Record("charge.succeeded", charge);
        (intent.Status, intent.AmountReceived, intent.DeclinedCard) = ("succeeded", intent.Amount, null);
        account.Events.Record("payment_intent.succeeded", intent);
        InvoiceCollection.Settle(account, payment);
        KeepAsDefault(account, invoice, method);
        InvoiceLife.MarkPaid(account, invoice);
    }

    private static void KeepAsDefault(Account account, Invoice invoice, PaymentMethod method)
    {
        if (
            account.Subscriptions.Find(invoice.SubscriptionId) is { } subscription
            && subscription.PaymentSettings?["save_default_payment_method"]?.GetValue<string>() == "on_subscription"
        )
        {
            subscription.DefaultPaymentMethod = method.Id;
        }
    }

    private static void Decline(Account account, Invoice invoice, PaymentIntent intent, PaymentMethod method)
    {
        var charge = InvoiceCollection.Charge(account, intent, method, isPaid: false);
        account.Events.Record("charge.failed", charge);
        (intent.Status, intent.DeclinedCard, intent.PaymentMethodId) = ("requires_payment_method", method.CardName, null);
        account.Events.Record("payment_intent.payment_failed", intent);
        Fail(account, invoice);
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
        InvoiceCollection.MarkDelinquent(account, invoice, true);
        // A trial goes on until its end, whatever becomes of what is charged meanwhile.
        if (subscription is { Status: "active" } && subscription.PendingUpdate?.InvoiceId != invoice.Id)
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
