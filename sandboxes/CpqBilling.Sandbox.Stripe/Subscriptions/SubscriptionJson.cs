namespace CpqBilling.Sandbox.Stripe.Subscriptions;

internal static class SubscriptionJson
{
    private static readonly Fragment NoTax = new("""{"disabled_reason":null,"enabled":false,"liability":null}""");
    private static readonly Fragment PaymentDefaults = new(
        """{"payment_method_options":null,"payment_method_types":null,"save_default_payment_method":"off"}"""
    );
    private static readonly Fragment TrialDefaults = new(
        """{"end_behavior":{"billing_cycle_anchor":null,"missing_payment_method":"create_invoice"}}"""
    );

    public static JsonObject Render(Account account, Subscription subscription)
    {
        var form = Members(account, subscription);
        // Only a paused subscription has details of its status.
        if (subscription.Status == "paused")
        {
            form["status_details"] = new JsonObject
            {
                ["paused"] = new JsonObject
                {
                    ["subscription"] = new JsonObject { ["type"] = "trial_end_without_payment_method" },
                    ["transitioned_at"] = subscription.PausedAt,
                    ["type"] = "subscription",
                },
            };
        }

        return form;
    }

    private static JsonObject Members(Account account, Subscription subscription) =>
        new()
        {
            ["id"] = subscription.Id,
            ["object"] = "subscription",
            ["application"] = null,
            ["application_fee_percent"] = null,
            ["automatic_tax"] = NoTax.New(),
            ["billing_cycle_anchor"] = subscription.ShownAnchor ?? subscription.Anchor,
            ["billing_cycle_anchor_config"] = subscription.AnchorConfiguration?.DeepClone(),
            ["billing_mode"] = BillingModeJson.Render(subscription.IsFlexible, subscription.ProrationDiscounts),
            ["billing_schedules"] = new JsonArray(),
            ["billing_thresholds"] = null,
            ["cancel_at"] = subscription.CancelAt,
            ["cancel_at_period_end"] = subscription.CancelAtPeriodEnd,
            ["canceled_at"] = subscription.CanceledAt,
            ["cancellation_details"] = new JsonObject
            {
                ["comment"] = subscription.CancellationComment?.DeepClone(),
                ["feedback"] = subscription.CancellationFeedback?.DeepClone(),
                ["feedback_option"] = null,
                ["reason"] = subscription.CancellationReason,
            },
            ["collection_method"] = subscription.CollectionMethod,
            ["created"] = subscription.Created,
            ["currency"] = subscription.Currency,
            ["customer"] = subscription.CustomerId,
            ["customer_account"] = null,
            ["days_until_due"] = subscription.DaysUntilDue,
            ["default_payment_method"] = subscription.DefaultPaymentMethod,
            ["default_source"] = null,
            ["default_tax_rates"] = new JsonArray(),
            ["description"] = subscription.Description,
            ["discounts"] = JsonText.Texts(subscription.Discounts),
            ["ended_at"] = subscription.EndedAt,
            ["invoice_settings"] = SubscriptionInvoices.Render(subscription),
            ["items"] = JsonText.List(
                $"/v1/subscription_items?subscription={subscription.Id}",
                JsonText.Array(subscription.Items, item => SubscriptionItemJson.Render(account, item))
            ),
            ["latest_invoice"] = subscription.LatestInvoice,
            ["livemode"] = false,
            ["managed_payments"] = new JsonObject { ["enabled"] = false },
            ["metadata"] = JsonText.Metadata(subscription.Metadata),
            ["next_pending_invoice_item_invoice"] = null,
            ["on_behalf_of"] = null,
            ["pause_collection"] = subscription.PauseCollection?.DeepClone(),
            ["payment_settings"] = PaymentSettings(subscription),
            ["pending_invoice_item_interval"] = null,
            ["pending_setup_intent"] = null,
            ["pending_update"] = PendingUpdate(subscription.PendingUpdate),
            ["schedule"] = subscription.ScheduleId,
            ["start_date"] = subscription.StartDate,
            ["status"] = subscription.Status,
            ["test_clock"] = account.CustomerOf(subscription).TestClockId,
            ["transfer_data"] = null,
            ["trial_end"] = subscription.TrialEnd,
            ["trial_settings"] = subscription.TrialSettings?.DeepClone() ?? TrialDefaults.New(),
            ["trial_start"] = subscription.TrialStart,
        };

    private static JsonObject PaymentSettings(Subscription subscription)
    {
        var settings = PaymentDefaults.New();
        foreach (var (name, value) in subscription.PaymentSettings as JsonObject ?? [])
        {
            settings[name] = value?.DeepClone();
        }

        return settings;
    }

    private static JsonObject? PendingUpdate(PendingUpdate? pending) =>
        pending is null
            ? null
            : new JsonObject
            {
                ["billing_cycle_anchor"] = pending.BillingCycleAnchor,
                ["cancel_at_period_end"] = null,
                ["discount"] = null,
                ["discounts"] = null,
                ["expires_at"] = pending.ExpiresAt,
                ["metadata"] = null,
                ["subscription_items"] = pending.Items.DeepClone(),
                ["trial_end"] = pending.TrialEnd,
                ["trial_from_plan"] = null,
            };
}

internal static class SubscriptionItemJson
{
    public static JsonObject Render(Account account, SubscriptionItem item)
    {
        var (price, plan) = PriceJson.Embedded(account.Prices.Get(item.PriceId));
        var form = new JsonObject
        {
            ["id"] = item.Id,
            ["object"] = "subscription_item",
            ["billing_thresholds"] = null,
            ["created"] = item.Created,
            ["current_period_end"] = item.PeriodEnd,
            ["current_period_start"] = item.PeriodStart,
            ["current_trial"] = null,
            ["discounts"] = JsonText.Texts(item.Discounts),
            ["metadata"] = JsonText.Metadata(item.Metadata),
            ["plan"] = plan,
            ["price"] = price,
            ["subscription"] = item.SubscriptionId,
            ["tax_rates"] = new JsonArray(),
        };
        // A metered item has no quantity, and the client cannot read null there.
        if (item.Quantity is { } quantity)
        {
            form["quantity"] = quantity;
        }

        return form;
    }
}
