namespace CpqBilling.Sandbox.Stripe.Faults;

/// <summary>Puts the outcome that was decided for a customer in the place of what the payment method would do.</summary>
internal static class DecidedOutcome
{
    public static PaymentMethod? Apply(Account account, Invoice invoice, PaymentMethod? method)
    {
        if (!account.PaymentOutcomes.TryGetValue(invoice.CustomerId, out var outcome))
        {
            return method;
        }

        return outcome switch
        {
            PaymentOutcome.Declines => new PaymentMethod { Id = "pm_card_chargeCustomerFail", CardName = TestCards.Declining.Name },
            _ when method is { Card.DeclineCode: null, Asks: false } => method,
            _ => new PaymentMethod { Id = "pm_card_visa" },
        };
    }
}
