namespace CpqBilling.Sandbox.Stripe.State;

/// <summary>Finds objects that a request names, and refuses in the service's words when there is none.</summary>
internal static class Lookup
{
    /// <summary>An object named by the path.</summary>
    public static T InPath<T>(this Table<T> table, string id, string kind, string param = "id")
        where T : StripeObject => table.Find(id) ?? throw Errors.NotFound(kind, id, param);

    /// <summary>An object named by a parameter; null when the parameter was not given.</summary>
    public static T? Named<T>(this Table<T> table, Parameters form, string name, string kind)
        where T : StripeObject => form.Text(name) is { } id ? table.Find(id) ?? throw Errors.NoSuch(kind, id, form.PathOf(name)) : null;

    public static Customer LiveCustomer(this Account account, Parameters form, string name = "customer")
    {
        var customer = account.Customers.Named(form, name, "customer") ?? throw Errors.Missing(form.PathOf(name));
        if (customer.IsDeleted)
        {
            throw Errors.NoSuch("customer", customer.Id, form.PathOf(name));
        }

        RefuseWhileAdvancing(account, customer);
        return customer;
    }

    /// <summary>Nothing on a clock may be changed while the clock advances.</summary>
    public static void RefuseWhileAdvancing(this Account account, Customer customer)
    {
        if (account.TestClocks.Find(customer.TestClockId)?.AdvancingTo is not null)
        {
            throw Errors.ClockBusy();
        }
    }

    public static T Writable<T>(this Account account, T owned)
        where T : CustomerObject
    {
        account.RefuseWhileAdvancing(account.CustomerOf(owned));
        return owned;
    }
}
