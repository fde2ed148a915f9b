namespace CpqBilling.Sandbox.Stripe.Subscriptions;

/// <summary>Parameters of the subscription endpoints.</summary>
internal static class SubscriptionShapes
{
    public static ParameterShape Create() =>
        Common(ParameterShape.Of<Sdk.SubscriptionCreateOptions>())
            .Require("customer", "items")
            .Between("trial_period_days", 1, 730)
            .OneOf("billing_mode.type", "classic", "flexible")
            .Require("billing_mode.type")
            .Since("billing_mode", version => ApiVersions.IsFrom(version, "2025-06-30"));

    public static ParameterShape Update() =>
        Common(ParameterShape.Of<Sdk.SubscriptionUpdateOptions>())
            .Emptyable("description")
            // A bare word before it became an object.
            .With("billing_cycle_anchor", new ParameterShape(ShapeKind.Anything));

    private static ParameterShape Common(ParameterShape shape) =>
        shape
            .OneOf("collection_method", "charge_automatically", "send_invoice")
            .OneOf("proration_behavior", "always_invoice", "create_prorations", "none")
            .OneOf("payment_behavior", "allow_incomplete", "default_incomplete", "error_if_incomplete", "pending_if_incomplete")
            .Between("days_until_due", 0)
            .Between("items.quantity", 0)
            .OneOf("items.price_data.recurring.interval", "day", "month", "week", "year")
            .Require("items.price_data.currency", "items.price_data.product", "items.price_data.recurring")
            .AtMostCharacters("description", 500);
}
