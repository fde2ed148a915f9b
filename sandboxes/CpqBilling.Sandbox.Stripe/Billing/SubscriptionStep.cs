namespace CpqBilling.Sandbox.Stripe.Billing;

/// <summary>
/// Everything that happens to one subscription at one moment, in the order the service does it: usage is cut off, discounts
/// end, the phase changes or the schedule ends, a cancellation takes effect, and what is left renews.
/// </summary>
internal static class SubscriptionStep
{
    /// <summary>When something happens to the subscription next.</summary>
    public static long? NextAt(Account account, Subscription subscription)
    {
        if (subscription.IsEnded)
        {
            return null;
        }

        if (subscription.Status == "paused")
        {
            return subscription.CancelAt;
        }

        var next = subscription.Items.Count == 0 ? long.MaxValue : subscription.Items.Min(item => item.PeriodEnd);
        next = Math.Min(next, subscription.CancelAt ?? long.MaxValue);
        next = Math.Min(next, subscription.IsTrialing ? subscription.TrialEnd ?? long.MaxValue : long.MaxValue);
        next = Math.Min(next, account.Schedules.Find(subscription.ScheduleId)?.Running?.End ?? long.MaxValue);
        return next == long.MaxValue ? null : next;
    }

    public static void Take(Account account, Subscription subscription, long at)
    {
        var run = new BillingRun(account, subscription, at) { PeriodStart = subscription.LastBoundary };
        var schedule = account.Schedules.Find(subscription.ScheduleId);
        var phase = schedule?.CurrentPhase;
        var end = Advance(run, schedule);
        if (end is not null)
        {
            SubscriptionEnd.Finish(run, schedule, end);
            return;
        }

        Commit(run, phase == schedule?.CurrentPhase ? null : schedule);
        account.Follow(subscription);
    }

    /// <summary>Works out the moment without making anything visible; the reason when the subscription ends in it.</summary>
    public static string? Advance(BillingRun run, Schedule? schedule)
    {
        var (account, subscription, at) = (run.Account, run.Subscription, run.At);
        List<SubscriptionItem> due = [.. subscription.Items.Where(item => item.PeriodEnd <= at)];
        CutUsage(run, schedule, due);
        StandingDiscounts.DropEnded(account, subscription, at);
        var trialEnds = subscription.IsTrialing && subscription.TrialEnd <= at;
        var outcome = trialEnds ? TrialEnd.Outcome(account, subscription) : null;
        if (outcome == "cancel")
        {
            return "cancellation_requested";
        }

        if (outcome == "pause")
        {
            (subscription.Status, subscription.PausedAt) = ("paused", at);
            return null;
        }

        if (trialEnds)
        {
            EndTrial(run);
        }

        Phase? entered = null;
        if (schedule?.Running is { } running && running.End <= at)
        {
            if (!schedule.IsInLastPhase)
            {
                PhaseEntry.Enter(run, schedule, schedule.CurrentPhase + 1);
                entered = schedule.Running;
            }
            else if (schedule.EndBehavior == "cancel")
            {
                return "schedule_end";
            }
            else
            {
                ScheduleRelease.AtEnd(account, schedule);
            }
        }

        if (subscription.CancelAt <= at)
        {
            return "cancellation_requested";
        }

        Renew(run, due, entered?.ProrationBehavior ?? "create_prorations");
        if (entered is not null)
        {
            PhaseEntry.AddItems(run, entered);
        }

        return null;
    }

    private static void Renew(BillingRun run, List<SubscriptionItem> due, string behavior)
    {
        List<SubscriptionItem> renewing = [.. due.Where(item => item.PeriodEnd <= run.At && run.Subscription.Items.Contains(item))];
        foreach (var item in renewing)
        {
            item.Debits.RemoveAll(debit => debit.End <= run.At);
            Periods.Open(run, item, behavior);
        }

        if (due.Count > 0)
        {
            run.Reason = "subscription_cycle";
            run.Subscription.LastBoundary = run.At;
        }
    }

    /// <summary>Bills the usage of items whose period ends; those that the next phase removes go on a line of their own in classic billing.</summary>
    private static void CutUsage(BillingRun run, Schedule? schedule, List<SubscriptionItem> due)
    {
        var next =
            schedule?.Running is { } running && running.End <= run.At && !schedule.IsInLastPhase ? schedule.Phases[schedule.CurrentPhase + 1] : null;
        foreach (var item in due.Where(item => run.Account.PriceOf(item).IsMetered && item.UsageFrom < run.At))
        {
            var isRemoved = next is not null && next.Items.TrueForAll(other => other.PriceId != item.PriceId);
            var apart = isRemoved && !run.Subscription.IsFlexible;
            (apart ? run.RemovedUsageLines : run.Lines).Add(Periods.UsageLine(run, item, run.At));
        }
    }

    private static void EndTrial(BillingRun run)
    {
        run.Subscription.Status = "active";
        if (!run.Subscription.KeepsAnchorAtTrialEnd)
        {
            run.Subscription.Anchor = run.Subscription.TrialEnd!.Value;
        }
    }

    /// <param name="schedule">The schedule when it has moved on.</param>
    private static void Commit(BillingRun run, Schedule? schedule)
    {
        run.CommitItems();
        var events = run.Account.Events;
        events.RecordUpdate("customer.subscription.updated", run.Subscription);
        if (run.Subscription is { Status: "paused", PausedAt: { } paused } && paused == run.At)
        {
            events.Record("customer.subscription.paused", run.Subscription);
        }

        if (schedule is { Status: "active" })
        {
            events.RecordUpdate("subscription_schedule.updated", schedule);
        }
        else if (schedule is not null)
        {
            events.Record("subscription_schedule.released", schedule);
        }

        run.CommitInvoice();
    }
}
