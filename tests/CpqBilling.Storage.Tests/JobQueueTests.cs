using CpqBilling.Storage.Jobs;
using CpqBilling.Storage.Rows;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace CpqBilling.Storage.Tests;

public sealed class JobQueueTests_Sqlite() : JobQueueTests(new SqliteFile());

public sealed class JobQueueTests_Postgres(PostgresServer server) : JobQueueTests(new PostgresDatabase(server));

public abstract class JobQueueTests(ITestDatabase source) : DatabaseTests(source)
{
    private static readonly Lease First = new("node-1", Now, Now + Duration.FromMinutes(5));

    private JobQueue Queue => new(Database);

    [Fact]
    public async Task Requests_ForOneContractJoin()
    {
        await Queue.EnqueueAsync(Request("8001", "a") with { Priority = JobPriority.Backfill, DueAt = Now + Duration.FromHours(1) }, Token);
        await Queue.EnqueueAsync(Request("8001", "b") with { Priority = JobPriority.Interactive }, Token);
        await Queue.EnqueueAsync(Request("8001", "a"), Token);

        var job = Assert.Single(await Queue.TakeAsync(First, 10, Org, Token));
        Assert.Equal(["a", "b"], job.OrderIds);
        Assert.Equal(JobPriority.Interactive, job.Priority);
    }

    [Fact]
    public async Task MostUrgent_GoesFirst()
    {
        await Queue.EnqueueAsync(Request("backfill") with { Priority = JobPriority.Backfill, DueAt = Now - Duration.FromHours(1) }, Token);
        await Queue.EnqueueAsync(Request("late"), Token);
        await Queue.EnqueueAsync(Request("early") with { DueAt = Now - Duration.FromMinutes(1) }, Token);
        await Queue.EnqueueAsync(Request("person") with { Priority = JobPriority.Interactive }, Token);
        await Queue.EnqueueAsync(Request("later") with { DueAt = Now + Duration.FromMilliseconds(1) }, Token);

        var jobs = await Queue.TakeAsync(First, 3, null, Token);

        Assert.Equal(["person", "early", "late"], jobs.Select(job => job.ContractKey));
    }

    [Fact]
    public async Task TakenJob_IsNobodyElsesUntilTheLeaseEnds()
    {
        await Queue.EnqueueAsync(Request("8001"), Token);
        var job = Assert.Single(await Queue.TakeAsync(First, 1, null, Token));

        Assert.Null(await Queue.TakeContractAsync(Org, "8001", new Lease("node-2", First.Until, First.Until), Token));
        var later = new Lease("node-2", First.Until + Duration.FromMilliseconds(1), First.Until + Duration.FromMinutes(5));
        Assert.NotNull(await Queue.TakeContractAsync(Org, "8001", later, Token));

        // The first node has lost it and can neither keep nor end it.
        Assert.False(await Queue.RenewAsync(job, Now + Duration.FromHours(1), Token));
        Assert.False(await Queue.CompleteAsync(job, Now, Token));
        Assert.False(await Queue.FailAsync(job, Now, "SYNC-6004", Token));
    }

    [Fact]
    public async Task RenewedJob_IsKept()
    {
        await Queue.EnqueueAsync(Request("8001"), Token);
        var job = Assert.Single(await Queue.TakeAsync(First, 1, null, Token));

        Assert.True(await Queue.RenewAsync(job, Now + Duration.FromHours(1), Token));

        Assert.Empty(await Queue.TakeAsync(new Lease("node-2", Now + Duration.FromMinutes(30), Now), 1, null, Token));
    }

    [Fact]
    public async Task CompletedJob_IsGone()
    {
        await Queue.EnqueueAsync(Request("8001"), Token);
        var job = Assert.Single(await Queue.TakeAsync(First, 1, null, Token));

        Assert.True(await Queue.CompleteAsync(job, Now, Token));

        await using var db = Database.CreateDbContext();
        Assert.False(await db.SyncJobs.AnyAsync(Token));
    }

    [Fact]
    public async Task RequestWhileRunning_RunsOnceMore()
    {
        await Queue.EnqueueAsync(Request("8001", "a"), Token);
        var job = Assert.Single(await Queue.TakeAsync(First, 1, null, Token));
        await Queue.EnqueueAsync(Request("8001", "b"), Token);

        Assert.Empty(await Queue.TakeAsync(First, 1, null, Token));
        Assert.True(await Queue.CompleteAsync(job, Now, Token));

        var again = Assert.Single(await Queue.TakeAsync(First, 1, null, Token));
        Assert.Equal(["a", "b"], again.OrderIds);
        Assert.True(await Queue.CompleteAsync(again, Now, Token));
        Assert.Empty(await Queue.TakeAsync(First, 1, null, Token));
    }

    [Fact]
    public async Task FailedJob_WaitsAndCounts()
    {
        await Queue.EnqueueAsync(Request("8001"), Token);
        var job = Assert.Single(await Queue.TakeAsync(First, 1, null, Token));
        var next = Now + Duration.FromMinutes(2);

        Assert.True(await Queue.FailAsync(job, next, "SYNC-6006", Token));

        Assert.Empty(await Queue.TakeAsync(First, 1, null, Token));
        var retried = Assert.Single(await Queue.TakeAsync(First with { Now = next }, 1, null, Token));
        Assert.Equal(1, retried.Attempts);
    }

    [Fact]
    public async Task ManyTakers_TakeEachJobOnce()
    {
        for (var contract = 0; contract < 20; contract++)
        {
            await Queue.EnqueueAsync(Request($"c{contract}"), Token);
        }

        var takers = Enumerable
            .Range(0, 6)
            .Select(node => Task.Run(() => Queue.TakeAsync(First with { Owner = $"node-{node}" }, 20, null, Token), Token));
        var taken = (await Task.WhenAll(takers)).SelectMany(jobs => jobs.Select(job => job.ContractKey)).ToList();

        Assert.Equal(20, taken.Count);
        Assert.Equal(20, taken.Distinct().Count());
    }

    [Fact]
    public async Task ManyRequestsAtOnce_LoseNoOrder()
    {
        var orders = Enumerable.Range(0, 16).Select(order => $"o{order:00}").ToList();

        await Task.WhenAll(orders.Select(order => Task.Run(() => Queue.EnqueueAsync(Request("8001", order), Token), Token)));

        var job = Assert.Single(await Queue.TakeAsync(First, 1, null, Token));
        Assert.Equal(orders, job.OrderIds.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task RequestsAgainstCompletion_AreNeverLost()
    {
        for (var round = 0; round < 10; round++)
        {
            await Queue.EnqueueAsync(Request("8001", "a"), Token);
            var job = Assert.Single(await Queue.TakeAsync(First, 1, null, Token));

            await Task.WhenAll(
                Task.Run(() => Queue.CompleteAsync(job, Now, Token), Token),
                Task.Run(() => Queue.EnqueueAsync(Request("8001", "late"), Token), Token)
            );

            var again = Assert.Single(await Queue.TakeAsync(First, 1, null, Token));
            Assert.Contains("late", again.OrderIds);
            Assert.True(await Queue.CompleteAsync(again, Now, Token));
        }
    }

    private static JobRequest Request(string contract, params string[] orders) => new(Org, contract, [.. orders], "poll", JobPriority.Live, Now);
}
