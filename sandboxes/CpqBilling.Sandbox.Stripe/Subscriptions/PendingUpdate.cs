namespace CpqBilling.Sandbox.Stripe.Subscriptions;

/// <summary>A change that takes effect when its invoice is paid, and is dropped when it is not paid in time.</summary>
internal sealed class PendingUpdate
{
    public string InvoiceId { get; set; } = "";

    /// <summary>When it was asked for: the moment it is prorated at.</summary>
    public long At { get; set; }
    public long ExpiresAt { get; set; }

    /// <summary>The request's parameters, as a form.</summary>
    public string Form { get; set; } = "";
    public string Version { get; set; } = "";

    /// <summary>The items as they will be.</summary>
    public JsonArray Items { get; set; } = [];
    public long? BillingCycleAnchor { get; set; }
    public long? TrialEnd { get; set; }
}
