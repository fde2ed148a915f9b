namespace CpqBilling.Sandbox.Stripe.Pages;

/// <summary>What the page of an invoice and its print have in common.</summary>
public sealed record InvoicePaper(
    IReadOnlyList<InvoicePaperLine> Lines,
    IReadOnlyList<(string Name, string Amount)> Totals,
    IReadOnlyList<ReturnRow> Returns
)
{
    internal static InvoicePaper Of(Account account, Invoice invoice) =>
        new(
            [.. TierLines.Of(account, invoice).Select(line => LineOf(line, invoice.Currency))],
            [.. TotalsOf(account, invoice).Select(total => (total.Name, PageText.Money(total.Amount, invoice.Currency)))],
            [.. ReturnsOf(account, invoice).OrderBy(row => row.Created)]
        );

    private static InvoicePaperLine LineOf(InvoiceLine line, string currency) =>
        new(
            line.Description ?? line.Id,
            line.IsProration,
            line.PeriodStart,
            line.PeriodEnd,
            line is { Quantity: 0, Amount: not 0 } ? "flat" : line.Quantity?.ToString("0.####"),
            line.UnitAmount is { } unit ? PageText.Money(unit, currency) : null,
            PageText.Money(line.Amount, currency)
        );

    private static IEnumerable<ReturnRow> ReturnsOf(Account account, Invoice invoice)
    {
        foreach (var note in account.CreditNotes.OwnedBy(invoice.Id))
        {
            yield return new($"Credit note {note.Number}", note.Status, PageText.Money(note.Total, note.Currency), Reason(note.Reason), note.Created);
        }

        foreach (var charge in account.Charges.OwnedBy(invoice.CustomerId).Where(charge => charge.InvoiceId == invoice.Id))
        {
            foreach (var refund in account.Refunds.OwnedBy(charge.Id))
            {
                yield return new("Refund", refund.Status, PageText.Money(refund.Amount, refund.Currency), Reason(refund.Reason), refund.Created);
            }
        }
    }

    private static string Reason(string? code) => code is null ? "" : PageText.Words(code);

    private static IEnumerable<(string Name, long Amount)> TotalsOf(Account account, Invoice invoice)
    {
        yield return ("Sum of the lines", invoice.Lines.Sum(line => line.Amount));
        foreach (var discount in invoice.Lines.SelectMany(line => line.DiscountAmounts).GroupBy(taken => taken.DiscountId))
        {
            yield return (PageText.Discount(account, discount.Key), -discount.Sum(taken => taken.Amount));
        }

        yield return ("Total", invoice.Total);
        if (invoice.StartingBalance != 0)
        {
            yield return ("From the customer's balance", invoice.AmountDue + invoice.PrePaymentCredits - invoice.Total);
        }

        if (invoice.PrePaymentCredits > 0)
        {
            yield return ("Credit notes", -invoice.PrePaymentCredits);
        }

        yield return invoice.AmountPaidOffStripe > 0 ? ("Paid elsewhere", invoice.AmountPaidOffStripe) : ("Paid", invoice.AmountPaid);
        yield return ("Remaining", invoice.Status == "paid" ? 0 : invoice.AmountRemaining);
    }
}
