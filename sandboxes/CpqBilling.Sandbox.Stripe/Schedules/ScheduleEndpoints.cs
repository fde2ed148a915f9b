namespace CpqBilling.Sandbox.Stripe.Schedules;

internal static class ScheduleEndpoints
{
    public static void Map(RouteTable routes) =>
        routes
            .Post("/v1/subscription_schedules", () => ScheduleShapes.Settings(ScheduleShapes.Create()), ScheduleCreation.Create)
            .Get("/v1/subscription_schedules", () => ParameterShape.Of<Sdk.SubscriptionScheduleListOptions>().Unkept("customer_account"), List)
            .Get("/v1/subscription_schedules/{id}", call => ScheduleJson.Render(call.Account, Find(call)))
            .Post("/v1/subscription_schedules/{id}", () => ScheduleShapes.Settings(ScheduleShapes.Update()), ScheduleUpdate.Update)
            .Post("/v1/subscription_schedules/{id}/cancel", () => ParameterShape.Of<Sdk.SubscriptionScheduleCancelOptions>(), Cancel)
            .Post("/v1/subscription_schedules/{id}/release", () => ParameterShape.Of<Sdk.SubscriptionScheduleReleaseOptions>(), Release);

    public static Schedule Find(ApiCall call) => call.Account.Schedules.InPath(call.Id, "subscription_schedule", "schedule");

    public static Schedule FindOpen(ApiCall call, string verb, string done)
    {
        var schedule = call.Account.Writable(Find(call));
        return schedule.IsOpen
            ? schedule
            : throw Errors.Refused(
                $"You cannot {verb} a subscription schedule that is currently in the `{schedule.Status}` status. It must be in `not_started, active` status to be {done}."
            );
    }

    private static JsonObject Cancel(ApiCall call)
    {
        var (account, form) = (call.Account, call.Form);
        var schedule = FindOpen(call, "cancel", "canceled");
        if (account.Subscriptions.Find(schedule.SubscriptionId) is { IsEnded: false } subscription)
        {
            var terms = new CancellationTerms(form.Flag("invoice_now") ?? true, form.Flag("prorate") ?? true);
            Cancellation.Now(account, subscription, terms, "cancellation_requested");
        }
        else
        {
            schedule.Status = "canceled";
            schedule.CanceledAt = account.NowOf(schedule);
            account.Events.Record("subscription_schedule.canceled", schedule);
        }

        return ScheduleJson.Render(account, schedule);
    }

    private static JsonObject Release(ApiCall call)
    {
        var account = call.Account;
        var schedule = FindOpen(call, "release", "released");
        var subscription = account.Subscriptions.Find(schedule.SubscriptionId);
        ScheduleRelease.Detach(account, schedule, "released", call.Form.Flag("preserve_cancel_date") ?? false);
        account.Events.RecordUpdate("subscription_schedule.updated", schedule);
        if (subscription is not null)
        {
            var run = new BillingRun(account, subscription, account.NowOf(subscription));
            subscription.Items.ForEach(item => ItemChanges.Retime(run, item, "none"));
            account.Events.RecordUpdate("customer.subscription.updated", subscription);
            account.Follow(subscription);
        }

        account.Events.Record("subscription_schedule.released", schedule);
        return ScheduleJson.Render(account, schedule);
    }

    private static JsonObject List(ApiCall call)
    {
        var (account, form, page) = (call.Account, call.Form, call.Page);
        foreach (var name in (string[])["canceled_at", "completed_at", "released_at"])
        {
            if (form.Has("scheduled") && form.Has(name))
            {
                throw Errors.Exclusive(name, "scheduled");
            }
        }

        var customer = form.Text("customer");
        var candidates = customer is null
            ? account.Schedules.All.Where(schedule => account.CustomerOf(schedule).TestClockId is null)
            : account.Schedules.OwnedBy(customer);
        return page.Of(
            candidates.Where(schedule =>
                page.Equal("scheduled", schedule.Status == "not_started")
                && page.Fits("created", schedule.Created)
                && page.Fits("canceled_at", schedule.CanceledAt)
                && page.Fits("completed_at", schedule.CompletedAt)
                && page.Fits("released_at", schedule.ReleasedAt)
            ),
            schedule => ScheduleJson.Render(account, schedule)
        );
    }
}
