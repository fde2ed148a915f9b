using CpqBilling.Core.Errors;
using CpqBilling.Core.StripePlan;
using CpqBilling.Engine.Sync;
using NodaTime;
using Xunit;

namespace CpqBilling.Engine.Tests;

/// <summary>A defect of ours is told on the record, kept for us, and what was sent is finished by the next sync.</summary>
public sealed class SyncShellTests
{
    [Fact]
    public async Task Defect_IsToldOnTheRecord_AndKept()
    {
        await using var billing = await TestBilling.StartAsync("2026-01-01T00:00:00Z");
        await billing.LoadAsync(Contracts.Annual());
        var order = new RecordRef("Order", billing.Ids["Order#1"]);
        var kept = new List<Exception>();
        var broken = billing.Org with { Clock = new BrokenClock() };

        var report = await new SyncShell(billing.Org, kept.Add).RunAsync(
            order,
            () => new ContractSync(broken).SyncAsync(order.Id, "test", CancellationToken.None),
            CancellationToken.None
        );

        Assert.Equal(SyncOutcome.Rejected, report.Outcome);
        var error = Assert.Single(report.Errors);
        Assert.Equal(("SYNC-9000", order), (error.Code, error.Record));
        Assert.Equal("the clock is broken", Assert.Single(kept).Message);
        var told = Assert.Single(report.Written.SyncRecords);
        Assert.Equal((order, order, SyncStatus.Error), (told.Primary, told.Secondary, told.Status));
        Assert.Equal(SyncOutcome.Synced, (await billing.SyncAsync("Order#1")).Outcome);
    }

    [Fact]
    public async Task WithoutDefect_TheReportIsThatOfTheSync()
    {
        await using var billing = await TestBilling.StartAsync("2026-01-01T00:00:00Z");
        await billing.LoadAsync(Contracts.Annual());
        var order = new RecordRef("Order", billing.Ids["Order#1"]);

        var report = await new SyncShell(billing.Org, defect => Assert.Fail(defect.Message)).RunAsync(
            order,
            () => billing.SyncAsync("Order#1"),
            CancellationToken.None
        );

        Assert.Equal(SyncOutcome.Synced, report.Outcome);
    }

    private sealed class BrokenClock : IClock
    {
        public Instant GetCurrentInstant() => throw new InvalidOperationException("the clock is broken");
    }
}
