using CpqBilling.Core.Calendar;
using CpqBilling.Core.Mapping;
using CpqBilling.Core.Requests;

namespace CpqBilling.Core.Tests.Tables;

/// <summary>What Salesforce has, as the type of the Stripe field it is mapped to; null where it cannot be one.</summary>
public sealed class StripeFieldTests
{
    public static TheoryData<string, string, object, string?> Values() =>
        new()
        {
            // flags, an unticked box too
            { "product", "shippable", false, "false" },
            { "product", "shippable", " TRUE ", "true" },
            { "product", "shippable", "yes", null },
            { "product", "shippable", 1m, null },
            { "subscription_phase", "automatic_tax.enabled", "false", "false" },
            // numbers
            { "customer", "balance", "-500", "-500" },
            { "customer", "balance", 12.0m, "12" },
            { "customer", "balance", 12.5m, null },
            { "product", "package_dimensions.width", "12.50", "12.5" },
            { "product", "package_dimensions.width", "12,5", null },
            // words
            { "customer", "tax_exempt", "Exempt", "\"exempt\"" },
            { "customer", "tax_exempt", "sometimes", null },
            { "price", "tax_behavior", "INCLUSIVE", "\"inclusive\"" },
            { "subscription_schedule", "end_behavior", "renew", null },
            { "subscription_schedule", "default_settings.collection_method", "send_invoice", "\"send_invoice\"" },
            { "subscription_phase", "proration_behavior", "sometimes", null },
            { "coupon", "duration", "Once", "\"once\"" },
            // times: midnight in New York, a moment, seconds
            { "subscription", "cancel_at", "2025-01-15", "1736917200" },
            { "subscription", "cancel_at", "2025-01-15T10:00:00.000+0000", "1736935200" },
            { "subscription", "cancel_at", 1736899200m, "1736899200" },
            { "subscription", "cancel_at", "soon", null },
            // addresses
            { "customer", "email", " billing@example.test ", "\"billing@example.test\"" },
            { "customer", "email", "billing@example", null },
            { "customer", "email", "billing at example.test", null },
            { "customer", "email", "a@b@example.test", null },
            { "customer", "email", "@example.test", null },
            { "customer", "email", new string('a', 500) + "@example.test", null },
            // lengths: what identifies is refused, what describes is cut
            { "product", "statement_descriptor", new string('d', 22), $"\"{new string('d', 22)}\"" },
            { "product", "statement_descriptor", new string('d', 23), null },
            { "product", "unit_label", "twelve chars", "\"twelve chars\"" },
            { "product", "unit_label", "thirteen char", null },
            { "price", "lookup_key", new string('k', 201), null },
            { "customer", "phone", new string('1', 21), $"\"{new string('1', 20)}\"" },
            { "coupon", "name", new string('n', 41), $"\"{new string('n', 40)}\"" },
            { "customer", "name", new string('n', 257), $"\"{new string('n', 256)}\"" },
            { "subscription_phase", "description", new string('d', 501), $"\"{new string('d', 500)}\"" },
            // anything else is text as it is
            { "product", "url", "https://example.test", "\"https://example.test\"" },
            { "product", "tax_code", 10m, "10" },
            { "product", "url", new string('u', 5001), null },
        };

    [Theory]
    [MemberData(nameof(Values))]
    public void Value_IsConvertedOrRefused(string objectKey, string path, object value, string? sent)
    {
        var day = new BillingDay(DateTimeZoneProviders.Tzdb["America/New_York"]);
        var converted = StripeFields.Of(objectKey, path).Convert(value, day);
        Assert.Equal(sent, converted is null ? null : StripeJson.Write(converted));
    }
}
