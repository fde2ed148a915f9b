namespace CpqBilling.Sandbox.Stripe.Schedules;

/// <summary>Parameters of the schedule endpoints.</summary>
internal static class ScheduleShapes
{
    public static ParameterShape Create() =>
        Phases(ParameterShape.Of<Sdk.SubscriptionScheduleCreateOptions>().Without("phases.start_date"))
            .OneOf("billing_mode.type", "classic", "flexible")
            .OneOf("billing_mode.flexible.proration_discounts", "included", "itemized")
            .Require("billing_mode.type")
            .Unkept("customer_account")
            .Since("billing_mode", version => ApiVersions.IsFrom(version, "2025-06-30"));

    public static ParameterShape Update() =>
        Phases(ParameterShape.Of<Sdk.SubscriptionScheduleUpdateOptions>()).OneOf("proration_behavior", "always_invoice", "create_prorations", "none");

    /// <summary>Rules for <c>phases</c> that previews share.</summary>
    public static ParameterShape Phases(ParameterShape shape, string at = "") =>
        shape
            .OneOf($"{at}end_behavior", "cancel", "none", "release", "renew")
            .Require($"{at}phases.items")
            .Between($"{at}phases.items.quantity", 0, ParameterShape.MostQuantity)
            .OneOf($"{at}phases.proration_behavior", "always_invoice", "create_prorations", "none")
            .OneOf($"{at}phases.billing_cycle_anchor", "automatic", "phase_start")
            .OneOf($"{at}phases.collection_method", "charge_automatically", "send_invoice")
            .Between($"{at}phases.invoice_settings.days_until_due", 0, ParameterShape.MostDays)
            .OneOf($"{at}phases.duration.interval", "day", "month", "week", "year")
            .Require($"{at}phases.duration.interval")
            .Between($"{at}phases.duration.interval_count", 1, ParameterShape.MostDays)
            .OneOf($"{at}phases.items.price_data.recurring.interval", "day", "month", "week", "year")
            .Require($"{at}phases.items.price_data.currency", $"{at}phases.items.price_data.product", $"{at}phases.items.price_data.recurring")
            .Require($"{at}phases.add_invoice_items.price_data.currency", $"{at}phases.add_invoice_items.price_data.product")
            .Between($"{at}phases.add_invoice_items.quantity", 0, ParameterShape.MostQuantity)
            .OneOf($"{at}phases.add_invoice_items.period.start.type", "max_item_period_start", "phase_start", "timestamp")
            .OneOf($"{at}phases.add_invoice_items.period.end.type", "min_item_period_end", "phase_end", "timestamp")
            .AtMostCharacters($"{at}phases.description", 500)
            .Unkept(
                $"{at}pause_schedules",
                $"{at}phases.automatic_tax.liability",
                $"{at}phases.invoice_settings.issuer",
                $"{at}phases.items.billing_thresholds"
            )
            .Since($"{at}phases.duration", version => ApiVersions.IsFrom(version, "2025-07-30"))
            .With($"{at}phases.iterations", new ParameterShape(ShapeKind.Whole) { Least = 1 }, version => ApiVersions.IsBefore(version, "2025-09-30"))
            .With(
                $"{at}phases.coupon",
                new ParameterShape(ShapeKind.Text) { IsEmptyable = true },
                version => ApiVersions.IsBefore(version, "2025-03-31")
            );

    public static ParameterShape Settings(ParameterShape shape) =>
        shape
            .OneOf("default_settings.billing_cycle_anchor", "automatic", "phase_start")
            .OneOf("default_settings.collection_method", "charge_automatically", "send_invoice")
            .Between("default_settings.invoice_settings.days_until_due", 0, ParameterShape.MostDays)
            .Unkept("default_settings.automatic_tax.liability", "default_settings.invoice_settings.issuer");
}
