using System.Text.Json;
using System.Text.Json.Nodes;
using CpqBilling.Core.Errors;
using CpqBilling.Engine.Sync;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace CpqBilling.Engine.Tests;

/// <summary>A run that broke off: the contract is read again before anything more is sent. Two syncs at once: one holder.</summary>
public sealed class BrokenRunTests
{
    [Fact]
    public async Task OrderPutBackToDraft_AfterARunBrokeOff_IsNotBilled()
    {
        await using var billing = await BrokenAsync("/v1/products");
        await billing.LoadAsync(FirstOrders.Change("Order", "Order#1", "Status", "Draft"));

        var report = await billing.SyncAsync("Order#1");

        Assert.NotEqual(SyncOutcome.Synced, report.Outcome);
        Assert.Empty(await billing.ListAsync("/v1/subscription_schedules"));
        await billing.LetDatabaseTimePassAsync();
        Assert.Equal("OrderNotActivated", Assert.Single((await billing.SyncAsync("Order#1")).Errors).Name);
        Assert.Empty(await billing.ListAsync("/v1/subscription_schedules"));
    }

    [Fact]
    public async Task QuantityCorrected_AfterARunBrokeOff_IsBilledAsCorrected()
    {
        await using var billing = await BrokenAsync("/v1/prices");
        await billing.LoadAsync(FirstOrders.Change("OrderItem", "OrderItem#1", "Quantity", 3));

        var report = await billing.SyncAsync("Order#1");

        Assert.Equal(SyncOutcome.Synced, report.Outcome);
        Assert.Equal(3, await QuantityAsync(billing));
        Assert.Equal(SyncOutcome.Unchanged, (await billing.SyncAsync("Order#1")).Outcome);
    }

    /// <summary>Twenty of the one-time lines go on the first bill of the schedule, which is made before the invoice of the other two is refused.</summary>
    [Fact]
    public async Task InvoiceBesideTheScheduleRefused_IsMadeByTheNextSync_AndOnce()
    {
        await using var billing = await TestBilling.StartAsync("2026-01-01T00:00:00Z");
        await billing.LoadAsync(WithFees(22));
        await billing.ControlStripeAsync(
            "faults",
            new
            {
                method = "POST",
                path = "/v1/invoices",
                times = 1,
                kind = "Error",
                status = 400,
            }
        );

        Assert.Equal(SyncOutcome.Rejected, (await billing.SyncAsync("Order#1")).Outcome);
        Assert.Single(await billing.ListAsync("/v1/subscription_schedules"));
        Assert.Empty(await TotalsAsync(billing));
        billing.Restart();

        Assert.Equal(SyncOutcome.Synced, (await billing.SyncAsync("Order#1")).Outcome);
        Assert.Equal([5000m], await TotalsAsync(billing));
        Assert.Equal(SyncOutcome.Unchanged, (await billing.SyncAsync("Order#1")).Outcome);
        Assert.Equal([5000m], await TotalsAsync(billing));
        Assert.Single(await billing.ListAsync("/v1/subscription_schedules"));
    }

    [Fact]
    public async Task TwoSyncsAtOnce_BillOnce()
    {
        await using var billing = await TestBilling.StartAsync("2026-01-01T00:00:00Z");
        await billing.LoadAsync(Contracts.Annual());

        var reports = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => billing.SyncAsync("Order#1"))));

        Assert.Single(reports, report => report.Outcome == SyncOutcome.Synced);
        Assert.Equal(3, reports.Count(report => report.Outcome == SyncOutcome.Unchanged));
        Assert.Single(await billing.ListAsync("/v1/customers"));
        Assert.Single(await billing.ListAsync("/v1/subscription_schedules"));
    }

    [Fact]
    public async Task RefusedRun_StandsInTheJournal_WithItsErrorAndCalls()
    {
        await using var billing = await TestBilling.StartAsync("2026-01-01T00:00:00Z");
        var records = Contracts.Annual();
        records["Order"]![0]!["Status"] = "Draft";
        await billing.LoadAsync(records);

        await billing.SyncAsync("Order#1");

        await using var db = billing.Org.Database.CreateDbContext();
        var run = await db.SyncRuns.SingleAsync(TestContext.Current.CancellationToken);
        Assert.Equal("Rejected", run.Outcome.ToString());
        Assert.Contains(nameof(OrderErrors.OrderNotActivated), run.ErrorsJson, StringComparison.Ordinal);
        Assert.True(run.SalesforceCalls > 0);
        var parked = await db.ParkedRecords.Select(row => row.RecordId).ToListAsync(TestContext.Current.CancellationToken);
        Assert.Contains(billing.Ids["Order#1"], parked);
    }

    private static async Task<TestBilling> BrokenAsync(string path)
    {
        var billing = await TestBilling.StartAsync("2026-01-01T00:00:00Z");
        await billing.LoadAsync(Contracts.Annual());
        await billing.LoseAnswersAsync(path);
        Assert.Equal(SyncOutcome.Failed, (await billing.SyncAsync("Order#1")).Outcome);
        await billing.ClearFaultsAsync();
        billing.Restart();
        return billing;
    }

    /// <summary>Of the invoices that belong to no subscription, in cents.</summary>
    private static async Task<IEnumerable<decimal>> TotalsAsync(TestBilling billing) =>
        (await billing.ListAsync("/v1/invoices"))
            .Where(invoice => invoice.GetProperty("parent").ValueKind == JsonValueKind.Null)
            .Select(invoice => invoice.GetProperty("total").GetDecimal());

    private static JsonObject WithFees(int count)
    {
        var records = Contracts.Annual();
        records["Product2"]!.AsArray().Add(JsonNode.Parse("""{"Id": "Product2#9", "Name": "Setup", "ProductCode": "SETUP", "IsActive": true}"""));
        records["PricebookEntry"]!
            .AsArray()
            .Add(
                JsonNode.Parse(
                    """{"Id": "PricebookEntry#9", "Pricebook2Id": "Pricebook2#1", "Product2Id": "Product2#9", "UnitPrice": 25, "IsActive": true}"""
                )
            );
        foreach (var number in Enumerable.Range(10, count))
        {
            var line = JsonNode.Parse(
                """
                {"OrderId": "Order#1", "Product2Id": "Product2#9", "PricebookEntryId": "PricebookEntry#9", "Quantity": 1, "UnitPrice": 25, "ListPrice": 25,
                 "ServiceDate": "2026-01-01", "SBQQ__Activated__c": true}
                """
            )!;
            line["Id"] = $"OrderItem#{number}";
            records["OrderItem"]!.AsArray().Add(line);
        }

        return records;
    }

    private static async Task<int> QuantityAsync(TestBilling billing)
    {
        var schedule = Assert.Single(await billing.ListAsync("/v1/subscription_schedules"));
        JsonElement item = Assert.Single(Assert.Single(schedule.GetProperty("phases").EnumerateArray()).GetProperty("items").EnumerateArray());
        return item.GetProperty("quantity").GetInt32();
    }
}
