using CpqBilling.Engine.Sync;
using CpqBilling.Salesforce;
using Xunit;

namespace CpqBilling.Engine.Tests;

/// <summary>An order that is billed says so in Salesforce; a refused one is left alone, or its refusal would look like somebody's correction.</summary>
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

    [Fact]
    public async Task RefusedOrder_IsNotTouched_UntilItIsBilled()
    {
        await using var billing = await TestBilling.StartAsync("2026-01-01T00:10:00Z");
        var records = Contracts.Annual();
        records["OrderItem"]![0]!["Quantity"] = 1.5;
        await billing.LoadAsync(records);

        var before = await StatusAsync(billing, "SystemModstamp");
        await billing.MoveToAsync("2026-01-01T00:11:00Z");
        var refused = await billing.SyncAsync("Order#1");
        var after = await StatusAsync(billing, "SystemModstamp");
        await billing.ChangeAsync("Order", "Order#1", new { Status = "Draft" });
        await billing.ChangeAsync("OrderItem", "OrderItem#1", new { Quantity = 1 });
        await billing.ChangeAsync("Order", "Order#1", new { Status = "Activated" });
        await billing.SyncAsync("Order#1");

        Assert.Equal((SyncOutcome.Rejected, before, "Synced"), (refused.Outcome, after, await StatusAsync(billing)));
    }

    private static async Task<string?> StatusAsync(TestBilling billing, string field = "Stripe_Sync_Status__c")
    {
        var path = $"sobjects/Order/{billing.Ids["Order#1"]}?fields={field}";
        var reply = await billing.Org.Salesforce.SendAsync(HttpMethod.Get, path, null, Cancellation);
        return Assert.IsType<SalesforceReply.Ok>(reply).Body.GetProperty(field).GetString();
    }
}
