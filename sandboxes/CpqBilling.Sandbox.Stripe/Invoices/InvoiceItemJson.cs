namespace CpqBilling.Sandbox.Stripe.Invoices;

internal static class InvoiceItemJson
{
    public static JsonObject Render(Account account, InvoiceItem item) =>
        new()
        {
            ["id"] = item.Id,
            ["object"] = "invoiceitem",
            ["amount"] = item.Amount,
            ["currency"] = item.Currency,
            ["customer"] = item.CustomerId,
            ["customer_account"] = null,
            ["date"] = item.Created,
            ["description"] = item.Description,
            ["discountable"] = item.IsDiscountable,
            ["discounts"] = JsonText.Texts(item.Discounts),
            ["invoice"] = item.InvoiceId,
            ["livemode"] = false,
            ["metadata"] = JsonText.Metadata(item.Metadata),
            ["net_amount"] = Net(account, item),
            ["parent"] = item.SubscriptionId is null
                ? null
                : new JsonObject
                {
                    ["subscription_details"] = new JsonObject
                    {
                        ["subscription"] = item.SubscriptionId,
                        ["subscription_item"] = item.SubscriptionItemId,
                    },
                    ["type"] = "subscription_details",
                },
            ["period"] = new JsonObject { ["end"] = item.PeriodEnd, ["start"] = item.PeriodStart },
            ["pricing"] = Pricing(item.PriceId, item.ProductId, item.UnitAmount),
            ["proration"] = item.IsProration,
            ["proration_details"] = item.IsProration
                ? new JsonObject { ["credited_items"] = Credited(item.Credited), ["discount_amounts"] = new JsonArray() }
                : null,
            ["quantity"] = (long)item.Quantity,
            ["quantity_decimal"] = JsonText.Plain(item.Quantity),
            ["tax_rates"] = new JsonArray(),
            ["test_clock"] = account.CustomerOf(item).TestClockId,
        };

    /// <summary>The amount less the item's own discounts.</summary>
    private static long Net(Account account, InvoiceItem item)
    {
        if (item.Discounts.Count == 0)
        {
            return item.Amount;
        }

        var discountable = new Discountable(
            item.Amount,
            item.ProductId,
            item is { IsDiscountable: true, Amount: > 0 },
            Prorations.InForce(account, item.Discounts, item.Created)
        );
        Discounting.Apply(account, item.Currency, [discountable], []);
        return discountable.Remaining;
    }

    public static JsonObject? Pricing(string? priceId, string? productId, decimal? unitAmount) =>
        priceId is null
            ? null
            : new JsonObject
            {
                ["price_details"] = new JsonObject { ["price"] = priceId, ["product"] = productId },
                ["type"] = "price_details",
                ["unit_amount_decimal"] = JsonText.Plain(unitAmount),
            };

    /// <summary>The charge that a credit gives back: an invoice with its lines, or an invoice item.</summary>
    public static JsonObject? Credited(List<Debit> debits)
    {
        if (debits.Count == 0)
        {
            return null;
        }

        var debit = debits[0];
        return debit.IsInvoiceItem
            ? new JsonObject
            {
                ["invoice"] = debit.InvoiceId,
                ["invoice_item"] = debit.SourceId,
                ["invoice_line_items"] = new JsonArray(),
            }
            : new JsonObject { ["invoice"] = debit.InvoiceId, ["invoice_line_items"] = JsonText.Texts(debits.Select(other => other.SourceId)) };
    }
}
