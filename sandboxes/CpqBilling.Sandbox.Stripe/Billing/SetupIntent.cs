namespace CpqBilling.Sandbox.Stripe.Billing;

/// <summary>Keeping a card for later charges, with what its owner has to do for it.</summary>
internal sealed class SetupIntent : StripeObject
{
    public string? CustomerId { get; set; }
    public string? PaymentMethodId { get; set; }
    public string Status { get; set; } = "requires_payment_method";
    public string Usage { get; set; } = "off_session";
    public string? Description { get; set; }
    public string? ReturnUrl { get; set; }
    public bool IsAutomatic { get; set; }
    public string? CancellationReason { get; set; }

    /// <summary>The card that the last confirmation was declined for.</summary>
    public string? DeclinedCard { get; set; }
    public Dictionary<string, string> Metadata { get; set; } = [];

    public bool IsOver => Status is "succeeded" or "canceled";
}
