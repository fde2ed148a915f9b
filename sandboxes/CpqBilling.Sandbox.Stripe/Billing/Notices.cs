namespace CpqBilling.Sandbox.Stripe.Billing;

/// <summary>Events that announce something: each is sent once for what it announces.</summary>
internal static class Notices
{
    public static void Send(Account account, Due due)
    {
        switch (due.Kind)
        {
            case DueKind.TrialNotice
                when account.Subscriptions.Find(due.ObjectId) is { IsTrialing: true } subscription
                    && IsNew(account, subscription.Id, due.Kind, subscription.TrialEnd!.Value):
                account.Events.Record("customer.subscription.trial_will_end", subscription);
                break;
            case DueKind.ExpiringNotice
                when account.Schedules.Find(due.ObjectId) is { Status: "active", IsInLastPhase: true, Running: { } last } schedule
                    && last.End - (account.Decisions.ExpiringNoticeDays * 86_400L) <= due.At
                    && IsNew(account, schedule.Id, due.Kind, last.End):
                account.Events.Record("subscription_schedule.expiring", schedule);
                break;
            case DueKind.UpcomingNotice
                when account.Subscriptions.Find(due.ObjectId) is { IsEnded: false } subscription
                    && SubscriptionStep.NextAt(account, subscription) is { } next
                    && next > due.At
                    && IsNew(account, subscription.Id, due.Kind, next):
                if (Preview.Next(account, subscription) is { } upcoming)
                {
                    account.Events.Record("invoice.upcoming", new RenderedForm("", upcoming) { At = due.At });
                }

                break;
        }
    }

    private static bool IsNew(Account account, string id, DueKind kind, long about)
    {
        var key = $"{kind} {id}";
        if (account.NoticesSent.TryGetValue(key, out var last) && last == about)
        {
            return false;
        }

        account.NoticesSent[key] = about;
        return true;
    }
}
