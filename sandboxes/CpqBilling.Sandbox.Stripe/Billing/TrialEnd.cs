namespace CpqBilling.Sandbox.Stripe.Billing;

/// <summary>What becomes of a subscription whose trial is over and that nobody can be charged for.</summary>
internal static class TrialEnd
{
    /// <summary>cancel or pause; null when it goes on and its first invoice stays open.</summary>
    public static string? Outcome(Account account, Subscription subscription)
    {
        var isPayable =
            subscription.CollectionMethod != "charge_automatically"
            || (subscription.DefaultPaymentMethod ?? account.CustomerOf(subscription).DefaultPaymentMethod) is not null;
        var wanted = subscription.TrialSettings?["end_behavior"]?["missing_payment_method"]?.GetValue<string>();
        return isPayable || wanted == "create_invoice" ? null : wanted;
    }
}
