namespace CpqBilling.Sandbox.Stripe.Events;

/// <summary>Something that happened, with the object as it was right then.</summary>
internal sealed class EventRecord : StripeObject
{
    public string Type { get; set; } = "";

    /// <summary>UTF-8 JSON of the object; never rendered again.</summary>
    public byte[] Snapshot { get; set; } = [];
    public byte[]? PreviousAttributes { get; set; }
    public string? RequestId { get; set; }
    public string? IdempotencyKey { get; set; }
    public int PendingWebhooks { get; set; }
}
