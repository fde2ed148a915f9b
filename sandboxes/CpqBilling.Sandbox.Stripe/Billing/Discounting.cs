namespace CpqBilling.Sandbox.Stripe.Billing;

/// <summary>An amount that discounts may lower, and what they have taken off so far.</summary>
internal sealed class Discountable(long amount, string? productId, bool isDiscountable, IReadOnlyList<Discount> own)
{
    public IReadOnlyList<Discount> Own => own;

    public List<DiscountAmount> Taken { get; } = [];

    public long Remaining { get; private set; } = amount;

    public bool Accepts(Coupon coupon) => isDiscountable && Remaining > 0 && coupon.AppliesToProducts?.Contains(productId ?? "") != false;

    public void Take(Discount discount, long amount)
    {
        if (amount != 0)
        {
            Taken.Add(new DiscountAmount(discount.Id, amount));
            Remaining -= amount;
        }
    }
}

/// <summary>Applies discounts in order, each to what the one before has left: those of the line first, then those of the whole.</summary>
internal static class Discounting
{
    /// <param name="splitEvenly">Classic prorations split a fixed amount evenly over the items instead of in proportion.</param>
    public static void Apply(
        Account account,
        string currency,
        IReadOnlyList<Discountable> lines,
        IReadOnlyList<Discount> whole,
        bool splitEvenly = false
    )
    {
        foreach (var discount in lines.SelectMany(line => line.Own).Distinct())
        {
            // An item can have several lines, one for each elapsed period: an amount comes off their sum.
            var own = lines.Where(line => line.Own.Contains(discount)).ToList();
            ApplyOne(account.Coupons.Get(discount.CouponId), currency, discount, own, splitEvenly);
        }

        foreach (var discount in whole)
        {
            ApplyOne(account.Coupons.Get(discount.CouponId), currency, discount, lines, splitEvenly);
        }
    }

    private static void ApplyOne(Coupon coupon, string currency, Discount discount, IReadOnlyList<Discountable> lines, bool splitEvenly)
    {
        List<Discountable> eligible = [.. lines.Where(line => line.Accepts(coupon))];
        if (coupon.PercentOff is { } percent)
        {
            eligible.ForEach(line => line.Take(discount, Exact.Percent(line.Remaining, percent)));
            return;
        }

        var total = eligible.Sum(line => line.Remaining);
        var off = Math.Min(coupon.AmountOffIn(currency) ?? 0, total);
        if (off > 0)
        {
            var shares = Split(off, splitEvenly ? [.. eligible.Select(_ => 1L)] : [.. eligible.Select(line => line.Remaining)]);
            for (var i = 0; i < eligible.Count; i++)
            {
                eligible[i].Take(discount, Math.Min(shares[i], eligible[i].Remaining));
            }
        }
    }

    /// <summary>Splits by weight so that the parts add up exactly: the largest remainders get the units left over.</summary>
    private static long[] Split(long amount, long[] weights)
    {
        var whole = weights.Sum();
        var shares = weights.Select(weight => (long)((Int128)amount * weight / whole)).ToArray();
        var left = amount - shares.Sum();
        foreach (
            var index in Enumerable
                .Range(0, weights.Length)
                .OrderByDescending(i => (Int128)amount * weights[i] % whole)
                .ThenBy(i => i)
                .Take((int)left)
        )
        {
            shares[index]++;
        }

        return shares;
    }
}
