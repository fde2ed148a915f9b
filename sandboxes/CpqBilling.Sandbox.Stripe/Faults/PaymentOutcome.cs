namespace CpqBilling.Sandbox.Stripe.Faults;

/// <summary>What becomes of a customer's charges when a test decides it.</summary>
internal enum PaymentOutcome
{
    Pays,
    Declines,
}
