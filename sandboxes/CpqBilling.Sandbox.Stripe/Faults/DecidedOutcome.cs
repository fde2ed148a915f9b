namespace CpqBilling.Sandbox.Stripe.Faults;

/// <summary>Puts the outcome that was decided for a customer in the place of what the payment method would do.</summary>
internal static class DecidedOutcome
{
    private static readonly PaymentMethod Declining = new() { Id = "pm_card_chargeCustomerFail", AlwaysDeclines = true };
    private static readonly PaymentMethod Paying = new() { Id = "pm_card_visa" };

    public static PaymentMethod? Apply(Account account, Invoice invoice, PaymentMethod? method)
    {
        if (!account.PaymentOutcomes.TryGetValue(invoice.CustomerId, out var outcome))
        {
            return method;
        }

        return outcome switch
        {
            PaymentOutcome.Declines => Declining,
            _ when method is { AlwaysDeclines: false } => method,
            _ => Paying,
        };
    }
}
