namespace CpqBilling.Sandbox.Stripe.Invoices;

internal static class InvoiceItemJson
{
    public static JsonObject Render(Account account, InvoiceItem item)
    {
        var form = Members(account, item);
        if (item.IsProration)
        {
            form["proration_details"] = new JsonObject { ["credited_items"] = Credited(item.Credited), ["discount_amounts"] = new JsonArray() };
        }

        return form;
    }

    private static JsonObject Members(Account account, InvoiceItem item) =>
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
            ["parent"] = Parent(item),
            ["period"] = new JsonObject { ["end"] = item.PeriodEnd, ["start"] = item.PeriodStart },
            ["pricing"] = Pricing(item.PriceId, item.ProductId, item.UnitAmount),
            ["proration"] = item.IsProration,
            ["quantity"] = (long)item.Quantity,
            ["quantity_decimal"] = JsonText.Plain(item.Quantity),
            ["tax_rates"] = new JsonArray(),
            ["test_clock"] = account.CustomerOf(item).TestClockId,
        };

    private static JsonObject? Parent(InvoiceItem item)
    {
        if (item.SubscriptionId is null)
        {
            return null;
        }

        var details = new JsonObject { ["subscription"] = item.SubscriptionId };
        if (item.SubscriptionItemId is { } subscriptionItem)
        {
            details["subscription_item"] = subscriptionItem;
        }

        return new JsonObject { ["subscription_details"] = details, ["type"] = "subscription_details" };
    }

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

    /// <summary>The charge that a credit gives back: an invoice item, or lines of an invoice.</summary>
    private static JsonObject? Credited(List<Debit> debits) =>
        debits switch
        {
            [{ IsInvoiceItem: true } item, ..] => new JsonObject { ["invoice_item"] = item.SourceId, ["type"] = "invoice_item" },
            [{ InvoiceId: { } invoice }, ..] => new JsonObject
            {
                ["invoice_line_item_details"] = new JsonObject
                {
                    ["invoice"] = invoice,
                    ["invoice_line_items"] = JsonText.Texts(debits.Select(debit => debit.SourceId)),
                },
                ["type"] = "invoice_line_items",
            },
            _ => null,
        };
}
