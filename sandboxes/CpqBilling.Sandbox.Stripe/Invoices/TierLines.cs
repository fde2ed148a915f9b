namespace CpqBilling.Sandbox.Stripe.Invoices;

/// <summary>
/// The lines an invoice shows. A graduated charge is one charge to the engine, so that discounts and prorations round once; only
/// when it is shown does it become one line for each step of its price, and one more for each flat fee.
/// </summary>
internal static class TierLines
{
    // Shown lines of one charge share its id; the letter cannot be mistaken for another line's, because all ids have the same length.
    private const char Mark = 't';

    public static List<InvoiceLine> Of(Account account, Invoice invoice) => [.. invoice.Lines.SelectMany(line => Of(account, line))];

    /// <summary>The charge that a shown line belongs to.</summary>
    public static int IndexOf(Invoice invoice, string shownId) =>
        invoice.Lines.FindIndex(line => line.Id == shownId || shownId.StartsWith(line.Id + Mark, StringComparison.Ordinal));

    public static IReadOnlyList<InvoiceLine> Of(Account account, InvoiceLine line)
    {
        var isPeriod = line.Kind is LineKind.Recurring or LineKind.Usage;
        if (!isPeriod || account.Prices.Find(line.PriceId) is not { Tiers: { } tiers, TiersMode: "graduated" } price)
        {
            return [line];
        }

        var parts = LineAmount.Parts(tiers, line.Quantity ?? 0);
        return parts.Count < 2 ? [line] : Split(account, line, price, parts);
    }

    private static List<InvoiceLine> Split(Account account, InvoiceLine line, Price price, IReadOnlyList<TierPart> parts)
    {
        var whole = parts.Sum(part => part.Amount);
        List<InvoiceLine> shown = [];
        long reached = 0;
        foreach (var part in parts)
        {
            var next = reached + part.Amount;
            shown.Add(
                new InvoiceLine
                {
                    Id = shown.Count == 0 ? line.Id : $"{line.Id}{Mark}{shown.Count + 1}",
                    Created = line.Created,
                    Sequence = line.Sequence,
                    Kind = line.Kind,
                    SubscriptionId = line.SubscriptionId,
                    SubscriptionItemId = line.SubscriptionItemId,
                    Amount = Share(line.Amount, reached, next, whole),
                    Description = Descriptions.Tier(account, price, part),
                    PriceId = line.PriceId,
                    ProductId = line.ProductId,
                    UnitAmount = part.UnitAmount,
                    Quantity = part.Quantity,
                    PeriodStart = line.PeriodStart,
                    PeriodEnd = line.PeriodEnd,
                    IsDiscountable = line.IsDiscountable,
                    Discounts = line.Discounts,
                    DiscountAmounts = [.. line.DiscountAmounts.Select(taken => taken with { Amount = Share(taken.Amount, reached, next, whole) })],
                    Metadata = line.Metadata,
                }
            );
            reached = next;
        }

        return shown;
    }

    /// <summary>The part of an amount between two marks; neighbouring parts add up to the whole.</summary>
    private static long Share(long amount, long from, long to, long whole) =>
        whole == 0 ? 0 : Exact.Share(amount, to, whole) - Exact.Share(amount, from, whole);
}
