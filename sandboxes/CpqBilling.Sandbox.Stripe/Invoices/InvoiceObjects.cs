namespace CpqBilling.Sandbox.Stripe.Invoices;

internal sealed class InvoiceItem : CustomerObject
{
    public string? SubscriptionId { get; set; }
    public string? SubscriptionItemId { get; set; }
    public string? InvoiceId { get; set; }
    public long Amount { get; set; }
    public string Currency { get; set; } = "usd";
    public string? Description { get; set; }
    public string? PriceId { get; set; }
    public string? ProductId { get; set; }
    public decimal? UnitAmount { get; set; }
    public decimal Quantity { get; set; } = 1;
    public long PeriodStart { get; set; }
    public long PeriodEnd { get; set; }
    public bool IsProration { get; set; }
    public bool IsDiscountable { get; set; } = true;
    public List<string> Discounts { get; set; } = [];
    public Dictionary<string, string> Metadata { get; set; } = [];

    /// <summary>The charges that a credit gives back, for flexible billing.</summary>
    public List<Debit> Credited { get; set; } = [];
    public IReadOnlyList<string> TaxRates { get; set; } = [];

    /// <summary>Usage billed outside the usual boundary: shown like a usage line.</summary>
    public bool IsUsage { get; set; }
}

internal sealed record DiscountAmount(string DiscountId, long Amount);

internal enum LineKind
{
    Recurring,
    Usage,
    Trial,
    InvoiceItem,
}

internal sealed class InvoiceLine : StripeObject
{
    public LineKind Kind { get; set; }
    public string? SubscriptionId { get; set; }
    public string? SubscriptionItemId { get; set; }
    public string? InvoiceItemId { get; set; }
    public bool IsProration { get; set; }
    public List<Debit> Credited { get; set; } = [];
    public long Amount { get; set; }
    public string? Description { get; set; }
    public string? PriceId { get; set; }
    public string? ProductId { get; set; }
    public decimal? UnitAmount { get; set; }
    public decimal? Quantity { get; set; }
    public long PeriodStart { get; set; }
    public long PeriodEnd { get; set; }
    public bool IsDiscountable { get; set; } = true;

    /// <summary>Discounts of the item itself, in their order.</summary>
    public List<string> Discounts { get; set; } = [];
    public List<DiscountAmount> DiscountAmounts { get; set; } = [];
    public Dictionary<string, string> Metadata { get; set; } = [];

    /// <summary>What is left after all discounts: the amount a later credit starts from.</summary>
    public long Net => Amount - DiscountAmounts.Sum(discount => discount.Amount);
}

internal sealed class Invoice : CustomerObject
{
    public string Status { get; set; } = "draft";
    public string BillingReason { get; set; } = "manual";
    public string CollectionMethod { get; set; } = "charge_automatically";
    public string Currency { get; set; } = "usd";
    public string? SubscriptionId { get; set; }
    public Dictionary<string, string>? SubscriptionMetadata { get; set; }
    public long PeriodStart { get; set; }
    public long PeriodEnd { get; set; }
    public long? DueDate { get; set; }
    public long? DaysUntilDue { get; set; }
    public bool AutoAdvance { get; set; }
    public long? AutomaticallyFinalizesAt { get; set; }
    public string? Number { get; set; }
    public List<InvoiceLine> Lines { get; set; } = [];

    /// <summary>Discounts of the whole invoice, in their order.</summary>
    public List<string> Discounts { get; set; } = [];
    public long Subtotal { get; set; }
    public long Total { get; set; }
    public long StartingBalance { get; set; }
    public long? EndingBalance { get; set; }
    public long AmountDue { get; set; }
    public long AmountPaid { get; set; }
    public long AmountPaidOffStripe { get; set; }

    /// <summary>What credit notes took off before it was paid; the amount due is lower by it already.</summary>
    public long PrePaymentCredits { get; set; }
    public long PostPaymentCredits { get; set; }
    public long AttemptCount { get; set; }
    public bool Attempted { get; set; }
    public long? NextPaymentAttempt { get; set; }
    public long? FinalizedAt { get; set; }
    public long? PaidAt { get; set; }
    public long? VoidedAt { get; set; }
    public long? MarkedUncollectibleAt { get; set; }
    public bool IsOverdue { get; set; }
    public string? Description { get; set; }
    public string? Footer { get; set; }
    public JsonNode? CustomFields { get; set; }
    public string? DefaultPaymentMethod { get; set; }
    public long? EffectiveAt { get; set; }
    public JsonNode? PaymentSettings { get; set; }
    public JsonNode? Rendering { get; set; }
    public string? StatementDescriptor { get; set; }
    public JsonObject? CustomerSnapshot { get; set; }
    public Dictionary<string, string> Metadata { get; set; } = [];

    public long AmountRemaining => Math.Max(0, AmountDue - AmountPaid);
}

internal sealed class InvoicePayment : CustomerObject
{
    public string InvoiceId { get; set; } = "";
    public long AmountRequested { get; set; }
    public long? AmountPaid { get; set; }
    public string Currency { get; set; } = "usd";
    public string Status { get; set; } = "open";
    public string? PaymentIntentId { get; set; }

    /// <summary>Stands for what was paid by other means.</summary>
    public string? PaymentRecordId { get; set; }
    public long? PaidAt { get; set; }
    public long? CanceledAt { get; set; }
}
