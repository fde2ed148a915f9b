using CpqBilling.Core.Errors;
using CpqBilling.Engine.Sync;
using CpqBilling.Storage.Journal;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Xunit;

namespace CpqBilling.Engine.Tests;

/// <summary>What should not be able to happen is told like everything else, and stops nobody.</summary>
public sealed class SyncShellTests
{
    [Fact]
    public async Task Defect_IsRecordedWithItsDetails_AndTheNextSyncWorks()
    {
        await using var billing = await TestBilling.StartAsync("2026-01-01T00:00:00Z");
        await billing.LoadAsync(Contracts.Annual());
        var order = new RecordRef("Order", billing.Ids["Order#1"]);
        var shell = new SyncShell(billing.Org with { Clock = new BrokenOnce(billing.Org.Now, reading: 3) });

        var report = await shell.SyncAsync(order, "test", TestContext.Current.CancellationToken);

        Assert.Equal(SyncOutcome.Rejected, report.Outcome);
        Assert.Equal("SYNC-9000", Assert.Single(report.Errors).Code);
        var told = Assert.Single(report.Written.SyncRecords);
        Assert.Equal(order, told.Primary);
        Assert.DoesNotContain("out of order", told.Message);
        await using var db = billing.Org.Database.CreateDbContext();
        var run = await db.SyncRuns.SingleAsync(TestContext.Current.CancellationToken);
        Assert.Contains("The clock is out of order.", Assert.Single(ErrorJson.Read(run.ErrorsJson)).Detail);

        var next = await shell.SyncAsync(order, "test", TestContext.Current.CancellationToken);

        Assert.Equal(SyncOutcome.Synced, next.Outcome);
    }

    /// <param name="reading">The one that fails: the third is the first of the run itself.</param>
    private sealed class BrokenOnce(Instant now, int reading) : IClock
    {
        private int _readings;

        public Instant GetCurrentInstant()
        {
            if (++_readings == reading)
            {
                throw new InvalidOperationException("The clock is out of order.");
            }

            return now;
        }
    }
}
