namespace CpqBilling.Core.Pricing;

/// <summary>Metadata keys behind the prefix; reports that customers have depend on these names.</summary>
public static class PriceMarks
{
    public const string AutoArchive = "auto_archive";
    public const string Duplicate = "duplicate";
    public const string OriginalPrice = "original_stripe_price_id";
    public const string Proration = "proration";
    public const string BackendProration = "backend_proration";

    /// <summary>Units that one amount is for.</summary>
    public const string Quantity = "quantity";
    public const string Credit = "credit";
    public const string Discount = "discount";
    public const string EffectiveAt = "effective_at";
    public const string TerminationDate = "effective_termination_date";
}
