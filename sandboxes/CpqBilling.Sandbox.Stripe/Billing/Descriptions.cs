namespace CpqBilling.Sandbox.Stripe.Billing;

/// <summary>Texts of invoice lines.</summary>
internal static class Descriptions
{
    public static string Recurring(Account account, Price price, decimal quantity) =>
        price.Tiers is not null
            ? $"{JsonText.Plain(quantity)} × {Product(account, price)}"
            : $"{JsonText.Plain(quantity)} × {Product(account, price)} (at {Currencies.Display(price.UnitAmount ?? 0, price.Currency)} / {Interval(price)})";

    public static string Tier(Account account, Price price, TierPart part) =>
        part.IsFlat
            ? $"{Product(account, price)} (Tier {part.Step} flat fee at {Currencies.Display(part.UnitAmount, price.Currency)} / {Interval(price)})"
            : $"{JsonText.Plain(part.Quantity)} × {Product(account, price)} (Tier {part.Step} at {Currencies.Display(part.UnitAmount, price.Currency)} / {Interval(price)})";

    public static string Trial(Account account, Price price, decimal quantity) =>
        $"Free trial for {JsonText.Plain(quantity)} × {Product(account, price)}";

    public static string Unused(Account account, Price price, decimal quantity, long at) =>
        $"Unused time on {JsonText.Plain(quantity)} × {Product(account, price)} after {Date(at)}";

    public static string Remaining(Account account, Price price, decimal quantity, long at) =>
        $"Remaining time on {JsonText.Plain(quantity)} × {Product(account, price)} after {Date(at)}";

    public static string Elapsed(Account account, Price price, long from, long to) =>
        $"Time on {Product(account, price)} from {Date(from)} until {Date(to)}";

    public static string Product(Account account, Price price) => account.Products.Get(price.ProductId).Name;

    private static string Interval(Price price) => price.IntervalCount == 1 ? price.Interval ?? "" : $"every {price.IntervalCount} {price.Interval}s";

    private static string Date(long at) => DateTimeOffset.FromUnixTimeSeconds(at).ToString("dd MMM yyyy");
}
