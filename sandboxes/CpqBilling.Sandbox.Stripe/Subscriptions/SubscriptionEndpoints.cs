namespace CpqBilling.Sandbox.Stripe.Subscriptions;

internal static class SubscriptionEndpoints
{
    public static void Map(RouteTable routes) =>
        routes
            .Post("/v1/subscriptions", () => SubscriptionShapes.Create(), SubscriptionCreation.Create)
            .Get(
                "/v1/subscriptions",
                () =>
                    ParameterShape
                        .Of<Sdk.SubscriptionListOptions>()
                        .OneOf(
                            "status",
                            "active",
                            "all",
                            "canceled",
                            "ended",
                            "incomplete",
                            "incomplete_expired",
                            "past_due",
                            "paused",
                            "trialing",
                            "unpaid"
                        )
                        .Unkept("automatic_tax", "customer_account"),
                List
            )
            .Get("/v1/subscriptions/{id}", call => SubscriptionJson.Render(call.Account, Find(call)))
            .Post("/v1/subscriptions/{id}", () => SubscriptionShapes.Update(), SubscriptionUpdate.Update)
            .Delete("/v1/subscriptions/{id}", SubscriptionShapes.Cancel, Cancel)
            .Delete("/v1/subscriptions/{id}/discount", RemoveDiscounts)
            .Post("/v1/subscriptions/{id}/resume", SubscriptionResumption.Shape, SubscriptionResumption.Resume)
            .Post(
                "/v1/subscriptions/{id}/migrate",
                () => ParameterShape.Of<Sdk.SubscriptionMigrateOptions>().Require("billing_mode", "billing_mode.type"),
                Migrate
            );

    public static Subscription Find(ApiCall call) => call.Account.Subscriptions.InPath(call.Id, "subscription");

    public static Subscription FindRunning(ApiCall call)
    {
        var subscription = call.Account.Writable(Find(call));
        return subscription.IsEnded
            ? throw Errors.Refused("A canceled subscription can only update its cancellation_details and metadata.", "id")
            : subscription;
    }

    private static JsonObject Cancel(ApiCall call)
    {
        var (account, form) = (call.Account, call.Form);
        var subscription = account.Writable(Find(call));
        if (subscription.IsEnded)
        {
            throw Errors.NotFound("subscription", call.Id);
        }

        SubscriptionReading.FillCancellation(subscription, form);
        var terms = new CancellationTerms(form.Flag("invoice_now") ?? false, form.Flag("prorate") ?? false);
        Cancellation.Now(account, subscription, terms, "cancellation_requested");
        return SubscriptionJson.Render(account, subscription);
    }

    private static JsonObject RemoveDiscounts(ApiCall call)
    {
        var subscription = FindRunning(call);
        var id = subscription.Discounts.Count > 0 ? subscription.Discounts[^1] : throw Errors.NotFound("discount", call.Id);
        subscription.Discounts.Clear();
        call.Account.Events.RecordUpdate("customer.subscription.updated", subscription);
        var discount = DiscountJson.Render(call.Account.Discounts.Get(id));
        discount.Remove("end");
        discount["deleted"] = true;
        return discount;
    }

    private static JsonObject Migrate(ApiCall call)
    {
        var subscription = FindRunning(call);
        if (call.Form.Map("billing_mode")!.Text("type") != "flexible")
        {
            throw Errors.Refused("Subscriptions can only be migrated to the flexible billing mode.", "billing_mode[type]");
        }

        (subscription.IsFlexible, subscription.ProrationDiscounts) = BillingModeJson.Read(call.Form, call.Version);
        if (call.Account.Schedules.Find(subscription.ScheduleId) is { } schedule)
        {
            (schedule.IsFlexible, schedule.ProrationDiscounts) = (true, subscription.ProrationDiscounts);
        }

        call.Account.Events.RecordUpdate("customer.subscription.updated", subscription);
        return SubscriptionJson.Render(call.Account, subscription);
    }

    private static JsonObject List(ApiCall call)
    {
        var (account, form, page) = (call.Account, call.Form, call.Page);
        return page.Of(
            Candidates(call)
                .Where(subscription =>
                    FitsStatus(subscription, form.Text("status"))
                    && page.Equal("collection_method", subscription.CollectionMethod)
                    && ((form.Text("price") ?? form.Text("plan")) is not { } price || subscription.Items.Exists(item => item.PriceId == price))
                    && page.Fits("created", subscription.Created)
                    && (!form.Has("current_period_start") || subscription.Items.Exists(item => page.Fits("current_period_start", item.PeriodStart)))
                    && (!form.Has("current_period_end") || subscription.Items.Exists(item => page.Fits("current_period_end", item.PeriodEnd)))
                ),
            subscription => SubscriptionJson.Render(account, subscription)
        );
    }

    private static IEnumerable<Subscription> Candidates(ApiCall call)
    {
        var account = call.Account;
        var clock = call.Form.Text("test_clock");
        if (call.Form.Text("customer") is { } customer)
        {
            return account.Subscriptions.OwnedBy(customer);
        }

        return account.Subscriptions.All.Where(subscription => account.CustomerOf(subscription).TestClockId == clock);
    }

    private static bool FitsStatus(Subscription subscription, string? wanted) =>
        wanted switch
        {
            null => subscription.Status != "canceled",
            "all" => true,
            "ended" => subscription.IsEnded,
            _ => subscription.Status == wanted,
        };
}
