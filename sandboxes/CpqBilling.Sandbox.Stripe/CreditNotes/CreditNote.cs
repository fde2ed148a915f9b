namespace CpqBilling.Sandbox.Stripe.CreditNotes;

/// <summary>What takes a finalised invoice back, in whole or in part.</summary>
internal sealed class CreditNote : CustomerObject
{
    public string InvoiceId { get; set; } = "";
    public string Number { get; set; } = "";
    public string Currency { get; set; } = "usd";
    public string Status { get; set; } = "issued";
    public string? Reason { get; set; }
    public string? Memo { get; set; }
    public long EffectiveAt { get; set; }
    public long? VoidedAt { get; set; }
    public List<CreditNoteLine> Lines { get; set; } = [];

    /// <summary>What was still owed and need not be paid any more.</summary>
    public long PrePayment { get; set; }

    /// <summary>What was paid already and goes back: to the card, to the balance, or by other means.</summary>
    public long Refunded { get; set; }
    public long Credited { get; set; }
    public long OutOfBand { get; set; }
    public string? RefundId { get; set; }
    public string? TransactionId { get; set; }
    public Dictionary<string, string> Metadata { get; set; } = [];

    public long Subtotal => Lines.Sum(line => line.Amount);
    public long Total => Lines.Sum(line => line.Net);
    public long PostPayment => Total - PrePayment;
}
