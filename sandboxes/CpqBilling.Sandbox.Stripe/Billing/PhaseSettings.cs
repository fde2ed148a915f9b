namespace CpqBilling.Sandbox.Stripe.Billing;

/// <summary>Carries the settings of a phase, or the schedule's defaults, over to the subscription.</summary>
internal static class PhaseSettings
{
    public static void Apply(Account account, Subscription subscription, Schedule schedule, Phase phase)
    {
        var (own, defaults) = (phase.Settings, schedule.Defaults);
        subscription.CollectionMethod = own.CollectionMethod ?? defaults.CollectionMethod ?? subscription.CollectionMethod;
        subscription.DaysUntilDue =
            subscription.CollectionMethod == "send_invoice" ? own.DaysUntilDue ?? defaults.DaysUntilDue ?? subscription.DaysUntilDue : null;
        subscription.DefaultPaymentMethod = own.DefaultPaymentMethod ?? defaults.DefaultPaymentMethod ?? subscription.DefaultPaymentMethod;
        subscription.Description = own.Description ?? defaults.Description ?? subscription.Description;
        SubscriptionInvoices.Apply(subscription, own, defaults);
        subscription.Currency = phase.Currency;
        if (phase.DefaultTaxRates.Count > 0)
        {
            subscription.DefaultTaxRates = phase.DefaultTaxRates;
        }

        MergeMetadata(subscription.Metadata, phase.Metadata);
        account.Customers.Get(subscription.CustomerId).Currency ??= phase.Currency;
    }

    /// <summary>Values add and replace, empty values remove, other keys stay.</summary>
    public static void MergeMetadata(Dictionary<string, string> target, Dictionary<string, string> changes)
    {
        foreach (var (key, value) in changes)
        {
            if (value.Length == 0)
            {
                target.Remove(key);
            }
            else
            {
                target[key] = value;
            }
        }
    }
}
