namespace CpqBilling.Sandbox.Stripe.Persistence;

/// <summary>Rebuilds what follows from the stored objects: look-ups, pending items, and what is due when.</summary>
internal static class Derivations
{
    public static void Restore(Account account)
    {
        foreach (var price in account.Prices.All)
        {
            if (price.LookupKey is { } key)
            {
                account.PriceByLookupKey[key] = price.Id;
            }
        }

        foreach (var item in account.InvoiceItems.All.Where(item => item.InvoiceId is null))
        {
            account.PendingOf(item.CustomerId).Add(item);
        }

        foreach (var subject in Recorded(account))
        {
            account.Events.Restore(subject);
        }

        foreach (var customer in account.Customers.All)
        {
            DueTimes.ExpectAll(account, customer);
        }
    }

    /// <summary>Clocks that were moving when the process ended move on.</summary>
    public static void Resume(Account account)
    {
        foreach (var clock in account.TestClocks.All.Where(clock => clock.AdvancingTo is not null))
        {
            ClockAdvance.Start(account, clock);
        }
    }

    private static IEnumerable<StripeObject> Recorded(Account account) =>
        account.Kinds.All.SelectMany(kind => kind.AllOf(account).Where(kind.StillChanges));
}
