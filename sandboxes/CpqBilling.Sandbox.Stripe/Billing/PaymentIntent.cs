namespace CpqBilling.Sandbox.Stripe.Billing;

/// <summary>What is to be collected for one invoice, through as many attempts as it takes.</summary>
internal sealed class PaymentIntent : CustomerObject
{
    public string InvoiceId { get; set; } = "";
    public long Amount { get; set; }
    public long AmountReceived { get; set; }
    public string Currency { get; set; } = "usd";
    public string Status { get; set; } = "requires_payment_method";
    public string? PaymentMethodId { get; set; }
    public string? LatestCharge { get; set; }

    /// <summary>The card that declined last; null when none did since the last success.</summary>
    public string? DeclinedCard { get; set; }
    public long? CanceledAt { get; set; }
    public string? CancellationReason { get; set; }
    public Dictionary<string, string> Metadata { get; set; } = [];
}
