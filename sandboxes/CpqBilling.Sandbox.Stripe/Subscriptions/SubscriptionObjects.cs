namespace CpqBilling.Sandbox.Stripe.Subscriptions;

/// <summary>What was charged for one item and span, net of discounts: in flexible billing the base of every later credit.</summary>
internal sealed class Debit
{
    /// <summary>Invoice line or invoice item that made the charge.</summary>
    public string SourceId { get; set; } = "";
    public string? InvoiceId { get; set; }

    /// <summary>The line of that invoice, where an invoice item made the charge.</summary>
    public string? LineId { get; set; }
    public bool IsInvoiceItem { get; set; }
    public long Amount { get; set; }
    public long Start { get; set; }
    public long End { get; set; }
}

internal sealed class SubscriptionItem : StripeObject
{
    public string SubscriptionId { get; set; } = "";
    public string PriceId { get; set; } = "";

    /// <summary>The currency it is billed in, of those that its price has.</summary>
    public string? Currency { get; set; }

    /// <summary>Null for metered prices.</summary>
    public long? Quantity { get; set; }
    public Dictionary<string, string> Metadata { get; set; } = [];
    public List<string> Discounts { get; set; } = [];
    public List<string> SpentDiscounts { get; set; } = [];
    public JsonNode? BillingThresholds { get; set; }
    public IReadOnlyList<string> TaxRates { get; set; } = [];
    public long PeriodStart { get; set; }
    public long PeriodEnd { get; set; }

    /// <summary>Usage before this instant has been billed or dropped.</summary>
    public long UsageFrom { get; set; }
    public List<Debit> Debits { get; set; } = [];
}

internal sealed class Subscription : CustomerObject
{
    public string Status { get; set; } = "active";
    public bool IsFlexible { get; set; } = true;
    public string ProrationDiscounts { get; set; } = "included";
    public long Anchor { get; set; }

    /// <summary>What a backdated schedule of classic billing shows as its anchor; null shows the anchor itself.</summary>
    public long? ShownAnchor { get; set; }
    public JsonNode? AnchorConfiguration { get; set; }
    public long StartDate { get; set; }
    public long? CancelAt { get; set; }
    public bool CancelAtPeriodEnd { get; set; }
    public long? CanceledAt { get; set; }
    public long? EndedAt { get; set; }
    public JsonNode? CancellationComment { get; set; }
    public JsonNode? CancellationFeedback { get; set; }
    public string? CancellationReason { get; set; }
    public string CollectionMethod { get; set; } = "charge_automatically";
    public long? DaysUntilDue { get; set; }
    public string Currency { get; set; } = "usd";
    public string? DefaultPaymentMethod { get; set; }
    public string? Description { get; set; }
    public List<string> Discounts { get; set; } = [];

    /// <summary>Discounts that are used up or over; kept so that a coupon named again by the next phase does not start anew.</summary>
    public List<string> SpentDiscounts { get; set; } = [];
    public Dictionary<string, string> Metadata { get; set; } = [];
    public List<SubscriptionItem> Items { get; set; } = [];
    public string? ScheduleId { get; set; }
    public string? LatestInvoice { get; set; }
    public long? TrialStart { get; set; }
    public long? TrialEnd { get; set; }
    public JsonNode? TrialSettings { get; set; }
    public bool KeepsAnchorAtTrialEnd { get; set; }
    public JsonNode? PauseCollection { get; set; }
    public PendingUpdate? PendingUpdate { get; set; }

    /// <summary>When it was paused, because nobody could be charged after its trial.</summary>
    public long? PausedAt { get; set; }
    public JsonObject? InvoiceSettings { get; set; }
    public JsonNode? PaymentSettings { get; set; }
    public IReadOnlyList<string> DefaultTaxRates { get; set; } = [];

    /// <summary>When the prices were last invoiced; the start of the window an invoice reports as its period.</summary>
    public long LastBoundary { get; set; }

    public bool IsEnded => Status is "canceled" or "incomplete_expired";
    public bool IsTrialing => Status == "trialing";
}
