using CpqBilling.Core.Errors;
using CpqBilling.Core.Planning;
using CpqBilling.Core.Requests;

namespace CpqBilling.Stripe.Tests;

public sealed class IdempotencyKeyTests
{
    private static readonly StripeMap Body = new StripeMap().Set("name", "Acme").Set("phone", "1");
    private static readonly PlanStep Step = new("customer/001", StripeMethod.Post, "/v1/customers", Body, "", new RecordRef("Account", "001"));

    // SHA-256 of the parts with their lengths, worked out by another program, in base 32; keys must never change between versions.
    [Fact]
    public void KnownStep_HasItsKeyForEver() =>
        Assert.Equal("cpqb-vmatyxmjmlx3g55n3pab2tszwgtwyntngfywbqh7mvvtrmp2ykga", IdempotencyKey.For("org", Step, Body));

    [Fact]
    public void OrderOfParameters_DoesNotCount() =>
        Assert.Equal(IdempotencyKey.For("org", Step, Body), IdempotencyKey.For("org", Step, new StripeMap().Set("phone", "1").Set("name", "Acme")));

    public static TheoryData<string, PlanStep, StripeMap> Differences =>
        new()
        {
            { "other", Step, Body },
            { "org", Step with { Key = "customer/002" }, Body },
            { "org", Step with { Path = "/v1/customers/cus_1" }, Body },
            { "org", Step with { Method = StripeMethod.Delete }, Body },
            { "org", Step with { Basis = "cus_0" }, Body },
            { "org", Step, Body.Set("name", "Bcme") },
            // Neighbours do not run into each other.
            { "orgc", Step with { Key = "ustomer/001" }, Body },
        };

    [Theory]
    [MemberData(nameof(Differences))]
    public void OtherWork_HasAnotherKey(string org, PlanStep step, StripeMap body) =>
        Assert.NotEqual(IdempotencyKey.For("org", Step, Body), IdempotencyKey.For(org, step, body));

    [Fact]
    public void Key_FitsStripesLimit() => Assert.Equal(57, IdempotencyKey.For("org", Step, Body).Length);
}
