namespace CpqBilling.Sandbox.Stripe.Billing;

/// <summary>What becomes of a subscription whose trial is over and that nobody can be charged for.</summary>
internal static class TrialEnd
{
    /// <summary>Whether it is to be cancelled; otherwise it goes on and its first invoice stays open.</summary>
    public static bool Ends(Account account, Subscription subscription) =>
        subscription.CollectionMethod == "charge_automatically"
        && subscription.TrialSettings?["end_behavior"]?["missing_payment_method"]?.GetValue<string>() == "cancel"
        && (subscription.DefaultPaymentMethod ?? account.CustomerOf(subscription).DefaultPaymentMethod) is null;
}
