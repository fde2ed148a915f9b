namespace CpqBilling.Sandbox.Stripe.Billing;

/// <summary>Applies discounts to the lines of a draft and adds them up.</summary>
internal static class InvoiceTotals
{
    public static void Compute(Account account, Invoice invoice)
    {
        var lines = invoice.Lines.ConvertAll(line => new Discountable(
            line.Amount,
            line.ProductId,
            line is { IsDiscountable: true, Amount: > 0 },
            Prorations.InForce(account, line.Discounts, invoice.Created)
        ));
        Discounting.Apply(account, invoice.Currency, lines, [.. invoice.Discounts.Select(account.Discounts.Get)]);
        for (var i = 0; i < lines.Count; i++)
        {
            invoice.Lines[i].DiscountAmounts = lines[i].Taken;
        }

        invoice.Total = invoice.Lines.Sum(line => line.Net);
        invoice.Subtotal = invoice.Lines.Sum(line =>
            line.Amount - line.DiscountAmounts.Where(taken => line.Discounts.Contains(taken.DiscountId)).Sum(taken => taken.Amount)
        );
        invoice.AmountDue = Math.Max(0, invoice.Total);
    }

    /// <summary>Counts usage again, which still comes in while the invoice is a draft.</summary>
    public static void Refresh(Account account, Invoice invoice)
    {
        foreach (var line in invoice.Lines.Where(line => line.Kind == LineKind.Usage))
        {
            Periods.Recount(account, invoice.CustomerId, line);
        }

        Compute(account, invoice);
    }
}
