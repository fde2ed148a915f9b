namespace CpqBilling.Sandbox.Stripe.Invoices;

/// <summary>Reads an invoice item and works out its amount.</summary>
internal static class InvoiceItemReading
{
    public static InvoiceItem Read(Account account, Parameters form, Customer customer, long now)
    {
        var item = account.Stamp(
            new InvoiceItem
            {
                CustomerId = customer.Id,
                PeriodStart = now,
                PeriodEnd = now,
                Metadata = MetadataRules.Read(form),
            },
            now
        );
        FillAmount(account, item, form, isNew: true);
        Fill(account, item, form, now);
        return item;
    }

    public static void Fill(Account account, InvoiceItem item, Parameters form, long now)
    {
        item.Description = form.Has("description") ? form.Text("description") : item.Description;
        item.IsDiscountable = form.Flag("discountable") ?? (item.IsDiscountable && item.Amount >= 0);
        if (form.Map("period") is { } period)
        {
            item.PeriodStart = period.Whole("start") ?? item.PeriodStart;
            item.PeriodEnd = period.Whole("end") ?? item.PeriodEnd;
            if (item.PeriodStart > item.PeriodEnd)
            {
                throw Errors.Refused("The period must not end before it starts.", period.PathOf("end"));
            }
        }

        if (form.Has("discounts"))
        {
            var choices = Redemption.Read(account, form, new RedemptionPlace(now, item.CustomerId, item.Currency) { RefusesMinimum = true });
            item.Discounts = Redemption.Redeem(account, choices, item.Discounts, new DiscountOwner(item.CustomerId, InvoiceItemId: item.Id), now);
        }
    }

    public static void FillAmount(Account account, InvoiceItem item, Parameters form, bool isNew)
    {
        foreach (var other in (string[])["pricing", "price_data"])
        {
            form.RefuseTogether("amount", other);
            form.RefuseTogether(other, "unit_amount_decimal");
        }

        form.RefuseTogether("pricing", "price_data");
        form.RefuseTogether("amount", "quantity");
        form.RefuseTogether("amount", "unit_amount_decimal");
        form.RefuseTogether("unit_amount", "unit_amount_decimal");
        form.RefuseTogether("quantity", "quantity_decimal");
        item.Quantity = form.Exact("quantity") ?? form.Exact("quantity_decimal") ?? item.Quantity;
        if (form.Whole("amount") is { } amount)
        {
            item.Amount = amount;
            item.UnitAmount = amount;
            item.Currency = isNew ? Currencies.Read(form) : item.Currency;
        }
        else if (PriceOf(account, form) is { } price)
        {
            item.PriceId = price.Id;
            item.ProductId = price.ProductId;
            item.UnitAmount = price.UnitAmount;
            item.Currency = price.Currency;
            item.Description ??= Descriptions.Product(account, price);
            item.Amount = LineAmount.Of(price, item.Quantity);
        }
        else if ((form.Exact("unit_amount_decimal") ?? form.Whole("unit_amount")) is { } unit)
        {
            item.UnitAmount = unit;
            item.Currency = isNew ? Currencies.Read(form) : item.Currency;
            item.Amount = Exact.Product(unit, item.Quantity);
        }
        else if (isNew)
        {
            throw Errors.Missing(form.PathOf("amount"));
        }
        else if (form.Has("quantity") || form.Has("quantity_decimal"))
        {
            item.Amount = item.PriceId is { } priceId
                ? LineAmount.Of(account.Prices.Get(priceId), item.Quantity)
                : Exact.Product(item.UnitAmount ?? 0, item.Quantity);
        }
    }

    private static Price? PriceOf(Account account, Parameters form)
    {
        if (form.Map("pricing") is { } pricing)
        {
            return PriceUse.OneTime(account, pricing);
        }

        return form.Has("price_data") || form.Has("price") ? PriceUse.OneTime(account, form) : null;
    }
}
