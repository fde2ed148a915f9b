namespace CpqBilling.Sandbox.Stripe.Billing;

/// <summary>Lets a subscription go on without its schedule.</summary>
internal static class ScheduleRelease
{
    /// <summary>The automatic end of a schedule whose end behaviour is release.</summary>
    public static void AtEnd(Account account, Schedule schedule) =>
        Detach(account, schedule, account.Decisions.StatusAfterRelease, keepsCancelDate: false);

    public static void Detach(Account account, Schedule schedule, string status, bool keepsCancelDate)
    {
        var now = account.NowOf(schedule);
        var subscription = account.Subscriptions.Find(schedule.SubscriptionId);
        schedule.Status = status;
        schedule.ReleasedAt = status == "released" ? now : null;
        schedule.CompletedAt = status == "completed" ? now : null;
        schedule.ReleasedSubscription = schedule.SubscriptionId;
        schedule.SubscriptionId = null;
        schedule.CurrentPhase = schedule.Phases.Count;
        if (subscription is null)
        {
            return;
        }

        subscription.ScheduleId = null;
        if (!keepsCancelDate)
        {
            subscription.CancelAt = null;
            subscription.CanceledAt = null;
            subscription.CancellationReason = null;
        }
    }
}
