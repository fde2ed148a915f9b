namespace CpqBilling.Sandbox.Stripe.Billing;

/// <summary>Money given back of a charge.</summary>
internal sealed class Refund : CustomerObject
{
    public string ChargeId { get; set; } = "";
    public string PaymentIntentId { get; set; } = "";
    public long Amount { get; set; }
    public string Currency { get; set; } = "usd";
    public string Status { get; set; } = "succeeded";
    public string? Reason { get; set; }
    public Dictionary<string, string> Metadata { get; set; } = [];
}
