namespace CpqBilling.Sandbox.Stripe.CreditNotes;

/// <summary>Reads a credit note and says where its money goes: first off what is still owed, the rest back to the customer.</summary>
internal static class CreditNoteReading
{
    public static CreditNote Read(Account account, Parameters form, Invoice invoice)
    {
        var now = account.NowOf(invoice);
        var issued = account.CreditNotes.OwnedBy(invoice.Id);
        var note = account.Stamp(
            new CreditNote
            {
                CustomerId = invoice.CustomerId,
                InvoiceId = invoice.Id,
                Number = $"{invoice.Number}-CN-{issued.Count + 1:00}",
                Currency = invoice.Currency,
                Reason = form.Text("reason"),
                Memo = form.Text("memo"),
                EffectiveAt = form.Whole("effective_at") ?? now,
                Metadata = MetadataRules.Read(form),
            },
            now
        );
        note.Lines.AddRange(Lines(account, form, invoice));
        var left = invoice.Total - issued.Where(earlier => earlier.Status == "issued").Sum(earlier => earlier.Total);
        if (note.Total > left)
        {
            throw Errors.Refused(
                $"The credit note amount ({Currencies.Display(note.Total, note.Currency)}) cannot be greater than what is left of the invoice ({Currencies.Display(left, note.Currency)}).",
                form.Has("amount") ? "amount" : "lines"
            );
        }

        Split(form, invoice, note);
        return note;
    }

    private static IEnumerable<CreditNoteLine> Lines(Account account, Parameters form, Invoice invoice)
    {
        form.RefuseTogether("amount", "lines");
        if (form.Whole("amount") is { } amount)
        {
            return
            [
                account.Stamp(
                    new CreditNoteLine
                    {
                        Amount = amount,
                        Quantity = 1,
                        UnitAmount = amount,
                    },
                    "cnli_",
                    account.NowOf(invoice)
                ),
            ];
        }

        return form.List("lines").Count == 0 ? throw Errors.Missing("amount") : form.List("lines").Select(line => Line(account, line, invoice));
    }

    private static CreditNoteLine Line(Account account, Parameters form, Invoice invoice)
    {
        form.RefuseTogether("amount", "quantity");
        form.RefuseTogether("unit_amount", "unit_amount_decimal");
        var line = account.Stamp(
            new CreditNoteLine
            {
                Description = form.Text("description"),
                Quantity = form.Whole("quantity"),
                Metadata = MetadataRules.Read(form),
            },
            "cnli_",
            account.NowOf(invoice)
        );
        if (form.Text("type") == "custom_line_item")
        {
            RefuseOfInvoice(form);
            line.UnitAmount = form.Whole("unit_amount") ?? form.Exact("unit_amount_decimal") ?? throw Errors.Missing(form.PathOf("unit_amount"));
            line.Quantity ??= 1;
            line.Amount = Exact.Product(line.UnitAmount.Value, line.Quantity.Value);
        }
        else
        {
            FromInvoice(form, invoice, line);
        }

        return line;
    }

    private static void RefuseOfInvoice(Parameters form)
    {
        if (((string[])["amount", "invoice_line_item"]).FirstOrDefault(form.Has) is { } name)
        {
            throw Errors.Refused($"`{name}` is only valid when `type=invoice_line_item`.", form.PathOf(name));
        }
    }

    /// <summary>A part of an invoice line takes the same part of its discounts back.</summary>
    private static void FromInvoice(Parameters form, Invoice invoice, CreditNoteLine line)
    {
        var id = form.RequiredText("invoice_line_item");
        var source =
            invoice.Lines.Find(candidate => candidate.Id == id) ?? throw Errors.NoSuch("invoice line item", id, form.PathOf("invoice_line_item"));
        line.InvoiceLineId = source.Id;
        line.Description ??= source.Description;
        line.UnitAmount = form.Whole("unit_amount") ?? form.Exact("unit_amount_decimal") ?? source.UnitAmount;
        line.Amount =
            form.Whole("amount")
            ?? (line.Quantity is { } quantity ? Exact.Product(line.UnitAmount ?? 0, quantity) : throw Errors.Missing(form.PathOf("amount")));
        if (line.Amount > source.Amount)
        {
            throw Errors.Refused("A credit note cannot take back more than the invoice line has.", form.PathOf("amount"));
        }

        line.DiscountAmounts =
        [
            .. source.DiscountAmounts.Select(taken => taken with { Amount = Exact.Share(taken.Amount, line.Amount, source.Amount) }),
        ];
    }

    private static void Split(Parameters form, Invoice invoice, CreditNote note)
    {
        note.PrePayment = Math.Min(note.Total, invoice.Status == "open" ? invoice.AmountRemaining : 0);
        (note.Refunded, note.Credited, note.OutOfBand) = (
            form.Whole("refund_amount") ?? 0,
            form.Whole("credit_amount") ?? 0,
            form.Whole("out_of_band_amount") ?? 0
        );
        var given = note.Refunded + note.Credited + note.OutOfBand;
        if (given != note.PostPayment)
        {
            throw Errors.Refused(
                $"The sum of credit amount, refund amount and out of band amount ({Currencies.Display(given, note.Currency)}) must equal the post-payment credit note amount ({Currencies.Display(note.PostPayment, note.Currency)})."
            );
        }
    }
}
