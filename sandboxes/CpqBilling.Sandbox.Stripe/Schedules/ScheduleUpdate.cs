namespace CpqBilling.Sandbox.Stripe.Schedules;

/// <summary>Updates a schedule: its settings, and all current and future phases when phases are given.</summary>
internal static class ScheduleUpdate
{
    public static JsonObject Update(ApiCall call)
    {
        var (account, form) = (call.Account, call.Form);
        var schedule = account.Writable(ScheduleEndpoints.Find(call));
        if (!schedule.IsOpen)
        {
            throw Errors.Refused(
                $"You can not update a subscription schedule that is currently in the `{schedule.Status}` status. It must be in `not_started, active` status to be updated."
            );
        }

        var phases = form.Has("phases") ? PhaseReplacement.Read(call, schedule) : null;
        Apply(call, schedule, phases, form.Text("proration_behavior") ?? "create_prorations");
        return ScheduleJson.Render(account, schedule);
    }

    /// <summary>Everything has been checked; from here on nothing is refused.</summary>
    public static void Apply(ApiCall call, Schedule schedule, List<Phase>? phases, string behavior)
    {
        var (account, form) = (call.Account, call.Form);
        ScheduleCreation.ReadDefaults(account, schedule, form);
        schedule.EndBehavior = ScheduleCreation.EndBehavior(form) ?? schedule.EndBehavior;
        MetadataRules.Merge(schedule.Metadata, form);
        schedule.Phases = phases ?? schedule.Phases;
        Carry(account, schedule, phases is not null, form.Has("default_settings"), behavior);
    }

    private static void Carry(Account account, Schedule schedule, bool hasNewPhases, bool hasNewDefaults, string behavior)
    {
        var now = account.NowOf(schedule);
        if (schedule.Status == "not_started")
        {
            CarryUnstarted(account, schedule, now);
            return;
        }

        var subscription = account.Subscriptions.Get(schedule.SubscriptionId!);
        var run = new BillingRun(account, subscription, now) { PeriodStart = subscription.LastBoundary, FinalizesAtOnce = true };
        if (hasNewPhases)
        {
            CarryRunning(run, schedule, behavior);
        }
        else
        {
            if (hasNewDefaults)
            {
                PhaseSettings.Apply(account, subscription, schedule, schedule.Running!);
            }

            PhaseEntry.SetCancelDate(run, schedule);
            subscription.Items.ForEach(item => ItemChanges.Retime(run, item, behavior));
        }

        string? end = null;
        while (end is null && schedule.Status == "active" && schedule.Running!.End <= now)
        {
            end = SubscriptionStep.Advance(run, schedule);
        }

        account.Events.RecordUpdate("subscription_schedule.updated", schedule);
        if (end is not null)
        {
            SubscriptionEnd.Finish(run, schedule, end);
            return;
        }

        account.Events.RecordUpdate("customer.subscription.updated", subscription);
        if (run.CommitInvoice() is { } invoice)
        {
            InvoiceLife.Finalize(account, invoice);
        }

        account.Follow(subscription);
    }

    private static void CarryUnstarted(Account account, Schedule schedule, long now)
    {
        if (schedule.Phases[0].Start <= now)
        {
            ScheduleStart.Begin(account, schedule);
        }
        else
        {
            account.Expect(schedule, schedule.Phases[0].Start, DueKind.ScheduleStart);
        }

        account.Events.RecordUpdate("subscription_schedule.updated", schedule);
    }

    private static void CarryRunning(BillingRun run, Schedule schedule, string behavior)
    {
        var (account, subscription) = (run.Account, run.Subscription);
        var running = schedule.Running!;
        PhaseSettings.Apply(account, subscription, schedule, running);
        var targets = PhaseEntry.Targets(account, subscription, running);
        var endsTrial = PhaseEntry.MoveTrial(run, running);
        ItemChanges.Apply(
            run,
            targets,
            new ChangeTerms(behavior, ResetsAnchor: endsTrial, IsPhaseChange: false),
            () =>
            {
                PhaseEntry.SetDiscounts(run, running);
                PhaseEntry.SetCancelDate(run, schedule);
            }
        );
        PhaseEntry.AddItems(run, running);
        if (endsTrial)
        {
            run.Reason = "subscription_update";
        }
        else if (behavior == "always_invoice" && (run.NewItems.Count > 0 || run.Lines.Count > 0))
        {
            run.Reason = "subscription_update";
            run.TakesOwnItemsOnly = !subscription.IsFlexible && run.Lines.Count == 0;
        }
    }
}
