using CpqBilling.Engine.Sync;
using CpqBilling.Stripe;
using Xunit;

namespace CpqBilling.Engine.Tests;

/// <summary>The path of an order against both sandboxes: budgets, repeat safety, crashes.</summary>
public sealed class ContractSyncTests
{
    [Fact]
    public async Task FirstOrderWithOneLine_StaysWithinTheCallBudget()
    {
        await using var billing = await TestBilling.StartAsync("2026-01-01T00:00:00Z");
        await billing.LoadAsync(Contracts.Annual());

        var report = await billing.SyncAsync("Order#1");

        Assert.Equal(SyncOutcome.Synced, report.Outcome);
        Assert.True(report.Calls.Salesforce <= 3, $"{report.Calls.Salesforce} Salesforce calls");
        Assert.True(report.Calls.Stripe <= 5, $"{report.Calls.Stripe} Stripe calls");
    }

    [Fact]
    public async Task SecondSync_ChangesNothing()
    {
        await using var billing = await TestBilling.StartAsync("2026-01-01T00:00:00Z");
        await billing.LoadAsync(Contracts.Annual());
        await billing.SyncAsync("Order#1");

        var again = await billing.SyncAsync("Order#1");

        Assert.Equal(SyncOutcome.Unchanged, again.Outcome);
        Assert.Equal(1, again.Calls.Stripe);
    }

    [Theory]
    // fields that Stripe does not have, on every kind of object; and a value it cannot read
    [InlineData("customer", "coupon", "X", "SYNC-3003", "Account#1")]
    [InlineData("product", "colour", "red", "SYNC-3003", "Product2#1")]
    [InlineData("price", "transform_quantity.size", "1", "SYNC-3003", "PricebookEntry#1")]
    [InlineData("subscription_schedule", "default_settings.colour", "red", "SYNC-3003", "Order#1")]
    [InlineData("subscription_phase", "coupon", "X", "SYNC-3003", "Order#1")]
    [InlineData("subscription_item", "colour", "red", "SYNC-3003", "Order#1")]
    [InlineData("subscription_phase", "transfer_data", "X", "SYNC-3003", "Order#1")]
    public async Task MappingStripeDoesNotKnow_IsNamedAndNothingIsMade(string objectKey, string path, string value, string code, string record)
    {
        await using var billing = await TestBilling.StartAsync("2026-01-01T00:00:00Z");
        await billing.LoadAsync(Contracts.Annual());
        billing.Map(objectKey, path, value);

        var report = await billing.SyncAsync("Order#1");

        var error = Assert.Single(report.Errors);
        Assert.Equal((code, billing.Ids[record]), (error.Code, error.Record.Id));
        Assert.Contains($"{objectKey}.{path}", error.Message);
        Assert.Empty(await billing.ListAsync("/v1/customers"));
        Assert.Empty(await billing.ListAsync("/v1/products"));
    }

    [Theory]
    [InlineData("/v1/customers")]
    [InlineData("/v1/products")]
    [InlineData("/v1/prices")]
    [InlineData("/v1/subscription_schedules")]
    public async Task AnswerLostAtAnyStep_TheNextRunFinishesAndNothingIsMadeTwice(string path)
    {
        await using var billing = await TestBilling.StartAsync("2026-01-01T00:00:00Z");
        await billing.LoadAsync(Contracts.Annual());
        await billing.LoseAnswersAsync(path);

        var broken = await billing.SyncAsync("Order#1");
        await billing.ClearFaultsAsync();
        billing.Restart();
        await billing.SyncAsync("Order#1");

        Assert.Equal(SyncOutcome.Failed, broken.Outcome);
        Assert.Single(await billing.ListAsync("/v1/customers"));
        Assert.Single(await billing.ListAsync("/v1/products"));
        Assert.Single(await billing.ListAsync("/v1/prices"));
        Assert.Single(await billing.ListAsync("/v1/subscription_schedules"));
        Assert.Equal(SyncOutcome.Unchanged, (await billing.SyncAsync("Order#1")).Outcome);
    }

    /// <summary>A day later Stripe has forgotten the key: sent again unlooked, everything would be there twice.</summary>
    [Theory]
    [InlineData("/v1/customers")]
    [InlineData("/v1/subscription_schedules")]
    public async Task AnswerLost_AndItsKeyForgotten_IsLookedFor(string path)
    {
        await using var billing = await TestBilling.StartAsync("2025-12-01T00:00:00Z");
        await billing.LoadAsync(Contracts.Annual());
        await billing.LoseAnswersAsync(path);
        await billing.SyncAsync("Order#1");
        await billing.ClearFaultsAsync();
        billing.Restart();
        await billing.CustomerOfOthersAsync("made at the same time by somebody else");
        await billing.MoveToAsync("2025-12-02T06:00:00Z");

        await billing.SyncAsync("Order#1");

        var ours = Assert.Single(
            await billing.ListAsync("/v1/customers"),
            customer => customer.GetProperty("metadata").TryGetProperty("salesforce_account_id", out _)
        );
        var schedule = Assert.Single(await billing.ListAsync("/v1/subscription_schedules"));
        Assert.Equal(ours.GetProperty("id").GetString(), schedule.GetProperty("customer").GetString());
        Assert.Equal(SyncOutcome.Unchanged, (await billing.SyncAsync("Order#1")).Outcome);
    }

    /// <summary>What passes by itself is nothing that somebody in Salesforce could mend.</summary>
    [Fact]
    public async Task StripeOutOfReach_IsNotToldToSalesforce()
    {
        await using var billing = await TestBilling.StartAsync("2026-01-01T00:00:00Z");
        await billing.LoadAsync(Contracts.Annual());
        await billing.SyncAsync("Order#1");
        billing.Use(billing.Org with { Stripe = new StripeGateway(new StripeConnection("sk_test_1", "http://127.0.0.1:1")) });

        var report = await billing.SyncAsync("Order#1");

        Assert.Equal("SYNC-6004", Assert.Single(report.Errors).Code);
        Assert.Empty(report.Written.SyncRecords);
    }

    [Fact]
    public async Task AnswerOfAnAmendmentLost_TheProrationIsThereOnce()
    {
        await using var billing = await TestBilling.StartAsync("2026-01-01T00:00:00Z");
        await billing.LoadAsync(Contracts.Annual());
        await billing.SyncAsync("Order#1");
        await billing.MoveToAsync("2026-07-10T09:00:00Z");
        await billing.LoadAsync(Contracts.Amendment());
        await billing.LoseAnswersAsync("/v1/subscription_schedules");

        await billing.SyncAsync("Order#2");
        await billing.ClearFaultsAsync();
        billing.Restart();
        await billing.SyncAsync("Order#2");

        var item = Assert.Single(await billing.ListAsync("/v1/invoiceitems"));
        Assert.Equal(12000, item.GetProperty("amount").GetInt32());
        Assert.Equal(SyncOutcome.Unchanged, (await billing.SyncAsync("Order#2")).Outcome);
    }
}
