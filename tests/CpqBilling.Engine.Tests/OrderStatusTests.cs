using CpqBilling.Engine.Jobs;
using CpqBilling.Engine.Service;
using CpqBilling.Engine.Sync;
using CpqBilling.Salesforce;
using Xunit;

namespace CpqBilling.Engine.Tests;

/// <summary>An order says in Salesforce how it stands, and no write of ours looks like somebody's correction.</summary>
public sealed class OrderStatusTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task BilledOrder_IsSynced()
    {
        await using var billing = await TestBilling.StartAsync("2026-01-01T00:10:00Z");
        await billing.LoadAsync(Contracts.Annual());
        Assert.Null(await StatusAsync(billing));

        await billing.SyncAsync("Order#1");

        Assert.Equal("Synced", await StatusAsync(billing));
    }

    /// <summary>Our own status moves the time of change. Neither a poll of another node nor the minutes of the first hour take it for a correction.</summary>
    [Fact]
    public async Task RefusedOrder_SaysError_WithoutBeingLookedAtAgain_AndSyncedOnceCorrected()
    {
        await using var billing = await RefusedAsync();
        var asked = AskedAt.Never;
        foreach (var minute in Enumerable.Range(11, 30))
        {
            await billing.MoveToAsync($"2026-01-01T00:{minute}:00Z");
            Assert.Null(await new OrderNotices(billing.Org, new NoticedChanges()).PollAsync(Cancellation));
            asked = await new CorrectedRecords(billing.Org).AskAsync(asked, Cancellation);
            Assert.Empty(await new ContractJobs(billing.Org).DueAsync(10, Cancellation));
        }

        Assert.Equal("Error", await StatusAsync(billing));
        await billing.MoveToAsync("2026-01-01T00:41:00Z");
        await billing.ChangeAsync("Order", "Order#1", new { Status = "Draft" });
        await billing.ChangeAsync("OrderItem", "OrderItem#1", new { Quantity = 1 });
        await billing.ChangeAsync("Order", "Order#1", new { Status = "Activated" });
        await new OrderNotices(billing.Org, new NoticedChanges()).PollAsync(Cancellation);

        Assert.Equal(SyncOutcome.Synced, await WorkAsync(billing));
        Assert.Equal("Synced", await StatusAsync(billing));
    }

    /// <summary>What is told already is not written again, so that a refusal is never the reason for the next.</summary>
    [Fact]
    public async Task RefusedAgain_IsNotTouched()
    {
        await using var billing = await RefusedAsync();
        var before = await StatusAsync(billing, "SystemModstamp");
        await billing.MoveToAsync("2026-01-01T01:00:00Z");

        Assert.Equal(SyncOutcome.Rejected, (await billing.SyncAsync("Order#1")).Outcome);

        Assert.Equal(before, await StatusAsync(billing, "SystemModstamp"));
    }

    [Fact]
    public async Task WhileStripeIsAway_ItWaits()
    {
        await using var billing = await TestBilling.StartAsync("2026-01-01T00:10:00Z");
        await billing.LoadAsync(Contracts.Annual());
        await billing.ControlStripeAsync(
            "faults",
            new
            {
                method = "POST",
                path = "/v1/customers",
                times = 9,
                kind = "Error",
                status = 503,
            }
        );

        var failed = await billing.SyncAsync("Order#1");
        var waiting = await StatusAsync(billing);
        await billing.ClearFaultsAsync();
        await billing.LetDatabaseTimePassAsync();
        await billing.SyncAsync("Order#1");

        Assert.Equal((SyncOutcome.Failed, "Waiting", "Synced"), (failed.Outcome, waiting, await StatusAsync(billing)));
    }

    /// <summary>Billed already, then refused for a setting, then as it was: nothing is sent, and the order says so.</summary>
    [Fact]
    public async Task BilledOrderThatWasRefused_IsSyncedAgain_WhenNothingIsLeftToDo()
    {
        await using var billing = await TestBilling.StartAsync("2026-01-01T00:10:00Z");
        await billing.LoadAsync(Contracts.Annual());
        await billing.SyncAsync("Order#1");
        var well = billing.Org;

        billing.Use(
            well with
            {
                ConfigurationErrors = [Core.Errors.MappingErrors.SettingInvalid(new("Organization", "org"), "collectionMethod", "wrong")],
            }
        );
        await billing.SyncAsync("Order#1");
        var refused = await StatusAsync(billing);
        billing.Use(well);
        var after = await billing.SyncAsync("Order#1");

        Assert.Equal(("Error", SyncOutcome.Unchanged, "Synced"), (refused, after.Outcome, await StatusAsync(billing)));
    }

    private static async Task<TestBilling> RefusedAsync()
    {
        var billing = await TestBilling.StartAsync("2026-01-01T00:09:00Z");
        var records = Contracts.Annual();
        records["OrderItem"]![0]!["Quantity"] = 1.5;
        await billing.LoadAsync(records);
        await billing.MoveToAsync("2026-01-01T00:10:00Z");
        await billing.NoteAsync("Order#1");
        Assert.Equal(SyncOutcome.Rejected, await WorkAsync(billing));
        return billing;
    }

    private static async Task<SyncOutcome> WorkAsync(TestBilling billing)
    {
        var family = Assert.Single(await new ContractJobs(billing.Org).DueAsync(10, Cancellation));
        var worked = await new ContractJobs(billing.Org).WorkAsync(family, Cancellation);
        return Assert.Single(worked!.Reports).Report.Outcome;
    }

    private static async Task<string?> StatusAsync(TestBilling billing, string field = "Stripe_Sync_Status__c")
    {
        var path = $"sobjects/Order/{billing.Ids["Order#1"]}?fields={field}";
        var reply = await billing.Org.Salesforce.SendAsync(HttpMethod.Get, path, null, Cancellation);
        return Assert.IsType<SalesforceReply.Ok>(reply).Body.GetProperty(field).GetString();
    }
}
