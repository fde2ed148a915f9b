namespace CpqBilling.Sandbox.Stripe.Schedules;

/// <summary>Puts a schedule of one phase, the current period, around a subscription that exists.</summary>
internal static class ScheduleFromSubscription
{
    public static JsonObject Create(ApiCall call)
    {
        var (account, form) = (call.Account, call.Form);
        if (form.Names.FirstOrDefault(name => name is not ("from_subscription" or "expand" or "metadata")) is { } other)
        {
            throw Errors.Refused($"You cannot set `{other}` if `from_subscription` is set.", other);
        }

        var subscription = account.Writable(account.Subscriptions.Named(form, "from_subscription", "subscription")!);
        if (subscription.ScheduleId is { } attached)
        {
            throw Errors.Refused($"You cannot migrate a subscription that is already attached to a schedule: `{attached}`.", "from_subscription");
        }

        if (subscription.IsEnded)
        {
            throw Errors.Refused("You cannot migrate a subscription that is canceled.", "from_subscription");
        }

        var schedule = account.Stamp(
            new Schedule
            {
                CustomerId = subscription.CustomerId,
                Status = "active",
                IsFlexible = subscription.IsFlexible,
                ProrationDiscounts = subscription.ProrationDiscounts,
                Metadata = MetadataRules.Read(form),
                Phases = [PhaseOf(account, subscription)],
                CurrentPhase = 0,
                SubscriptionId = subscription.Id,
            },
            account.NowOf(subscription)
        );
        schedule.Defaults.CollectionMethod = subscription.CollectionMethod;
        schedule.Defaults.DaysUntilDue = subscription.DaysUntilDue;
        schedule.Defaults.DefaultPaymentMethod = subscription.DefaultPaymentMethod;
        schedule.Defaults.Description = subscription.Description;
        subscription.ScheduleId = schedule.Id;
        account.Schedules.Add(schedule);
        account.Events.RecordUpdate("customer.subscription.updated", subscription);
        account.Events.Record("subscription_schedule.created", schedule);
        account.Follow(subscription);
        return ScheduleJson.Render(account, schedule);
    }

    private static Phase PhaseOf(Account account, Subscription subscription) =>
        new()
        {
            Start = subscription.Items.Min(item => item.PeriodStart),
            End = subscription.Items.Min(item => item.PeriodEnd),
            Currency = subscription.Currency,
            Metadata = new(subscription.Metadata),
            TrialEnd = subscription.IsTrialing ? subscription.TrialEnd : null,
            Discounts = Choices(account, subscription.Discounts),
            Items = subscription.Items.ConvertAll(item => new PhaseItem
            {
                PriceId = item.PriceId,
                Quantity = item.Quantity,
                Metadata = new(item.Metadata),
                Discounts = Choices(account, item.Discounts),
            }),
        };

    private static List<DiscountChoice> Choices(Account account, List<string> discounts) =>
        discounts.ConvertAll(id => new DiscountChoice(account.Discounts.Get(id).CouponId, null, null));
}
