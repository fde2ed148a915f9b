using System.Text.Json.Nodes;
using CpqBilling.Core.Planning;
using CpqBilling.Core.Requests;
using CpqBilling.Engine.Sync;
using CpqBilling.Stripe;
using Xunit;

namespace CpqBilling.Engine.Tests;

/// <summary>Stripe holds schedules of an order that Salesforce does not name: one is adopted, of several a person must choose.</summary>
public sealed class UnlinkedScheduleTests
{
    [Fact]
    public async Task OneSchedule_IsAdopted_AndNothingIsBilledTwice()
    {
        await using var billing = await ForgottenAsync();

        var report = await billing.SyncAsync("Order#1");

        Assert.Equal(SyncOutcome.Synced, report.Outcome);
        Assert.Equal(Assert.Single(await billing.ListAsync("/v1/subscription_schedules")).GetProperty("id").GetString(), report.StripeId);
    }

    [Fact]
    public async Task TwoSchedules_AreAnErrorThatNamesThem()
    {
        await using var billing = await ForgottenAsync();
        var first = Assert.Single(await billing.ListAsync("/v1/subscription_schedules"));
        var price = Assert.Single(await billing.ListAsync("/v1/prices")).GetProperty("id").GetString()!;
        var phase = new StripeMap()
            .Set("items", StripeList.Of([new StripeMap().Set("price", price).Set("quantity", 1m)]))
            .Set("end_date", 1798761600m);
        var body = new StripeMap()
            .Set("customer", first.GetProperty("customer").GetString())
            .Set("start_date", 1767225600m)
            .Set("end_behavior", "cancel")
            .Set("phases", StripeList.Of([phase]))
            .SetPath("metadata.salesforce_order_id", billing.Ids["Order#1"]);
        var second = await billing.Org.Stripe.SendAsync(StripeMethod.Post, "/v1/subscription_schedules", body, "other", CancellationToken.None);

        var report = await billing.SyncAsync("Order#1");

        var error = Assert.Single(report.Errors);
        Assert.Equal(("SYNC-7002", billing.Ids["Order#1"]), (error.Code, error.Record.Id));
        Assert.Contains(first.GetProperty("id").GetString()!, error.Message);
        Assert.Contains(Assert.IsType<StripeAnswered>(second).Id, error.Message);
        Assert.Equal(2, (await billing.ListAsync("/v1/subscription_schedules")).Count);
    }

    /// <summary>The order was synced, and its Stripe id is gone from Salesforce.</summary>
    private static async Task<TestBilling> ForgottenAsync()
    {
        var billing = await TestBilling.StartAsync("2026-01-01T00:00:00Z");
        await billing.LoadAsync(Contracts.Annual());
        await billing.SyncAsync("Order#1");
        await billing.LoadAsync(new JsonObject { ["Order"] = new JsonArray(new JsonObject { ["Id"] = "Order#1", ["Stripe_ID__c"] = null }) });
        return billing;
    }
}
