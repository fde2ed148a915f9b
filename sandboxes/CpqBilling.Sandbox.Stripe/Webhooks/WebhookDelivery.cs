namespace CpqBilling.Sandbox.Stripe.Webhooks;

internal sealed record DeliveryAttempt(DateTimeOffset At, int Status, string? Failure, double Milliseconds);

/// <summary>One event on its way to one endpoint.</summary>
internal sealed class WebhookDelivery : StripeObject
{
    public const string Pending = "pending";
    public const string Delivered = "delivered";
    public const string Failed = "failed";

    public string EndpointId { get; set; } = "";
    public string EventId { get; set; } = "";
    public string EventType { get; set; } = "";
    public string Status { get; set; } = Pending;
    public List<DeliveryAttempt> Attempts { get; set; } = [];
    public DateTimeOffset? NextAttemptAt { get; set; }
}
