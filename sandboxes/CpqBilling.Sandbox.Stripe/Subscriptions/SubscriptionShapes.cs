namespace CpqBilling.Sandbox.Stripe.Subscriptions;

/// <summary>Parameters of the subscription endpoints.</summary>
internal static class SubscriptionShapes
{
    public static ParameterShape Create() =>
        Common(ParameterShape.Of<Sdk.SubscriptionCreateOptions>())
            .Require("customer", "items")
            .Between("trial_period_days", 1, 730)
            .Between("billing_cycle_anchor_config.day_of_month", 1, 31)
            .Between("billing_cycle_anchor_config.month", 1, 12)
            .Between("billing_cycle_anchor_config.hour", 0, 23)
            .Between("billing_cycle_anchor_config.minute", 0, 59)
            .Between("billing_cycle_anchor_config.second", 0, 59)
            .OneOf("billing_mode.type", "classic", "flexible")
            .OneOf("billing_mode.flexible.proration_discounts", "included", "itemized")
            .Require("billing_mode.type")
            .Without("items.id", "items.deleted", "items.clear_usage", "items.current_trial")
            .Unkept("customer_account")
            .Since("billing_mode", version => ApiVersions.IsFrom(version, "2025-06-30"));

    public static ParameterShape Update() =>
        Common(ParameterShape.Of<Sdk.SubscriptionUpdateOptions>())
            .Emptyable("description")
            .Require("pause_collection.behavior")
            .OneOf("pause_collection.behavior", "keep_as_draft", "mark_uncollectible", "void")
            .OneOf("cancellation_details.feedback", Feedback)
            .Unkept("cancellation_details.feedback_option", "items.clear_usage", "items.current_trial")
            // A bare word before it became an object.
            .With("billing_cycle_anchor", new ParameterShape(ShapeKind.Anything));

    public static ParameterShape Cancel() =>
        ParameterShape
            .Of<Sdk.SubscriptionCancelOptions>()
            .OneOf("cancellation_details.feedback", Feedback)
            .Unkept("cancellation_details.feedback_option");

    private static string[] Feedback =>
        ["customer_service", "low_quality", "missing_features", "other", "switched_service", "too_complex", "too_expensive", "unused"];

    private static ParameterShape Common(ParameterShape shape) =>
        shape
            .OneOf("collection_method", "charge_automatically", "send_invoice")
            .OneOf("proration_behavior", "always_invoice", "create_prorations", "none")
            .OneOf("payment_behavior", "allow_incomplete", "default_incomplete", "error_if_incomplete", "pending_if_incomplete")
            .OneOf("trial_settings.end_behavior.missing_payment_method", "cancel", "create_invoice", "pause")
            .Between("days_until_due", 0, ParameterShape.MostDays)
            .Between("items.quantity", 0, ParameterShape.MostQuantity)
            .OneOf("items.price_data.recurring.interval", "day", "month", "week", "year")
            .Require("items.price_data.currency", "items.price_data.product", "items.price_data.recurring")
            .OneOf("add_invoice_items.period.start.type", "max_item_period_start", "now", "timestamp")
            .OneOf("add_invoice_items.period.end.type", "min_item_period_end", "timestamp")
            .AtMostCharacters("description", 500)
            .OneOf("payment_settings.save_default_payment_method", "off", "on_subscription")
            .Unkept(
                "application_fee_percent",
                "automatic_tax",
                "billing_schedules",
                "billing_thresholds",
                "default_source",
                "default_tax_rates",
                "off_session",
                "on_behalf_of",
                "pending_invoice_item_interval",
                "transfer_data",
                "trial_from_plan",
                "invoice_settings.account_tax_ids",
                "invoice_settings.issuer",
                "payment_settings.payment_method_options",
                "items.billing_thresholds",
                "items.tax_rates",
                "add_invoice_items.tax_rates"
            );
}
