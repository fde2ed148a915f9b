namespace CpqBilling.Sandbox.Stripe.Billing;

/// <summary>The discounts that stand on a subscription or item, and those that are used up.</summary>
internal static class StandingDiscounts
{
    /// <summary>Replaces the list: a coupon that is named again keeps its discount, running or spent.</summary>
    public static (List<string> Running, List<string> Spent) Replace(
        Account account,
        IReadOnlyList<DiscountChoice> choices,
        List<string> running,
        List<string> spent,
        DiscountOwner owner,
        long now
    )
    {
        var coupons = choices.Select(choice => Redemption.CouponIdOf(account, choice)).ToHashSet();
        List<string> stillSpent = [.. spent.Where(id => coupons.Contains(account.Discounts.Get(id).CouponId))];
        var spentCoupons = stillSpent.Select(id => account.Discounts.Get(id).CouponId).ToHashSet();
        List<DiscountChoice> fresh = [.. choices.Where(choice => !spentCoupons.Contains(Redemption.CouponIdOf(account, choice)))];
        return (Redemption.Redeem(account, fresh, running, owner, now), stillSpent);
    }

    /// <summary>Takes discounts off whose time is over.</summary>
    public static void DropEnded(Account account, Subscription subscription, long now)
    {
        DropEnded(account, subscription.Discounts, subscription.SpentDiscounts, now);
        foreach (var item in subscription.Items)
        {
            DropEnded(account, item.Discounts, item.SpentDiscounts, now);
        }
    }

    /// <summary>A discount for one invoice leaves the subscription with the first invoice it lowered.</summary>
    public static void DropUsed(Account account, Subscription subscription, IEnumerable<InvoiceLine> lines)
    {
        var used = lines
            .SelectMany(line => line.DiscountAmounts)
            .Where(taken => taken.Amount != 0)
            .Select(taken => taken.DiscountId)
            .Where(id => account.Coupons.Get(account.Discounts.Get(id).CouponId).Duration == "once")
            .ToHashSet();
        if (used.Count == 0)
        {
            return;
        }

        Spend(subscription.Discounts, subscription.SpentDiscounts, used.Contains);
        foreach (var item in subscription.Items)
        {
            Spend(item.Discounts, item.SpentDiscounts, used.Contains);
        }
    }

    private static void DropEnded(Account account, List<string> running, List<string> spent, long now) =>
        Spend(running, spent, id => account.Discounts.Get(id).End <= now);

    private static void Spend(List<string> running, List<string> spent, Func<string, bool> isSpent)
    {
        spent.AddRange(running.Where(isSpent));
        running.RemoveAll(id => isSpent(id));
    }
}
