namespace CpqBilling.Sandbox.Stripe.Catalogue;

/// <summary>Deletes a customer: its subscriptions and schedules end at once, everything else stays.</summary>
internal static class CustomerRemoval
{
    public static void Remove(Account account, Customer customer)
    {
        foreach (var schedule in account.Schedules.OwnedBy(customer.Id).Where(schedule => schedule.IsOpen).ToList())
        {
            schedule.Status = "canceled";
            schedule.CanceledAt = account.NowOf(customer);
            account.Events.Record("subscription_schedule.canceled", schedule);
        }

        foreach (var subscription in account.Subscriptions.OwnedBy(customer.Id).Where(subscription => !subscription.IsEnded).ToList())
        {
            Cancellation.Now(account, subscription, new CancellationTerms(InvoiceNow: false, Prorate: false), "cancellation_requested");
        }

        customer.IsDeleted = true;
        account.Events.Record("customer.deleted", customer);
    }
}
