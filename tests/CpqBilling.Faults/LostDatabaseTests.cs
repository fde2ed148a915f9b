using System.Text.Json.Nodes;
using CpqBilling.Engine.Adopting;
using CpqBilling.Engine.Sync;
using CpqBilling.Engine.Tests;
using NodaTime;

namespace CpqBilling.Faults;

/// <summary>The database is lost, or goes on from a copy: contracts are adopted as they are billed, and amended as if nothing had been.</summary>
public sealed class LostDatabaseTests
{
    private const string WhenAdopted = "2026-01-20T00:00:00Z";
    private const string AfterTheEnd = "2027-02-01T00:00:00Z";

    public static TheoryData<string> Names => EndedProcessTests.Names;

    [Theory]
    [MemberData(nameof(Names))]
    public async Task EveryKindOfContract_IsAdopted_AndNothingIsMade(string name)
    {
        var contract = FaultyContract.All.Single(contract => contract.Name == name);
        await using var org = await contract.StartAsync();
        Assert.Equal(SyncOutcome.Synced, (await org.SyncAsync(contract.Order)).Outcome);
        await org.MoveToAsync(WhenAdopted);
        var holdings = await org.World.HoldingsAsync();
        await org.LoseDatabaseAsync();

        var adopted = await org.AdoptAsync();

        Assert.All(adopted, found => Assert.True(found.Standing == AdoptionStanding.Adopted, $"{found} {string.Join(' ', found.Left)}"));
        Assert.Single(adopted);
        Differences.Refuse(holdings, await org.World.HoldingsAsync());
        Assert.Equal(SyncOutcome.Unchanged, (await org.SyncAsync(contract.Order)).Outcome);
        Differences.Refuse(holdings, await org.World.HoldingsAsync());
    }

    /// <summary>Twelve phases, of which a schedule takes ten: the next is due when the first has ended, whoever remembers it.</summary>
    [Fact]
    public async Task FurtherPhases_AreLookedForWhenTheirTimeComes()
    {
        await using var org = await FaultyContract.All.Single(contract => contract.Name == "more than ten phases").StartAsync();
        await org.SyncAsync("Order#1");
        await org.LoseDatabaseAsync();

        await org.AdoptAsync();

        Assert.Equal([Instant.FromUtc(2026, 2, 1, 0, 0)], await org.DueAtAsync());
    }

    /// <summary>120.00 a year, two units more for half a year (2 × 60.00), one more for a quarter (30.00); both sold late, so that they begin now.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task AmendedAfterwards_BillsAsUndisturbed(bool fromCopy)
    {
        var expected = await SoldAsync(_ => Task.CompletedTask);
        string? copy = null;

        var held = await SoldAsync(
            async org =>
            {
                await (fromCopy ? org.GoOnFromAsync(copy!) : org.LoseDatabaseAsync());
                Assert.Equal(AdoptionStanding.Adopted, Assert.Single(await org.AdoptAsync()).Standing);
            },
            async org => copy = await org.CopyDatabaseAsync()
        );

        Differences.Refuse(expected.Holdings, held.Holdings);
        Assert.Equal(27000, held.Billed);
    }

    [Fact]
    public async Task ChangedOrUnknownInStripe_IsToldAndKeptOut()
    {
        await using var org = await FaultyContract.All[0].StartAsync();
        await org.SyncAsync("Order#1");
        await org.World.LoadAsync(new JsonObject { ["OrderItem"] = Change("OrderItem#1", "Quantity", 3) });
        await org.LoseDatabaseAsync();

        var differs = Assert.Single(await org.AdoptAsync());
        await org.World.LoadAsync(new JsonObject { ["Order"] = Change("Order#1", "Stripe_ID__c", "sub_sched_ofAnotherAccount") });
        var unknown = Assert.Single(await org.AdoptAsync());

        Assert.Equal((AdoptionStanding.Differs, AdoptionStanding.Unknown), (differs.Standing, unknown.Standing));
        Assert.False(differs.Left.IsEmpty && differs.Errors.IsEmpty);
        Assert.Equal("SYNC-4005", unknown.Errors[0].Code);
        Assert.Empty(await org.ListedAsync());
    }

    [Fact]
    public async Task ComparedOnly_NothingIsKept()
    {
        await using var org = await FaultyContract.All[0].StartAsync();
        await org.SyncAsync("Order#1");
        await org.LoseDatabaseAsync();

        Assert.Equal(AdoptionStanding.Adopted, Assert.Single(await org.AdoptAsync(keeps: false)).Standing);
        Assert.Empty(await org.ListedAsync());

        await org.AdoptAsync();
        Assert.Equal([org.World.Ids["Order#1"]], await org.ListedAsync());
    }

    /// <param name="disturb">Between the first amendment and the second.</param>
    /// <param name="before">Between the first order and the first amendment.</param>
    private static async Task<(IReadOnlyList<string> Holdings, decimal Billed)> SoldAsync(
        Func<BreakableOrg, Task> disturb,
        Func<BreakableOrg, Task>? before = null
    )
    {
        await using var org = await FaultyContract.All[0].StartAsync();
        Assert.Equal(SyncOutcome.Synced, (await org.SyncAsync("Order#1")).Outcome);
        await (before?.Invoke(org) ?? Task.CompletedTask);
        await org.MoveToAsync("2026-08-10T00:00:00Z");
        await org.World.LoadAsync(Contracts.Amendment());
        Assert.Equal(SyncOutcome.Synced, (await org.SyncAsync("Order#2")).Outcome);
        await org.MoveToAsync("2026-10-20T00:00:00Z");
        await disturb(org);
        await org.World.LoadAsync(Second());
        var report = await org.SyncAsync("Order#3");
        Assert.True(report.Outcome == SyncOutcome.Synced, string.Join(' ', report.Errors));
        await org.MoveToAsync(AfterTheEnd);
        var items = await org.World.ListAsync("invoiceitems");
        var invoices = await org.World.ListAsync("invoices");
        var pending = items.Where(item => item.GetProperty("invoice").ValueKind == System.Text.Json.JsonValueKind.Null);
        return (
            await org.World.HoldingsAsync(),
            invoices.Sum(invoice => invoice.GetProperty("total").GetDecimal()) + pending.Sum(item => item.GetProperty("amount").GetDecimal())
        );
    }

    private static JsonObject Second()
    {
        var text = Contracts.Amendment().ToJsonString();
        foreach (var type in new[] { "Opportunity", "Quote", "Order", "OrderItem" })
        {
            text = text.Replace($"\"{type}#2\"", $"\"{type}#3\"", StringComparison.Ordinal);
        }

        var records = JsonNode.Parse(text.Replace("2026-07-01", "2026-10-01", StringComparison.Ordinal))!.AsObject();
        var line = records["OrderItem"]![0]!;
        (line["Quantity"], line["UnitPrice"], line["SBQQ__ProrateMultiplier__c"]) = (1, 30.0, 0.25);
        records["SBQQ__Quote__c"]![0]!["SBQQ__SubscriptionTerm__c"] = 3;
        return records;
    }

    private static JsonArray Change(string id, string field, JsonNode value) => [new JsonObject { ["Id"] = id, [field] = value }];
}
