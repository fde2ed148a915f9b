using CpqBilling.Engine.Jobs;
using CpqBilling.Engine.Service;
using CpqBilling.Engine.Sync;
using CpqBilling.Storage;
using CpqBilling.Storage.Rows;
using Xunit;

namespace CpqBilling.Engine.Tests;

/// <summary>A refused contract waits for a change of what its errors name, and runs again by itself then.</summary>
public sealed class CorrectedRecordsTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task CorrectedOrder_IsBilledWithinTwoMinutes_WithoutAnybodyAsking()
    {
        await using var billing = await RefusedAsync();
        var asked = await AskAsync(billing, AskedAt.Never);
        Assert.Empty(await new ContractJobs(billing.Org).DueAsync(10, Cancellation));

        await billing.MoveToAsync("2026-01-01T00:11:00Z");
        await billing.ChangeAsync("Order", "Order#1", new { Status = "Activated" });
        await billing.MoveToAsync("2026-01-01T00:11:59Z");
        await AskAsync(billing, asked);

        var family = Assert.Single(await new ContractJobs(billing.Org).DueAsync(10, Cancellation));
        var worked = await new ContractJobs(billing.Org).WorkAsync(family, Cancellation);
        Assert.Equal(SyncOutcome.Synced, Assert.Single(worked!.Reports).Report.Outcome);
        Assert.Single(await billing.ListAsync("/v1/subscription_schedules"));
    }

    [Fact]
    public async Task RecordThatNobodyChanged_IsNotTriedAgain_HoweverOftenItIsAsked()
    {
        await using var billing = await RefusedAsync();
        var asked = AskedAt.Never;
        foreach (var minute in Enumerable.Range(11, 30))
        {
            await billing.MoveToAsync($"2026-01-01T00:{minute}:00Z");
            asked = await AskAsync(billing, asked);
        }

        Assert.Empty(await new ContractJobs(billing.Org).DueAsync(10, Cancellation));
    }

    [Fact]
    public async Task AfterTheFirstHour_ACorrectionIsSeenWithinAQuarter()
    {
        await using var billing = await RefusedAsync();
        await billing.MoveToAsync("2026-01-01T02:00:00Z");
        var asked = await AskAsync(billing, AskedAt.Never);
        await billing.MoveToAsync("2026-01-01T02:01:30Z");
        await billing.ChangeAsync("Order", "Order#1", new { Status = "Activated" });

        asked = await AskAsync(billing, asked);
        Assert.Empty(await new ContractJobs(billing.Org).DueAsync(10, Cancellation));
        await billing.MoveToAsync("2026-01-01T02:15:00Z");
        await AskAsync(billing, asked);

        Assert.Single(await new ContractJobs(billing.Org).DueAsync(10, Cancellation));
    }

    [Fact]
    public async Task ChangedConfiguration_LetsRefusedContractsRunAgain()
    {
        await using var billing = await RefusedAsync();
        var asked = await AskAsync(billing, AskedAt.Never);
        await billing.MoveToAsync("2026-01-01T00:12:00Z");
        var change = new ConfigurationChange(billing.Org.Facts.OrgId, 0, "{}", null, "anna", billing.Org.Now);
        Assert.Equal(1, await new ConfigurationStore(billing.Org.Database).ChangeAsync(change, Cancellation));
        await billing.MoveToAsync("2026-01-01T00:13:00Z");

        await AskAsync(billing, asked);

        Assert.Single(await new ContractJobs(billing.Org).DueAsync(10, Cancellation));
    }

    /// <summary>The key was refused, and is renewed ten minutes later; an order that is refused for itself stays where it is.</summary>
    [Fact]
    public async Task RenewedConnection_LetsRunAgainWhatWasRefusedForIt()
    {
        await using var billing = await RefusedAsync();
        await billing.LoadAsync(Contracts.Another());
        await billing.MoveToAsync("2026-01-01T00:12:00Z");
        await billing.ControlStripeAsync("decisions", new { ExpiredKeys = new[] { "sk_test_engine" } });
        Assert.Equal("SYNC-6005", (await billing.SyncAsync("Order#2")).Errors[0].Code);
        var asked = await AskAsync(billing, AskedAt.Never);
        Assert.Empty(await new ContractJobs(billing.Org).DueAsync(10, Cancellation));

        await billing.ControlStripeAsync("decisions", new { ExpiredKeys = Array.Empty<string>() });
        await billing.MoveToAsync("2026-01-01T00:20:00Z");
        var renewed = new Connection
        {
            OrgId = billing.Org.Facts.OrgId,
            Account = "acct_1",
            PublicJson = "{}",
            Secret = [],
            ChangedAt = billing.Org.Now,
        };
        await new OrgStore(billing.Org.Database).SaveConnectionAsync(renewed, Cancellation);
        await billing.MoveToAsync("2026-01-01T00:21:30Z");
        await AskAsync(billing, asked);

        var family = Assert.Single(await new ContractJobs(billing.Org).DueAsync(10, Cancellation));
        var worked = await new ContractJobs(billing.Org).WorkAsync(family, Cancellation);
        Assert.Equal(billing.Ids["Order#2"], Assert.Single(worked!.Reports).Record.Id);
    }

    private static Task<AskedAt> AskAsync(TestBilling billing, AskedAt last) => new CorrectedRecords(billing.Org).AskAsync(last, Cancellation);

    /// <summary>An order that is no longer activated, found by the queue ten minutes after it was made.</summary>
    private static async Task<TestBilling> RefusedAsync()
    {
        var billing = await TestBilling.StartAsync("2026-01-01T00:00:00Z");
        var records = Contracts.Annual();
        records["Order"]![0]!["Status"] = "Draft";
        await billing.LoadAsync(records);
        await billing.MoveToAsync("2026-01-01T00:10:00Z");
        Assert.Equal(SyncOutcome.Rejected, (await billing.SyncAsync("Order#1")).Outcome);
        return billing;
    }
}
