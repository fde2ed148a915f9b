namespace CpqBilling.Sandbox.Stripe.Billing;

/// <summary>Creates the subscription of a schedule when its first phase starts, or has started in the past.</summary>
internal static class ScheduleStart
{
    public static void Begin(Account account, Schedule schedule)
    {
        var now = account.NowOf(schedule);
        var start = schedule.Phases[0].Start;
        var subscription = account.Stamp(
            new Subscription
            {
                CustomerId = schedule.CustomerId,
                ScheduleId = schedule.Id,
                IsFlexible = schedule.IsFlexible,
                ProrationDiscounts = schedule.ProrationDiscounts,
                Anchor = start,
                StartDate = start,
                LastBoundary = now,
            },
            now
        );
        account.Subscriptions.Add(subscription);
        schedule.SubscriptionId = subscription.Id;
        schedule.Status = "active";
        var run = new BillingRun(account, subscription, start) { PeriodStart = now };
        PhaseEntry.Enter(run, schedule, 0);
        PhaseEntry.AddItems(run, schedule.Phases[0]);
        if (start < now && !Backdating.CatchUp(run, schedule, schedule.Phases[0].ProrationBehavior, now))
        {
            return;
        }

        run.Reason = "subscription_create";
        account.Events.Record("customer.subscription.created", subscription);
        run.CommitInvoice();
        account.Follow(subscription);
    }
}
