using System.Text.Json.Nodes;
using CpqBilling.Engine.Sync;
using Xunit;

namespace CpqBilling.Engine.Tests;

/// <summary>Orders name a Stripe account by a lookup: they are billed there or not at all.</summary>
public sealed class OtherStripeAccountTests
{
    [Fact]
    public async Task OrderOfAnotherAccount_IsRefused_AndNothingIsMade()
    {
        await using var billing = await StartAsync("acct_Europe");

        var report = await billing.SyncAsync("Order#1");

        var error = Assert.Single(report.Errors);
        Assert.Equal(("SYNC-4006", "Stripe_Account__c"), (error.Definition.Code, error.Field));
        Assert.Equal("The order names the Stripe account acct_Europe, and is billed through Acme Inc. (acct_America, test mode).", error.Message);
        Assert.Empty(await billing.ListAsync("/v1/customers"));
        Assert.Empty(await billing.ListAsync("/v1/products"));
    }

    [Fact]
    public async Task OrderOfTheConnectedAccount_IsBilled()
    {
        await using var billing = await StartAsync("acct_America");

        Assert.Equal(SyncOutcome.Synced, (await billing.SyncAsync("Order#1")).Outcome);

        Assert.Single(await billing.ListAsync("/v1/subscription_schedules"));
    }

    [Fact]
    public async Task AmendmentThatNamesAnother_IsRefused()
    {
        await using var billing = await StartAsync("acct_America");
        await billing.SyncAsync("Order#1");
        var amendment = Contracts.Amendment();
        amendment["Stripe_Account__c"] = Account("Stripe_Account__c#2", "acct_Europe");
        amendment["Order"]![0]!["Stripe_Account__c"] = "Stripe_Account__c#2";
        await billing.LoadAsync(amendment);

        var report = await billing.SyncAsync("Order#2");

        Assert.Equal(billing.Ids["Order#2"], Assert.Single(report.Errors).Record.Id);
        Assert.Equal(1, Assert.Single(await billing.ListAsync("/v1/subscription_schedules")).GetProperty("phases").GetArrayLength());
    }

    private static async Task<TestBilling> StartAsync(string named)
    {
        var billing = await TestBilling.StartAsync("2026-01-01T00:00:00Z");
        var facts = billing.Org.Facts with { StripeAccount = "Acme Inc. (acct_America, test mode)", StripeAccountId = "acct_America" };
        billing.Use(billing.Org with { Facts = facts });
        var contract = Contracts.Annual();
        contract["Stripe_Account__c"] = Account("Stripe_Account__c#1", named);
        contract["Order"]![0]!["Stripe_Account__c"] = "Stripe_Account__c#1";
        await billing.LoadAsync(contract);
        return billing;
    }

    private static JsonArray Account(string id, string stripeId) =>
        [
            new JsonObject
            {
                ["Id"] = id,
                ["Name"] = stripeId,
                ["External_ID__c"] = $"{stripeId}|test",
                ["Stripe_ID__c"] = stripeId,
            },
        ];
}
