namespace CpqBilling.Sandbox.Stripe.CreditNotes;

internal static class CreditNoteJson
{
    private const int LinesShown = 10;

    public static JsonObject Render(CreditNote note) =>
        new()
        {
            ["id"] = note.Id,
            ["object"] = "credit_note",
            ["amount"] = note.Total,
            ["amount_shipping"] = 0,
            ["created"] = note.Created,
            ["currency"] = note.Currency,
            ["customer"] = note.CustomerId,
            ["customer_account"] = null,
            ["customer_balance_transaction"] = note.TransactionId,
            ["discount_amount"] = note.Subtotal - note.Total,
            ["discount_amounts"] = Discounts(note.Lines.SelectMany(line => line.DiscountAmounts)),
            ["effective_at"] = note.EffectiveAt,
            ["invoice"] = note.InvoiceId,
            ["lines"] = JsonText.List(
                $"/v1/credit_notes/{note.Id}/lines",
                JsonText.Array(note.Lines.Take(LinesShown), CreditNoteLineJson.Render),
                note.Lines.Count > LinesShown
            ),
            ["livemode"] = false,
            ["memo"] = note.Memo,
            ["metadata"] = JsonText.Metadata(note.Metadata),
            ["number"] = note.Number,
            ["out_of_band_amount"] = note.OutOfBand == 0 ? null : note.OutOfBand,
            ["pdf"] = $"https://invoice.example/credit_notes/{note.Id}/pdf",
            ["post_payment_amount"] = note.PostPayment,
            ["pre_payment_amount"] = note.PrePayment,
            ["pretax_credit_amounts"] = PretaxCredits(note.Lines.SelectMany(line => line.DiscountAmounts)),
            ["reason"] = note.Reason,
            ["refunds"] = Refunds(note),
            ["shipping_cost"] = null,
            ["status"] = note.Status,
            ["subtotal"] = note.Subtotal,
            ["subtotal_excluding_tax"] = note.Subtotal,
            ["total"] = note.Total,
            ["total_excluding_tax"] = note.Total,
            ["total_taxes"] = new JsonArray(),
            ["type"] =
                note.PostPayment == 0 ? "pre_payment"
                : note.PrePayment == 0 ? "post_payment"
                : "mixed",
            ["voided_at"] = note.VoidedAt,
        };

    public static JsonArray Discounts(IEnumerable<DiscountAmount> taken) =>
        JsonText.Array(Summed(taken), sum => new JsonObject { ["amount"] = sum.Amount, ["discount"] = sum.DiscountId });

    public static JsonArray PretaxCredits(IEnumerable<DiscountAmount> taken) =>
        JsonText.Array(
            Summed(taken),
            sum => new JsonObject
            {
                ["amount"] = sum.Amount,
                ["discount"] = sum.DiscountId,
                ["type"] = "discount",
            }
        );

    private static IEnumerable<DiscountAmount> Summed(IEnumerable<DiscountAmount> taken) =>
        taken.GroupBy(one => one.DiscountId).Select(group => new DiscountAmount(group.Key, group.Sum(one => one.Amount)));

    private static JsonArray Refunds(CreditNote note) =>
        note.RefundId is null
            ? new JsonArray()
            : new JsonArray(
                new JsonObject
                {
                    ["amount_refunded"] = note.Refunded,
                    ["payment_record_refund"] = null,
                    ["refund"] = note.RefundId,
                    ["type"] = "refund",
                }
            );
}
