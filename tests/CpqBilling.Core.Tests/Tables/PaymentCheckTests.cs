using CpqBilling.Core.Errors;
using CpqBilling.Core.Planning;
using CpqBilling.Core.Requests;

namespace CpqBilling.Core.Tests.Tables;

/// <summary>A subscription that Stripe would refuse for want of a payment method is told before anything is made.</summary>
public sealed class PaymentCheckTests
{
    private static readonly RecordRef Order = new("Order", "Order#1");

    [Theory]
    [InlineData("", "", true)]
    [InlineData("collection_method", "charge_automatically", true)]
    [InlineData("collection_method", "send_invoice", false)]
    [InlineData("default_payment_method", "pm_1", false)]
    [InlineData("payment_behavior", "default_incomplete", false)]
    [InlineData("trial_period_days", "30", false)]
    public void NewCustomer_MustHaveSomethingToPayWith(string field, string value, bool isRefused) =>
        Assert.Equal(isRefused, Refused(new StripeRef("customer"), 1000m, field, value));

    [Fact]
    public void NothingToCharge_NeedsNothing() => Assert.False(Refused(new StripeRef("customer"), 0m, "", ""));

    [Fact]
    public void CustomerWhoExists_IsLeftToStripe() => Assert.False(Refused("cus_1", 1000m, "", ""));

    private static bool Refused(StripeValue customer, decimal amount, string field, string value)
    {
        var subscription = new StripeMap()
            .Set("customer", customer)
            .Set("items", StripeList.Of([new StripeMap().Set("price", new StripeRef("price"))]))
            .Merge(field.Length > 0 ? new StripeMap().Set(field, value) : new StripeMap());
        var errors = PaymentCheck.Errors([
            Step("customer", "/v1/customers", new StripeMap()),
            Step("price", "/v1/prices", new StripeMap().Set("unit_amount_decimal", amount)),
            Step("subscription", "/v1/subscriptions", subscription),
        ]);
        Assert.All(errors, error => Assert.Equal(("SYNC-3019", Order), (error.Code, error.Record)));
        return errors.Length > 0;
    }

    private static PlanStep Step(string key, string path, StripeMap body) => new(key, StripeMethod.Post, path, body, "", Order);
}
