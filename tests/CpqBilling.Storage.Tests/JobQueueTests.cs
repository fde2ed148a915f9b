using System.Collections.Immutable;
using CpqBilling.Core.Cpq;
using CpqBilling.Core.Errors;
using CpqBilling.Storage.Jobs;
using CpqBilling.Storage.Leases;
using CpqBilling.Storage.Rows;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace CpqBilling.Storage.Tests;

public sealed class JobQueueTests_Sqlite() : JobQueueTests(new SqliteFile());

public sealed class JobQueueTests_Postgres(PostgresServer server) : JobQueueTests(new PostgresDatabase(server));

public abstract class JobQueueTests(ITestDatabase source) : DatabaseTests(source)
{
    private static readonly JobEnd Done = new(new JobDone());
    private static readonly RecordRef Order = new("Order", "801000000000001AAA");
    private static readonly ImmutableArray<SyncError> Wrong = [OrderErrors.QuoteMissing(Order)];

    private JobQueue Queue => new(Database);

    [Fact]
    public async Task Requests_ForOneFamilyJoin()
    {
        await Queue.EnqueueAsync(Request("q1", "a") with { Priority = JobPriority.Backfill, DueAt = Now + Duration.FromHours(1) }, Token);
        await Queue.EnqueueAsync(Request("q1", "b") with { Priority = JobPriority.Interactive }, Token);
        await Queue.EnqueueAsync(Request("q1", "a"), Token);

        var job = Assert.Single(await TakeAsync(10));
        Assert.Equal(["b", "a"], job.OrderIds);
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

        Assert.Equal(["person", "early", "late"], (await Queue.DueAsync(Org, Now, 3, Token)).Select(key => key.Family));
        Assert.Equal(["person", "early", "late"], (await TakeAsync(3)).Select(job => job.Key.Family));
    }

    [Fact]
    public async Task TakenJob_IsNobodyElses_UntilItsLeaseRunsOut()
    {
        await Queue.EnqueueAsync(Request("q1"), Token);
        var job = Assert.Single(await TakeAsync(1));

        Assert.Empty(await TakeAsync(1));
        Assert.Empty(await Queue.DueAsync(Org, Now, 10, Token));
        await LetLeasesRunOutAsync();
        Assert.NotNull(await Queue.TakeAsync(job.Key, "node-2", Now, Token));

        // The first node has lost it and cannot end it.
        await Assert.ThrowsAsync<LeaseLostException>(() => Queue.EndAsync(job, Done, Token));
    }

    [Fact]
    public async Task DoneJob_IsGone_AndItsLeaseIsFree()
    {
        await Queue.EnqueueAsync(Request("q1"), Token);
        var job = Assert.Single(await TakeAsync(1));

        await Queue.EndAsync(job, Done, Token);

        await using var db = Database.CreateDbContext();
        Assert.False(await db.SyncJobs.AnyAsync(Token));
        Assert.NotNull(await new ContractLeases(Database).TakeAsync(job.Key, "node-2", Token));
    }

    [Fact]
    public async Task RequestWhileRunning_RunsOnceMore()
    {
        await Queue.EnqueueAsync(Request("q1", "a"), Token);
        var job = Assert.Single(await TakeAsync(1));
        await Queue.EnqueueAsync(Request("q1", "b"), Token);

        Assert.Empty(await TakeAsync(1));
        await Queue.EndAsync(job, Done, Token);

        var again = Assert.Single(await TakeAsync(1));
        Assert.Equal(["a", "b"], again.OrderIds);
        await Queue.EndAsync(again, Done, Token);
        Assert.Empty(await TakeAsync(1));
    }

    [Fact]
    public async Task JobThatFailed_WaitsByTheDatabasesClock_AndCounts()
    {
        await Queue.EnqueueAsync(Request("q1"), Token);
        var job = Assert.Single(await TakeAsync(1));

        await Queue.EndAsync(job, new JobEnd(new JobRetries(Duration.FromHours(1), Wrong)), Token);

        Assert.Empty(await TakeAsync(1));
        await Database.WriteAsync(db => db.SyncJobs.ExecuteUpdateAsync(set => set.SetProperty(row => row.RetryAt, Now), Token), Token);
        Assert.Equal(1, Assert.Single(await TakeAsync(1)).Attempts);
    }

