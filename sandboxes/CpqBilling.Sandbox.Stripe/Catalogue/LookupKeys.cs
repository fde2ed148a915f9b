namespace CpqBilling.Sandbox.Stripe.Catalogue;

/// <summary>A lookup key names one price of the account, active or not; it can be moved on purpose.</summary>
internal static class LookupKeys
{
    public static void Take(Account account, Price price, Parameters form)
    {
        if (!form.Has("lookup_key"))
        {
            return;
        }

        var key = form.Text("lookup_key");
        var holder = key is not null && account.PriceByLookupKey.TryGetValue(key, out var holderId) ? account.Prices.Get(holderId) : null;
        if (holder is not null && holder != price)
        {
            if (form.Flag("transfer_lookup_key") != true)
            {
                throw Errors.Refused($"A price (`{holder.Id}`) already uses that lookup key.", "lookup_key");
            }

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
