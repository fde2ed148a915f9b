namespace CpqBilling.Sandbox.Stripe.Subscriptions;

/// <summary>Looks ahead, on a copy, whether the invoice of an update can be collected, for requests that make the update depend on it.</summary>
internal static class UpdatePayment
{
    public sealed record Outlook(Account Shadow, Subscription Changed, Invoice Invoice, PaymentMethod? Method)
    {
        public bool CanBePaid => Method is { Asks: false, Card.DeclineCode: null };

        public RefusalException Refusal =>
            Method switch
            {
                null => Errors.Refused(
                    "This customer has no attached payment source or default payment method. Please consider adding a default payment method.",
                    null,
                    "resource_missing"
                ),
                { Card.DeclineCode: not null } => Method.Card.Declined(),
                _ => new RefusalException(
                    402,
                    "card_error",
                    "subscription_payment_intent_requires_action",
                    null,
                    "Payment for this subscription requires additional user action before it can be completed successfully."
                ),
            };
    }

    /// <summary>Null when the update collects nothing.</summary>
    public static Outlook? Of(ApiCall call, Subscription subscription, long now)
    {
        var account = call.Account;
        var shadow = Preview.Shadow(account, account.CustomerOf(subscription));
        var changed = shadow.Subscriptions.Get(subscription.Id);
        SubscriptionUpdate.Carry(shadow, call.Form, changed, SubscriptionUpdate.Read(call with { Account = shadow }, changed, now));
        if (shadow.Invoices.All.Count == 0 || changed.CollectionMethod != "charge_automatically")
        {
            return null;
        }

        var invoice = shadow.Invoices.All[0];
        return invoice.Total + shadow.CustomerOf(changed).Balance > 0
            ? new Outlook(shadow, changed, invoice, Payments.MethodFor(account, invoice))
            : null;
    }
}