    [Fact]
    public async Task ParkedJob_WaitsForANotice_WithTheRecordsItsErrorsName()
    {
        await Queue.EnqueueAsync(Request("q1", "a"), Token);
        await Queue.EndAsync(Assert.Single(await TakeAsync(1)), new JobEnd(new JobParked(Wrong, [Order], Now)), Token);

        Assert.Empty(await TakeAsync(1));
        await using (var db = Database.CreateDbContext())
        {
            Assert.Equal(Order.Id, Assert.Single(await db.ParkedRecords.ToListAsync(Token)).RecordId);
            Assert.Equal(
                ("SYNC-1002", Now),
                await db.SyncJobs.Select(row => new ValueTuple<string?, Instant?>(row.LastErrorCode, row.ParkedAt)).SingleAsync(Token)
            );
        }

        await Queue.EnqueueAsync(Request("q1", "b"), Token);

        Assert.Equal(["a", "b"], Assert.Single(await TakeAsync(1)).OrderIds);
    }

    [Fact]
    public async Task ContractThatGoesOnLater_IsDueThen_AndAnEarlierLookDoesNotForgetIt()
    {
        var later = Now + Duration.FromDays(30);
        await Queue.EnqueueAsync(Request("q1", "a"), Token);
        var continues = ImmutableDictionary<string, Continuation?>.Empty.Add("a", new Continuation("a", "further phases", later));
        await Queue.EndAsync(Assert.Single(await TakeAsync(1)), new JobEnd(new JobDone(), continues), Token);

        Assert.Empty(await TakeAsync(1));
        await Queue.EnqueueAsync(Request("q1", "b"), Token);
        await Queue.EndAsync(Assert.Single(await TakeAsync(1)), Done, Token);

        Assert.Empty(await TakeAsync(1));
        var job = Assert.Single(await TakeAsync(1, later));
        Assert.Equal(["a"], job.OrderIds);
        Assert.Equal(["a"], job.DueContracts);
        Assert.Equal("further phases", job.Reason);
    }

    [Fact]
    public async Task ManyTakers_TakeEachJobOnce()
    {
        await Queue.EnqueueAsync([.. Enumerable.Range(0, 20).Select(family => Request($"q{family}"))], Token);

        var takers = Enumerable.Range(0, 6).Select(_ => Task.Run(() => TakeAsync(20), Token));
        var taken = (await Task.WhenAll(takers)).SelectMany(jobs => jobs.Select(job => job.Key.Family)).ToList();

        // On PostgreSQL a row that another looks at is passed over; what nobody took is still there.
        taken.AddRange((await TakeAsync(20)).Select(job => job.Key.Family));
        Assert.Equal(20, taken.Count);
        Assert.Equal(20, taken.Distinct().Count());
    }

    [Fact]
    public async Task ManyRequestsAtOnce_LoseNoOrder()
    {
        var orders = Enumerable.Range(0, 16).Select(order => $"o{order:00}").ToList();

        await Task.WhenAll(orders.Select(order => Task.Run(() => Queue.EnqueueAsync(Request("q1", order), Token), Token)));

        Assert.Equal(orders, Assert.Single(await TakeAsync(1)).OrderIds.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task RequestsAgainstTheEnd_AreNeverLost()
    {
        for (var round = 0; round < 10; round++)
        {
            await Queue.EnqueueAsync(Request("q1", "a"), Token);
            var job = Assert.Single(await TakeAsync(1));

            await Task.WhenAll(
                Task.Run(() => Queue.EndAsync(job, Done, Token), Token),
                Task.Run(() => Queue.EnqueueAsync(Request("q1", "late"), Token), Token)
            );

            var again = Assert.Single(await TakeAsync(1));
            Assert.Contains("late", again.OrderIds);
            await Queue.EndAsync(again, Done, Token);
        }
    }

    private Task<ImmutableArray<TakenJob>> TakeAsync(int atMost, Instant? now = null) =>
        Queue.TakeManyAsync(Org, "node-1", now ?? Now, atMost, Token);

    private Task<int> LetLeasesRunOutAsync() =>
        Database.WriteAsync(
            db => db.ContractLeases.ExecuteUpdateAsync(set => set.SetProperty(row => row.UntilAt, Instant.FromUnixTimeMilliseconds(0)), Token),
            Token
        );

    private static JobRequest Request(string family, params string[] orders) =>
        new(new FamilyKey(Org, family), [.. orders], "poll", JobPriority.Live, Now);
}
