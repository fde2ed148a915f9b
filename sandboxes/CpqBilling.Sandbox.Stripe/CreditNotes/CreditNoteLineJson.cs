namespace CpqBilling.Sandbox.Stripe.CreditNotes;

internal static class CreditNoteLineJson
{
    public static JsonObject Render(CreditNoteLine line)
    {
        var form = new JsonObject
        {
            ["id"] = line.Id,
            ["object"] = "credit_note_line_item",
            ["amount"] = line.Amount,
            ["description"] = line.Description,
            ["discount_amount"] = line.Amount - line.Net,
            ["discount_amounts"] = CreditNoteJson.Discounts(line.DiscountAmounts),
            ["livemode"] = false,
            ["metadata"] = JsonText.Metadata(line.Metadata),
            ["pretax_credit_amounts"] = CreditNoteJson.PretaxCredits(line.DiscountAmounts),
            ["quantity"] = line.Quantity,
            ["tax_rates"] = new JsonArray(),
            ["taxes"] = new JsonArray(),
            ["type"] = line.InvoiceLineId is null ? "custom_line_item" : "invoice_line_item",
            ["unit_amount"] = line.UnitAmount is { } unit && unit == decimal.Truncate(unit) ? (long)unit : null,
            ["unit_amount_decimal"] = JsonText.Plain(line.UnitAmount),
        };
        if (line.InvoiceLineId is { } source)
        {
            form["invoice_line_item"] = source;
        }

        return form;
    }
}
