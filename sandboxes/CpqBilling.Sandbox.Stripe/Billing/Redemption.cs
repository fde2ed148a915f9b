namespace CpqBilling.Sandbox.Stripe.Billing;

/// <summary>What a redeemed discount hangs on.</summary>
internal sealed record DiscountOwner(
    string CustomerId,
    string? SubscriptionId = null,
    string? SubscriptionItemId = null,
    string? InvoiceId = null,
    string? InvoiceItemId = null
);

/// <summary>Reads <c>discounts</c> parameters, refuses what cannot be redeemed, and redeems.</summary>
internal static class Redemption
{
    private const int MostDiscounts = 20;

    /// <summary>The choices of a request.</summary>
    public static IReadOnlyList<DiscountChoice> Read(Account account, Parameters form, RedemptionPlace place)
    {
        var forms = form.List("discounts");
        if (forms.Count > MostDiscounts)
        {
            throw Errors.Refused($"You may specify at most {MostDiscounts} discounts.", form.PathOf("discounts"));
        }

        List<DiscountChoice> choices = [];
        HashSet<string> coupons = [];
        foreach (var entry in forms)
        {
            var choice = new DiscountChoice(entry.Text("coupon"), entry.Text("discount"), entry.Text("promotion_code"));
            var coupon = CouponOf(account, choice, entry);
            if (!coupons.Add(coupon.Id))
            {
                throw Errors.Refused($"The coupon {coupon.Id} is given more than once.", form.PathOf("discounts"));
            }

            if (choice.Discount is null && place.Standing?.Contains(coupon.Id) != true)
            {
                RedemptionRules.Check(account, choice, coupon, entry, place);
            }

            choices.Add(choice);
        }

        return choices;
    }

    /// <summary>Discounts for the choices: one that exists already for the same coupon is kept, the others are redeemed now.</summary>
    public static List<string> Redeem(
        Account account,
        IReadOnlyList<DiscountChoice> choices,
        IReadOnlyList<string> existing,
        DiscountOwner owner,
        long now
    )
    {
        List<string> result = [];
        foreach (var choice in choices)
        {
            if (choice.Discount is { } named)
            {
                result.Add(named);
                continue;
            }

            var couponId = CouponIdOf(account, choice);
            var kept = existing.FirstOrDefault(id => account.Discounts.Get(id).CouponId == couponId);
            result.Add(kept ?? RedeemOne(account, choice, couponId, owner, now).Id);
        }

        return result;
    }

    public static string CouponIdOf(Account account, DiscountChoice choice) =>
        choice.Coupon ?? account.PromotionCodes.Find(choice.PromotionCode)?.CouponId ?? account.Discounts.Get(choice.Discount!).CouponId;

    private static Discount RedeemOne(Account account, DiscountChoice choice, string couponId, DiscountOwner owner, long now)
    {
        var coupon = account.Coupons.Get(couponId);
        if (!account.IsPreview)
        {
            coupon.TimesRedeemed++;
            if (account.PromotionCodes.Find(choice.PromotionCode) is { } code)
            {
                code.TimesRedeemed++;
            }
        }

        var discount = account.Stamp(
            new Discount
            {
                CouponId = couponId,
                PromotionCodeId = choice.PromotionCode,
                CustomerId = owner.CustomerId,
                SubscriptionId = owner.SubscriptionId,
                SubscriptionItemId = owner.SubscriptionItemId,
                InvoiceId = owner.InvoiceId,
                InvoiceItemId = owner.InvoiceItemId,
                Start = now,
                End = coupon.DurationInMonths is { } months ? Calendar.Add(now, "month", months) : null,
            },
            now
        );
        account.Discounts.Add(discount);
        return discount;
    }

    private static Coupon CouponOf(Account account, DiscountChoice choice, Parameters entry)
    {
        if (choice.Discount is not null)
        {
            return account.Coupons.Get(account.Discounts.Named(entry, "discount", "discount")!.CouponId);
        }

        if (choice.PromotionCode is not null)
        {
            return account.Coupons.Get(account.PromotionCodes.Named(entry, "promotion_code", "promotion code")!.CouponId);
        }

        var coupon = account.Coupons.Named(entry, "coupon", "coupon") ?? throw Errors.Missing(entry.PathOf("coupon"));
        return coupon;
    }
}
