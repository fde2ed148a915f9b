namespace CpqBilling.Sandbox.Stripe.CreditNotes;

internal sealed class CreditNoteLine : StripeObject
{
    /// <summary>The line of the invoice that is taken back; null for one of the note's own.</summary>
    public string? InvoiceLineId { get; set; }

    /// <summary>Before discounts.</summary>
    public long Amount { get; set; }
    public List<DiscountAmount> DiscountAmounts { get; set; } = [];
    public string? Description { get; set; }
    public long? Quantity { get; set; }
    public decimal? UnitAmount { get; set; }
    public Dictionary<string, string> Metadata { get; set; } = [];

    public long Net => Amount - DiscountAmounts.Sum(discount => discount.Amount);
}
