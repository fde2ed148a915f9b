using CpqBilling.Engine.Jobs;
using CpqBilling.Engine.Sync;
using Xunit;

namespace CpqBilling.Engine.Tests;

/// <summary>A schedule takes ten phases at a time; the rest is sent before it is needed, by itself.</summary>
public sealed class DueContractsTests
{
    [Fact]
    public async Task TwelvePhases_AreAllSentInTime_AndBilledOnce()
    {
        await using var billing = await TestBilling.StartAsync("2025-12-20T00:00:00Z");
        await billing.LoadAsync(Contracts.Growing());
        Assert.Equal(SyncOutcome.Synced, (await billing.SyncAsync("Order#1")).Outcome);

        Assert.Equal(0, await RunAsync(billing));
        await billing.MoveToAsync("2026-02-01T00:00:00Z");
        billing.Restart();
        Assert.Equal(1, await RunAsync(billing));
        Assert.Equal(0, await RunAsync(billing));
        for (var month = 3; month <= 12; month++)
        {
            await billing.MoveToAsync($"2026-{month:D2}-01T00:00:00Z");
            await RunAsync(billing);
        }

        await billing.MoveToAsync("2027-02-01T00:00:00Z");
        Assert.Equal(0, await RunAsync(billing));
        var totals = (await billing.ListAsync("/v1/invoices?limit=100")).Select(invoice => invoice.GetProperty("total").GetInt32()).Order();
        Assert.Equal([1000, 2000, 3000, 4000, 5000, 6000, 7000, 8000, 9000, 10000, 11000, 12000], totals);
    }

    [Fact]
    public async Task OutageWhenItIsTime_IsTriedAgainLater()
    {
        await using var billing = await TestBilling.StartAsync("2025-12-20T00:00:00Z");
        await billing.LoadAsync(Contracts.Growing());
        await billing.SyncAsync("Order#1");
        await billing.MoveToAsync("2026-02-01T00:00:00Z");

        await billing.LoseAnswersAsync("/v1/subscription_schedules/");
        Assert.Equal(1, await RunAsync(billing));
        Assert.Equal(0, await RunAsync(billing));
        await billing.ClearFaultsAsync();
        await billing.LetDatabaseTimePassAsync();

        Assert.Equal(1, await RunAsync(billing));
        var schedule = Assert.Single(await billing.ListAsync("/v1/subscription_schedules"));
        Assert.Equal(11, schedule.GetProperty("phases").GetArrayLength());
    }

    private static async Task<int> RunAsync(TestBilling billing)
    {
        var jobs = new ContractJobs(billing.Org);
        var due = await jobs.DueAsync(50, CancellationToken.None);
        foreach (var family in due)
        {
            await jobs.WorkAsync(family, CancellationToken.None);
        }

        return due.Length;
    }
}
