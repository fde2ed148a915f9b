using CpqBilling.Stripe.Parameters;

namespace CpqBilling.Stripe.Tests;

public sealed class StripePathCatalogTests
{
    [Theory]
    [InlineData("customer", "email", ParameterKind.Text)]
    [InlineData("customer", "address.line1", ParameterKind.Text)]
    [InlineData("customer", "balance", ParameterKind.WholeNumber)]
    [InlineData("customer", "metadata.Any Name.with dots", ParameterKind.Text)]
    [InlineData("customer", "preferred_locales", ParameterKind.List)]
    [InlineData("customer", "invoice_settings.custom_fields.name", ParameterKind.Text)]
    [InlineData("product", "shippable", ParameterKind.Flag)]
    [InlineData("price", "unit_amount_decimal", ParameterKind.DecimalNumber)]
    [InlineData("price", "recurring.aggregate_usage", ParameterKind.Text)]
    [InlineData("price_order_item", "recurring.interval_count", ParameterKind.WholeNumber)]
    [InlineData("subscription_schedule", "start_date", ParameterKind.Time)]
    [InlineData("subscription_schedule", "iterations", ParameterKind.WholeNumber)]
    [InlineData("subscription_schedule", "default_settings.invoice_settings.days_until_due", ParameterKind.WholeNumber)]
    [InlineData("subscription_schedule", "sbc_termination.metadata.reason", ParameterKind.Text)]
    [InlineData("subscription_phase", "trial_end", ParameterKind.Time)]
    [InlineData("subscription_phase", "iterations", ParameterKind.WholeNumber)]
    [InlineData("subscription_item", "quantity", ParameterKind.WholeNumber)]
    [InlineData("coupon", "percent_off", ParameterKind.DecimalNumber)]
    [InlineData("invoice", "auto_advance", ParameterKind.Flag)]
    [InlineData("subscription", "days_until_due", ParameterKind.WholeNumber)]
    public void ParameterOfThePinnedVersion_IsKnown(string objectKey, string path, ParameterKind kind) =>
        Assert.Equal(new KnownPath(kind), StripePathCatalog.Check(objectKey, path));

    [Theory]
    [InlineData("customer", "emial", "email")]
    [InlineData("customer", "line1", "address.line1")]
    [InlineData("subscription_schedule", "days_until_due", "default_settings.invoice_settings.days_until_due")]
    [InlineData("subscription_schedule", "default_settings.collection_methd", "default_settings.collection_method")]
    [InlineData("price", "unit_amount_decimals", "unit_amount_decimal")]
    [InlineData("custmer", "email", "customer")]
    public void Misspelt_NamesWhatMayBeMeant(string objectKey, string path, string meant) =>
        Assert.Contains(meant, Assert.IsType<UnknownPath>(StripePathCatalog.Check(objectKey, path)).NearMatches);

    // Removed by Stripe, groups, and what only requests may say.
    [Theory]
    [InlineData("customer", "coupon")]
    [InlineData("subscription_phase", "coupon")]
    [InlineData("customer", "address")]
    [InlineData("customer", "metadata")]
    [InlineData("customer", "expand")]
    [InlineData("customer", "")]
    [InlineData("customer", "email.")]
    [InlineData("subscription_schedule", "phases.items")]
    public void WhatCannotBeMapped_IsUnknown(string objectKey, string path) => Assert.IsType<UnknownPath>(StripePathCatalog.Check(objectKey, path));

    [Fact]
    public void EveryListedPath_IsKnown()
    {
        foreach (var key in StripePathCatalog.ObjectKeys)
        {
            Assert.All(
                StripePathCatalog.PathsOf(key).Where(path => path.Kind != ParameterKind.Group),
                path => Assert.Equal(new KnownPath(path.Kind), StripePathCatalog.Check(key, path.Path))
            );
        }
    }
}
