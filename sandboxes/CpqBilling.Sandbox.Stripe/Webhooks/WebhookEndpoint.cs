namespace CpqBilling.Sandbox.Stripe.Webhooks;

/// <summary>Where events are sent to, and how they are signed.</summary>
internal sealed class WebhookEndpoint : StripeObject
{
    public string Url { get; set; } = "";
    public IReadOnlyList<string> EnabledEvents { get; set; } = [];

    /// <summary>Version that events name; null follows the account.</summary>
    public string? ApiVersion { get; set; }
    public string? Description { get; set; }
    public Dictionary<string, string> Metadata { get; set; } = [];
    public string Secret { get; set; } = "";

    /// <summary>The secret before the last roll-over; events are signed with both until it expires.</summary>
    public string? OldSecret { get; set; }
    public long OldSecretExpiresAt { get; set; }
    public bool IsDisabled { get; set; }

    public bool Wants(string eventType) => !IsDisabled && (EnabledEvents.Contains("*") || EnabledEvents.Contains(eventType));
}
