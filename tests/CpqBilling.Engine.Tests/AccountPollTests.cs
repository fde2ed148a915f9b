using System.Text.Json.Nodes;
using CpqBilling.Engine.Sync;
using Xunit;

namespace CpqBilling.Engine.Tests;

/// <summary>Changed accounts that have a customer are updated without waiting for an order.</summary>
public sealed class AccountPollTests
{
    private readonly NoticedChanges _noticed = new();

    [Fact]
    public async Task ChangedAccount_IsUpdatedOnce_AndOneWithoutCustomerWaits()
    {
        await using var billing = await StartAsync();
        await billing.LoadAsync(Accounts(("Account#1", "Harbour Foods Ltd"), ("Account#2", "Nobody yet")));

        var first = await PollAsync(billing);
        var calls = billing.Org.Stripe.Calls.Total;
        var second = await PollAsync(billing);

        Assert.Equal(SyncOutcome.Synced, Assert.Single(first).Report.Outcome);
        Assert.Empty(second);
        Assert.Equal(calls, billing.Org.Stripe.Calls.Total);
        Assert.Equal("Harbour Foods Ltd", Assert.Single(await billing.ListAsync("/v1/customers")).GetProperty("name").GetString());
    }

    [Fact]
    public async Task SettingOff_LooksForNothing()
    {
        await using var billing = await StartAsync();
        await billing.LoadAsync(Accounts(("Account#1", "Harbour Foods Ltd")));
        billing.Use(billing.Org with { Filters = new RecordFilters(AccountSync: false) });
        var calls = billing.Org.Salesforce.Calls;

        Assert.Empty(await PollAsync(billing));

        Assert.Equal(calls, billing.Org.Salesforce.Calls);
        Assert.Equal("Harbour Foods", Assert.Single(await billing.ListAsync("/v1/customers")).GetProperty("name").GetString());
    }

    [Fact]
    public async Task Filter_LeavesAccountsOut()
    {
        await using var billing = await StartAsync();
        await billing.LoadAsync(Accounts(("Account#1", "Harbour Foods Ltd")));
        billing.Use(billing.Org with { Filters = new RecordFilters(Account: "Name = 'Somebody else'") });

        Assert.Empty(await PollAsync(billing));
    }

    [Fact]
    public async Task OutageOfStripe_IsAskedForAgain()
    {
        await using var billing = await StartAsync();
        await billing.LoadAsync(Accounts(("Account#1", "Harbour Foods Ltd")));
        await billing.LoseAnswersAsync("/v1/customers/");

        var broken = await PollAsync(billing);
        await billing.ClearFaultsAsync();
        var again = await PollAsync(billing);

        Assert.Equal(SyncOutcome.Failed, Assert.Single(broken).Report.Outcome);
        Assert.NotEqual(SyncOutcome.Failed, Assert.Single(again).Report.Outcome);
        Assert.Equal("Harbour Foods Ltd", Assert.Single(await billing.ListAsync("/v1/customers")).GetProperty("name").GetString());
    }

    private async Task<TestBilling> StartAsync()
    {
        var billing = await TestBilling.StartAsync("2026-01-01T00:00:00Z");
        await billing.LoadAsync(Contracts.Annual());
        await billing.SyncAsync("Order#1");
        await PollAsync(billing);
        await billing.MoveToAsync("2026-01-02T00:00:00Z");
        return billing;
    }

    private Task<IReadOnlyList<RecordReport>> PollAsync(TestBilling billing) =>
        new AccountPoll(billing.Org, _noticed).PollAsync(CancellationToken.None);

    private static JsonObject Accounts(params (string Id, string Name)[] accounts) =>
        new() { ["Account"] = new JsonArray([.. accounts.Select(account => new JsonObject { ["Id"] = account.Id, ["Name"] = account.Name })]) };
}
