using System.Text.Json;
using CpqBilling.Core.Settings;
using CpqBilling.Engine.Service;
using CpqBilling.Salesforce;
using CpqBilling.Storage;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Xunit;

namespace CpqBilling.Engine.Tests;

/// <summary>What nobody needs any more goes, once a day; errors, and what later syncs compute with, stay.</summary>
public sealed class DailyCleaningTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task OldestSyncRecordsOfSuccessGo_BeyondTheSetting_AndErrorsStay()
    {
        await using var billing = await TestBilling.StartAsync("2026-01-01T00:00:00Z", new BillingSettings { SyncRecordRetention = 1 });
        var wrong = Contracts.Another();
        wrong["OrderItem"]![0]!["Quantity"] = 1.5;
        await billing.LoadAsync(Contracts.Annual());
        await billing.SyncAsync("Order#1");
        await billing.MoveToAsync("2026-01-01T01:00:00Z");
        await billing.LoadAsync(wrong);
        await billing.SyncAsync("Order#2");
        await billing.MoveToAsync("2026-01-01T02:00:00Z");
        await billing.ChangeAsync("Account", "Account#1", new { Name = "Harbour Foods Ltd" });
        await new Sync.SyncShell(billing.Org).SyncAsync(new("Account", billing.Ids["Account#1"]), "test", Cancellation);
        Assert.Equal(["Error", "Success", "Success"], await StatusesAsync(billing));

        Assert.Null(await new DailyCleaning(billing.Org).RunAsync(Cancellation));

        Assert.Equal(["Error", "Success"], await StatusesAsync(billing));
    }

    [Fact]
    public async Task OldRunsGo_OnceADay_AndTheContractIsStillKnown()
    {
        await using var billing = await TestBilling.StartAsync("2026-01-01T00:00:00Z");
        await billing.LoadAsync(Contracts.Annual());
        await billing.SyncAsync("Order#1");

        await billing.MoveToAsync("2027-01-31T00:00:00Z");
        await new DailyCleaning(billing.Org).RunAsync(Cancellation);
        var kept = await RunsAsync(billing);
        await billing.MoveToAsync("2027-02-01T12:00:00Z");
        await new DailyCleaning(billing.Org).RunAsync(Cancellation);

        Assert.Equal((1, 0), (kept, await RunsAsync(billing)));
        await using var db = billing.Org.Database.CreateDbContext();
        Assert.True(await db.StripeObjects.AnyAsync(Cancellation));
        Assert.False(await db.PlanSteps.AnyAsync(Cancellation));
    }

    private static async Task<int> RunsAsync(TestBilling billing)
    {
        await using var db = billing.Org.Database.CreateDbContext();
        return await db.SyncRuns.CountAsync(Cancellation);
    }

    private static async Task<List<string?>> StatusesAsync(TestBilling billing)
    {
        var soql = Uri.EscapeDataString("SELECT Resolution_Status__c FROM Sync_Record__c ORDER BY Resolution_Status__c");
        var reply = await billing.Org.Salesforce.SendAsync(HttpMethod.Get, $"query?q={soql}", null, Cancellation);
        var records = Assert.IsType<SalesforceReply.Ok>(reply).Body.GetProperty("records");
        return [.. records.EnumerateArray().Select(row => row.GetProperty("Resolution_Status__c").GetString())];
    }
}
