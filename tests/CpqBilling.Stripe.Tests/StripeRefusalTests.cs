using CpqBilling.Core.Errors;
using CpqBilling.Core.Planning;
using CpqBilling.Core.Requests;

namespace CpqBilling.Stripe.Tests;

public sealed class StripeRefusalTests
{
    private static readonly PlanStep Step = new(
        "schedule/801",
        StripeMethod.Post,
        "/v1/subscription_schedules/sub_sched_1",
        new StripeMap(),
        "",
        new RecordRef("Order", "801")
    );

    public static TheoryData<StripeReply, string, string?, string> Cases =>
        new()
        {
            // Connection, permission, limits.
            { Refused(401, null, "Invalid API Key provided: sk_test_****"), "StripeUnauthorized", null, "Invalid API Key" },
            { Refused(403, null, "The provided key does not have the required permissions"), "StripeUnauthorized", null, "permissions" },
            { Refused(429, "rate_limit", "Testmode request rate limit exceeded"), "StripeLimit", null, "slow down" },
            { Refused(429, "lock_timeout", "This object cannot be accessed right now"), "StripeLimit", null, "slow down" },
            { Refused(400, null, "Test clock advancement underway. Wait until the clock is ready."), "StripeLimit", null, "slow down" },
            { Refused(409, "idempotency_key_in_use", "In progress", "idempotency_error"), "StripeLimit", null, "slow down" },
            { Refused(500, null, "Sorry", "api_error"), "StripeUnreachable", null, "Sorry" },
            { new StripeUnavailable("No answer in time."), "StripeUnreachable", null, "No answer in time." },
            // Objects that are gone.
            { Refused(404, "resource_missing", "No such subscription_schedule: 'sub_sched_1'"), "ScheduleMissing", "Stripe_ID__c", "sub_sched_1" },
            {
                Refused(400, "resource_missing", "No such price: 'price_9'", param: "phases[0][items][0][price]"),
                "StripeIdUnknown",
                "phases[0][items][0][price]",
                "price price_9"
            },
            {
                Refused(400, "resource_missing", "This customer has no attached payment source or default payment method."),
                "StripeRefused",
                null,
                "payment source"
            },
            // What the order would have to respect.
            {
                Refused(400, null, "You cannot combine currencies on a single customer. This customer has an active subscription with currency usd"),
                "CustomerCurrency",
                "CurrencyIsoCode",
                "another currency"
            },
            {
                Refused(400, null, "You can not update a subscription schedule that is currently in the `canceled` status."),
                "ScheduleCanceled",
                "Stripe_ID__c",
                "sub_sched_1"
            },
            {
                Refused(400, null, "You can not update a subscription schedule that is currently in the `released` status."),
                "StripeRefused",
                null,
                "released"
            },
            // Everything else keeps its words.
            { Refused(400, "parameter_unknown", "Received unknown parameter: foo", param: "foo"), "StripeRefused", "foo", "unknown parameter" },
            { Refused(402, "card_declined", "Your card was declined.", "card_error"), "StripeRefused", null, "declined" },
            { Refused(400, null, "Keys can only be used with the same parameters", "idempotency_error"), "StripeRefused", null, "same parameters" },
        };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Reply_BecomesTheError(StripeReply reply, string name, string? field, string part)
    {
        var error = StripeRefusal.ToSyncError(reply, Step);

        Assert.Equal((name, field, new RecordRef("Order", "801")), (error.Name, error.Field, error.Record));
        Assert.Contains(part, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Refusal_KeepsRawCodeAndRequest()
    {
        var error = StripeRefusal.ToSyncError(Refused(402, "card_declined", "Declined.", "card_error"), Step);

        Assert.Equal(("card_declined", "req_1"), (error.UpstreamCode, error.RequestId));
    }

    [Fact]
    public void RefusalWithoutCode_KeepsItsType() =>
        Assert.Equal("idempotency_error", StripeRefusal.ToSyncError(Refused(400, null, "x", "idempotency_error"), Step).UpstreamCode);

    private static StripeRefused Refused(int status, string? code, string message, string type = "invalid_request_error", string? param = null) =>
        new(status, type, code, param, message, "req_1");
}
