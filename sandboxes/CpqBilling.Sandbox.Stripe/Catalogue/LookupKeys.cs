namespace CpqBilling.Sandbox.Stripe.Catalogue;

/// <summary>A lookup key names one price of the account, active or not; it can be moved on purpose.</summary>
internal static class LookupKeys
{
    /// <summary>Refuses a key that another price has, unless it is to be moved.</summary>
    public static void RefuseTaken(Account account, Price? price, Parameters form)
    {
        if (OtherHolder(account, price, form.Text("lookup_key")) is { } holder && form.Flag("transfer_lookup_key") != true)
        {
            throw Errors.Refused($"A price (`{holder.Id}`) already uses that lookup key.", "lookup_key");
        }
    }

    private static Price? OtherHolder(Account account, Price? price, string? key) =>
        key is not null && account.PriceByLookupKey.TryGetValue(key, out var id) && id != price?.Id ? account.Prices.Get(id) : null;

    public static void Take(Account account, Price price, Parameters form)
    {
        if (!form.Has("lookup_key"))
        {
            return;
        }

        RefuseTaken(account, price, form);
        var key = form.Text("lookup_key");
        if (OtherHolder(account, price, key) is { } holder)
        {
            holder.LookupKey = null;
            holder.Shown = null;
            account.Events.RecordUpdate("price.updated", holder);
        }

        if (price.LookupKey is { } old)
        {
            account.PriceByLookupKey.Remove(old);
        }

        price.LookupKey = key;
        if (key is not null && price.Id.Length > 0)
        {
            account.PriceByLookupKey[key] = price.Id;
        }
    }
}
