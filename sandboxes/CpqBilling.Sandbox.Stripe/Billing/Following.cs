namespace CpqBilling.Sandbox.Stripe.Billing;

/// <summary>Puts what will happen to a subscription on its timeline.</summary>
internal static class Following
{
    private const long DaySeconds = 86_400;
    private const long TrialNoticeDays = 3;

    public static void Follow(this Account account, Subscription subscription)
    {
        if (SubscriptionStep.NextAt(account, subscription) is not { } next)
        {
            return;
        }

        account.Expect(subscription, next, DueKind.SubscriptionStep);
        var now = account.NowOf(subscription);
        if (subscription.IsTrialing && subscription.TrialEnd is { } trialEnd)
        {
            account.Expect(subscription, Math.Max(now, trialEnd - (TrialNoticeDays * DaySeconds)), DueKind.TrialNotice);
        }

        if (subscription.CollectionMethod == "charge_automatically" && account.Decisions.UpcomingNoticeDays > 0)
        {
            account.Expect(subscription, Math.Max(now, next - (account.Decisions.UpcomingNoticeDays * DaySeconds)), DueKind.UpcomingNotice);
        }

        if (account.Schedules.Find(subscription.ScheduleId) is { IsInLastPhase: true, Running: { } last } schedule)
        {
            account.Expect(schedule, Math.Max(now, last.End - (account.Decisions.ExpiringNoticeDays * DaySeconds)), DueKind.ExpiringNotice);
        }
    }
}
