namespace CpqBilling.Sandbox.Stripe.Schedules;

/// <summary>Reads one entry of <c>add_invoice_items</c>.</summary>
internal static class AddedItemReading
{
    public static AddedItem Read(Account account, Parameters form, RedemptionPlace place, IReadOnlySet<string>? standing = null)
    {
        var price = PriceUse.OneTime(account, form, standing);
        if (price.Currency != place.Currency)
        {
            throw Errors.Refused(
                "Currency and interval fields must match across all plans on this subscription. Found mismatch in currency field.",
                form.PathOf("price")
            );
        }

        var (start, end) = (form.Map("period")?.Map("start"), form.Map("period")?.Map("end"));
        var item = new AddedItem
        {
            PriceId = price.Id,
            Quantity = form.Whole("quantity") ?? 1,
            StartType = start?.RequiredText("type") ?? "max_item_period_start",
            StartAt = start?.Whole("timestamp"),
            EndType = end?.RequiredText("type") ?? "min_item_period_end",
            EndAt = end?.Whole("timestamp"),
            IsDiscountable = form.Flag("discountable") ?? true,
            Discounts = Redemption.Read(account, form, place),
            Metadata = MetadataRules.Read(form),
            TaxRates = form.Texts("tax_rates"),
        };
        // Refuses an amount that nobody could be billed before anything is stored.
        _ = LineAmount.Of(price, item.Quantity);
        CheckMoment(start, item.StartType, item.StartAt);
        CheckMoment(end, item.EndType, item.EndAt);
        if (item.StartAt > item.EndAt)
        {
            throw Errors.Refused("The period must not end before it starts.", form.PathOf("period"));
        }

        return item;
    }

    private static void CheckMoment(Parameters? form, string type, long? at)
    {
        if (form is not null && type == "timestamp" != at is not null)
        {
            throw at is null
                ? Errors.Missing(form.PathOf("timestamp"))
                : Errors.Refused("A timestamp can only be set when `type=timestamp`.", form.PathOf("timestamp"));
        }
    }
}
