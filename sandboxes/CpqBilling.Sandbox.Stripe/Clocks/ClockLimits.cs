namespace CpqBilling.Sandbox.Stripe.Clocks;

/// <summary>How much a test clock may hold, and how far one advance may go.</summary>
internal static class ClockLimits
{
    public static void RefuseAnotherCustomer(Account account, TestClock clock)
    {
        if (
            account.Decisions.StrictClocks
            && account.Customers.OwnedBy(clock.Id).Count(customer => !customer.IsDeleted) >= account.Decisions.MostCustomersPerClock
        )
        {
            throw Errors.Refused($"A test clock can have at most {account.Decisions.MostCustomersPerClock} customers.", "test_clock");
        }
    }

    public static void RefuseAnotherSubscription(Account account, Customer customer)
    {
        // A started schedule and its subscription count once.
        var held =
            account.Subscriptions.OwnedBy(customer.Id).Count(subscription => !subscription.IsEnded)
            + account.Schedules.OwnedBy(customer.Id).Count(schedule => schedule.Status == "not_started");
        if (customer.TestClockId is not null && account.Decisions.StrictClocks && held >= account.Decisions.MostSubscriptionsPerClockCustomer)
        {
            throw Errors.Refused(
                $"A customer on a test clock can have at most {account.Decisions.MostSubscriptionsPerClockCustomer} subscriptions.",
                "customer"
            );
        }

        if (held >= account.Decisions.MostSubscriptionsPerCustomer)
        {
            throw Errors.Refused(
                $"Customer {customer.Id} already has the maximum {account.Decisions.MostSubscriptionsPerCustomer} current subscriptions.",
                "customer",
                "customer_max_subscriptions"
            );
        }
    }

    /// <summary>Two intervals of the shortest price on the clock, or two years when nothing recurs on it.</summary>
    public static long Furthest(Account account, TestClock clock)
    {
        var shortest = account
            .Customers.OwnedBy(clock.Id)
            .SelectMany(customer => PricesOf(account, customer))
            .Where(price => price.IsRecurring)
            .Select(price => (long?)Calendar.Add(clock.FrozenTime, price.Interval!, price.IntervalCount * 2))
            .Min();
        return shortest ?? Calendar.Add(clock.FrozenTime, "year", 2);
    }

    private static IEnumerable<Price> PricesOf(Account account, Customer customer)
    {
        var scheduled = account
            .Schedules.OwnedBy(customer.Id)
            .Where(schedule => schedule.IsOpen)
            .SelectMany(schedule => schedule.Phases.Where(phase => phase.End > account.NowOf(customer)))
            .SelectMany(phase => phase.Items.Select(item => item.PriceId));
        var subscribed = account
            .Subscriptions.OwnedBy(customer.Id)
            .Where(subscription => !subscription.IsEnded)
            .SelectMany(subscription => subscription.Items.Select(item => item.PriceId));
        return scheduled.Concat(subscribed).Select(account.Prices.Get);
    }
}
