namespace CpqBilling.Sandbox.Stripe.Catalogue;

/// <summary>Reads a price that a request names or describes, and refuses those that may not be used there.</summary>
internal static class PriceUse
{
    /// <param name="standing">Prices that stand there already: they may have been archived since.</param>
    public static Price Recurring(Account account, Parameters form, IReadOnlySet<string>? standing = null) =>
        Read(account, form, mustRecur: true, standing);

    public static Price OneTime(Account account, Parameters form, IReadOnlySet<string>? standing = null) =>
        Read(account, form, mustRecur: false, standing);

    private static Price Read(Account account, Parameters form, bool mustRecur, IReadOnlySet<string>? standing)
    {
        form.RefuseTogether("price", "price_data");
        form.RefuseTogether("price", "plan");
        if (form.Map("price_data") is { } inline)
        {
            return PriceCreation.CreateInline(account, inline, mustRecur);
        }

        // Old clients name a price as the plan that it also is.
        var name = form.Has("plan") ? "plan" : "price";
        var price = account.Prices.Named(form, name, name) ?? throw Errors.Missing(form.PathOf("price"));
        var path = form.PathOf(name);
        if (price.IsRecurring != mustRecur)
        {
            var (is_, wanted) = mustRecur ? ("one_time", "recurring") : ("recurring", "one_time");
            throw Errors.Refused($"The price specified is set to `type={is_}` but this field only accepts prices with `type={wanted}`.", path);
        }

        if (standing?.Contains(price.Id) == true)
        {
            return price;
        }

        if (!price.IsActive)
        {
            throw Errors.Refused("The price specified is inactive. This field only accepts active prices.", path);
        }

        return account.Products.Get(price.ProductId).IsActive
            ? price
            : throw Errors.Refused("The product of the price specified is inactive. This field only accepts prices of active products.", path);
    }

    /// <summary>The quantity of a recurring item: one by default, none at all when it is metered.</summary>
    public static long? Quantity(Price price, Parameters form)
    {
        if (!price.IsMetered)
        {
            return form.Whole("quantity") ?? 1;
        }

        return form.Has("quantity") ? throw Errors.Refused("You cannot set the quantity for metered plans.", form.PathOf("quantity")) : null;
    }
}
