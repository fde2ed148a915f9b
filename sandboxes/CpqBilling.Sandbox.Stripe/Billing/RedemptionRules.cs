namespace CpqBilling.Sandbox.Stripe.Billing;

/// <summary>Where and when discounts are redeemed.</summary>
/// <param name="Currency">Null where the amounts have none yet.</param>
internal sealed record RedemptionPlace(long Now, string? CustomerId, string? Currency = null)
{
    /// <summary>Coupons that stand there already: they need not be redeemable any more.</summary>
    public IReadOnlySet<string>? Standing { get; init; }

    /// <summary>What the items cost, for codes that ask for a least amount; null where it is not known.</summary>
    public long? Amount { get; init; }

    /// <summary>Items, updates and future phases take no promotion codes that ask for a least amount.</summary>
    public bool RefusesMinimum { get; init; }
}

/// <summary>Refuses coupons and promotion codes that cannot be redeemed where they are named.</summary>
internal static class RedemptionRules
{
    public static void Check(Account account, DiscountChoice choice, Coupon coupon, Parameters entry, RedemptionPlace place)
    {
        var path = entry.PathOf(choice.Coupon is not null ? "coupon" : "promotion_code");
        if (coupon.IsDeleted)
        {
            throw Errors.NoSuch("coupon", coupon.Id, path);
        }

        var code = account.PromotionCodes.Find(choice.PromotionCode);
        if (!coupon.IsValid(place.Now) || code?.IsUsable(place.Now) == false)
        {
            throw Errors.Refused($"Coupon expired: {coupon.Id}", path, "coupon_expired");
        }

        if (place.Currency is { } currency && coupon.AmountOff is not null && coupon.AmountOffIn(currency) is null)
        {
            throw Errors.Refused($"The coupon {coupon.Id} takes off an amount in {coupon.Currency} and cannot be used for {currency}.", path);
        }

        if (code is not null)
        {
            Check(account, code, path, place);
        }
    }

    private static void Check(Account account, PromotionCode code, string path, RedemptionPlace place)
    {
        if (place.RefusesMinimum && code.MinimumAmount is not null)
        {
            throw Errors.Refused(
                "Promotion codes with amount restrictions can only be used when a subscription or its current phase is created.",
                path
            );
        }

        if (code.MinimumAmount > place.Amount && code.MinimumAmountCurrency == place.Currency)
        {
            throw Errors.Refused("This promotion code asks for a larger amount.", path);
        }

        if (code.CustomerId is { } owner && owner != place.CustomerId)
        {
            throw Errors.Refused("This promotion code cannot be redeemed by this customer.", path);
        }

        if (code.IsFirstTimeOnly && place.CustomerId is { } customer && account.Invoices.OwnedBy(customer).Any(invoice => invoice.Status == "paid"))
        {
            throw Errors.Refused("This promotion code cannot be redeemed because the associated customer has prior transactions.", path);
        }
    }
}
