namespace CpqBilling.Sandbox.Stripe.Billing;

/// <summary>One attempt to collect money from a card.</summary>
internal sealed class Charge : CustomerObject
{
    public string InvoiceId { get; set; } = "";
    public string PaymentIntentId { get; set; } = "";
    public long Amount { get; set; }
    public long AmountRefunded { get; set; }
    public string Currency { get; set; } = "usd";

    /// <summary>The card as it was charged.</summary>
    public PaymentMethod Method { get; set; } = new();
    public bool IsPaid { get; set; }
    public string? Description { get; set; }
    public Dictionary<string, string> Metadata { get; set; } = [];
}
