namespace CpqBilling.Sandbox.Stripe.Schedules;

/// <summary>Subscription schedules as a kind of object.</summary>
internal static class ScheduleKinds
{
    public static readonly Kind<Schedule> Schedule = new()
    {
        Name = "subscription_schedule",
        Prefix = "sub_sched_",
        Owner = schedule => schedule.CustomerId,
        Fields = ["schedule"],
        Render = ScheduleJson.Render,
        Changes = _ => true,
    };

    extension(Account account)
    {
        public Table<Schedule> Schedules => account.Table<Schedule>();
    }
}
