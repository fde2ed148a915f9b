namespace CpqBilling.Sandbox.Stripe.Schedules;

/// <summary>How a discount was named in a request: by coupon, promotion code or an existing discount.</summary>
internal sealed record DiscountChoice(string? Coupon, string? Discount, string? PromotionCode);

internal sealed class PhaseItem
{
    public string PriceId { get; set; } = "";
    public long? Quantity { get; set; }
    public Dictionary<string, string> Metadata { get; set; } = [];
    public IReadOnlyList<DiscountChoice> Discounts { get; set; } = [];
    public JsonNode? BillingThresholds { get; set; }
    public IReadOnlyList<string> TaxRates { get; set; } = [];
}

/// <summary>A one-time charge that is made when its phase starts.</summary>
internal sealed class AddedItem
{
    public string PriceId { get; set; } = "";
    public long Quantity { get; set; } = 1;
    public string StartType { get; set; } = "max_item_period_start";
    public long? StartAt { get; set; }
    public string EndType { get; set; } = "min_item_period_end";
    public long? EndAt { get; set; }
    public bool IsDiscountable { get; set; } = true;
    public IReadOnlyList<DiscountChoice> Discounts { get; set; } = [];
    public Dictionary<string, string> Metadata { get; set; } = [];
    public IReadOnlyList<string> TaxRates { get; set; } = [];
}

/// <summary>Settings that a phase and the schedule's defaults share; null in a phase means: take the default.</summary>
internal sealed class CollectionSettings
{
    public string? BillingCycleAnchor { get; set; }
    public string? CollectionMethod { get; set; }
    public long? DaysUntilDue { get; set; }
    public bool HasInvoiceSettings { get; set; }
    public JsonNode? InvoiceCustomFields { get; set; }
    public string? InvoiceDescription { get; set; }
    public string? InvoiceFooter { get; set; }
    public JsonNode? AccountTaxIds { get; set; }
    public string? DefaultPaymentMethod { get; set; }
    public string? Description { get; set; }
    public JsonNode? BillingThresholds { get; set; }
    public JsonNode? AutomaticTax { get; set; }
    public string? OnBehalfOf { get; set; }
    public JsonNode? TransferData { get; set; }
    public decimal? ApplicationFeePercent { get; set; }
}

internal sealed class Phase
{
    public long Start { get; set; }
    public long End { get; set; }
    public List<PhaseItem> Items { get; set; } = [];
    public List<AddedItem> AddedItems { get; set; } = [];
    public IReadOnlyList<DiscountChoice> Discounts { get; set; } = [];
    public string ProrationBehavior { get; set; } = "create_prorations";
    public CollectionSettings Settings { get; set; } = new();
    public Dictionary<string, string> Metadata { get; set; } = [];
    public string Currency { get; set; } = "usd";
    public long? TrialEnd { get; set; }
    public IReadOnlyList<string> DefaultTaxRates { get; set; } = [];
}

internal sealed class Schedule : CustomerObject
{
    public string Status { get; set; } = "not_started";
    public bool IsFlexible { get; set; } = true;
    public string ProrationDiscounts { get; set; } = "included";
    public CollectionSettings Defaults { get; set; } =
        new()
        {
            BillingCycleAnchor = "automatic",
            CollectionMethod = "charge_automatically",
            HasInvoiceSettings = true,
        };
    public string EndBehavior { get; set; } = "release";
    public Dictionary<string, string> Metadata { get; set; } = [];
    public List<Phase> Phases { get; set; } = [];

    /// <summary>Index of the running phase; -1 before the start and after the end.</summary>
    public int CurrentPhase { get; set; } = -1;
    public string? SubscriptionId { get; set; }
    public string? ReleasedSubscription { get; set; }
    public long? CanceledAt { get; set; }
    public long? CompletedAt { get; set; }
    public long? ReleasedAt { get; set; }

    public Phase? Running => CurrentPhase >= 0 && CurrentPhase < Phases.Count ? Phases[CurrentPhase] : null;
    public bool IsOpen => Status is "not_started" or "active";
    public bool IsInLastPhase => CurrentPhase == Phases.Count - 1;
}
