using CpqBilling.Engine.Application.Access;
using CpqBilling.Engine.Application.Backfilling;
using CpqBilling.Engine.Application.Queue;
using CpqBilling.Engine.Jobs;
using Xunit;

namespace CpqBilling.Engine.Tests.Application;

/// <summary>Orders from before the service looked come into the queue, each once, and can be taken out of it.</summary>
public sealed class BackfillTests
{
    private static readonly Actor Somebody = Actor.OnMachine("test");
    private static readonly BackfillRange Everything = new(null, null);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task OldOrder_IsCounted_Asked_AndBilledOnce()
    {
        await using var billing = await TestBilling.StartAsync("2025-12-20T00:00:00Z");
        await billing.LoadAsync(Contracts.Annual());
        var backfill = BackfillOf(billing);

        var before = Assert.IsType<BackfillEstimate.Counted>(await backfill.EstimateAsync(Everything, Cancellation));
        Assert.Equal((1, 0, 3), (before.Orders, before.Known, before.SalesforceCalls));
        Assert.Equal(new BackfillOutcome.Asked(1), await backfill.RunAsync(Everything, Somebody, null, Cancellation));
        Assert.Equal(1, await backfill.WaitingAsync(Cancellation));
        await WorkAsync(billing);

        Assert.Equal(0, await backfill.WaitingAsync(Cancellation));
        Assert.Equal(new BackfillEstimate.Counted(1, 1), await backfill.EstimateAsync(Everything, Cancellation));
        Assert.Equal(new BackfillOutcome.Asked(0), await backfill.RunAsync(Everything, Somebody, null, Cancellation));
        Assert.Single(await billing.ListAsync("/v1/subscription_schedules"));
    }

    [Fact]
    public async Task Stopped_NothingIsBilled_AndAskingAgainGoesOn()
    {
        await using var billing = await TestBilling.StartAsync("2025-12-20T00:00:00Z");
        await billing.LoadAsync(Contracts.Annual());
        var backfill = BackfillOf(billing);
        await backfill.RunAsync(Everything, Somebody, null, Cancellation);

        Assert.Equal(1, await backfill.StopAsync(Somebody, Cancellation));

        await WorkAsync(billing);
        Assert.Empty(await billing.ListAsync("/v1/subscription_schedules"));
        Assert.Equal(new BackfillOutcome.Asked(1), await backfill.RunAsync(Everything, Somebody, null, Cancellation));
    }

    /// <summary>Three orders on pages of one; the process ends when the first is in the queue.</summary>
    [Fact]
    public async Task ManyOrders_AreListedByOneQueryJob_WhichIsGoneOnWith()
    {
        await using var billing = await TestBilling.StartAsync("2025-12-20T00:00:00Z");
        await billing.LoadAsync(Contracts.Annual());
        await billing.LoadAsync(FirstOrders.Second("2"));
        await billing.LoadAsync(FirstOrders.Second("3"));
        var bulk = new BulkRules(From: 3, PageSize: 1);
        var audit = TestAudit.Of(billing.Org.Database);
        Assert.Equal(new BackfillEstimate.Counted(3, 0), await new Backfill(billing.Org, audit, bulk).EstimateAsync(Everything, Cancellation));
        await billing.TakeCallsAsync();

        await Assert.ThrowsAsync<TimeoutException>(() =>
            new Backfill(billing.Org, audit, bulk).RunAsync(Everything, Somebody, _ => throw new TimeoutException(), Cancellation)
        );
        Assert.Equal(1, await BackfillOf(billing).WaitingAsync(Cancellation));
        var begun = await billing.TakeCallsAsync();
        Assert.Equal(new BackfillOutcome.Asked(2), await new Backfill(billing.Org, audit, bulk).RunAsync(Everything, Somebody, null, Cancellation));

        // Count, begin, two looks, a page; then count, a look at the same job, the two pages that are left.
        Assert.Equal((5, 4), (begun.Salesforce, (await billing.TakeCallsAsync()).Salesforce));
        Assert.Equal(3, await BackfillOf(billing).WaitingAsync(Cancellation));
        await WorkAsync(billing);
        Assert.Equal(3, (await billing.ListAsync("/v1/subscription_schedules")).Count);
    }

    [Fact]
    public async Task OneJobOfABackfill_IsTakenBack_AndOneThatSomebodyAskedForIsNot()
    {
        await using var billing = await TestBilling.StartAsync("2025-12-20T00:00:00Z");
        await billing.LoadAsync(Contracts.Annual());
        var jobs = new JobList(billing.Org, TestAudit.Of(billing.Org.Database));
        await BackfillOf(billing).RunAsync(Everything, Somebody, null, Cancellation);
        var family = Assert.Single(await jobs.ReadAsync(0, 10, Cancellation)).Key.Family;

        Assert.Equal(JobWithdrawal.Done, await jobs.WithdrawAsync(Somebody, family, Cancellation));
        Assert.Equal(JobWithdrawal.Unknown, await jobs.WithdrawAsync(Somebody, family, Cancellation));
        Assert.False(await jobs.RetryAsync(Somebody, family, Cancellation));

        await BackfillOf(billing).RunAsync(Everything, Somebody, null, Cancellation);
        Assert.True(await jobs.RetryAsync(Somebody, family, Cancellation));
        Assert.Equal(JobWithdrawal.MustBeDone, await jobs.WithdrawAsync(Somebody, family, Cancellation));
    }

    [Fact]
    public async Task Viewer_MayNotAsk()
    {
        await using var billing = await TestBilling.StartAsync("2025-12-20T00:00:00Z");
        var viewer = Somebody with { Roles = Somebody.Roles.Clear(), IsInstallationAdministrator = false };

        await Assert.ThrowsAsync<NotPermittedException>(() => BackfillOf(billing).RunAsync(Everything, viewer, null, Cancellation));
    }

    private static Backfill BackfillOf(TestBilling billing) => new(billing.Org, TestAudit.Of(billing.Org.Database));

    /// <summary>Until nothing is due: the first look finds the family, the second works it off.</summary>
    private static async Task WorkAsync(TestBilling billing)
    {
        var jobs = new ContractJobs(billing.Org);
        for (var due = await jobs.DueAsync(50, Cancellation); !due.IsEmpty; due = await jobs.DueAsync(50, Cancellation))
        {
            foreach (var family in due)
            {
                await jobs.WorkAsync(family, Cancellation);
            }
        }
    }
}
