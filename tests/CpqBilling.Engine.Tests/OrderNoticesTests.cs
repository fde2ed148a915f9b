using System.Text.Json.Nodes;
using CpqBilling.Engine.Service;
using CpqBilling.Engine.Sync;
using CpqBilling.Storage;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using NodaTime.Text;
using Xunit;

namespace CpqBilling.Engine.Tests;

/// <summary>No order is lost between two polls, whatever its time and however late it was committed, and none is noticed twice.</summary>
public sealed class OrderNoticesTests
{
    private const int Seeds = 6;
    private const int OrdersOfARun = 60;
    private static readonly Instant Noon = Instant.FromUtc(2026, 2, 1, 12, 0);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Few different times, so that many are equal; up to a quarter of an hour passes between a change and its commit.</summary>
    [Fact]
    public async Task OrdersAtEqualTimesAndCommittedLate_AreNoticedOnce()
    {
        foreach (var seed in Enumerable.Range(1, Seeds))
        {
            var random = new Random(seed);
            await using var billing = await TestBilling.StartAsync(InstantPattern.General.Format(Noon));
            var noticed = new NoticedChanges();
            var now = Noon;
            for (var left = OrdersOfARun; left > 0; )
            {
                var committed = Math.Min(left, random.Next(1, 12));
                var times = Enumerable.Range(0, committed).Select(_ => now - Duration.FromMinutes(random.Next(0, 15))).ToList();
                await billing.LoadAsync(Orders(OrdersOfARun - left + 1, times));
                Assert.Null(await new OrderNotices(billing.Org, noticed).PollAsync(Cancellation));
                left -= committed;
                now += Duration.FromSeconds(random.Next(0, 90));
                await billing.MoveToAsync(InstantPattern.General.Format(now));
            }

            await using var db = billing.Org.Database.CreateDbContext();
            var jobs = await db.SyncJobs.AsNoTracking().ToListAsync(Cancellation);
            Assert.Equal(OrdersOfARun, jobs.Count);
            Assert.All(jobs, job => Assert.Equal(1, job.Requests));
        }
    }

    [Fact]
    public async Task OrderCommittedLaterThanTheOverlap_IsFoundByTheSweepOfTheDay()
    {
        await using var billing = await TestBilling.StartAsync(InstantPattern.General.Format(Noon));
        var noticed = new NoticedChanges();
        await billing.LoadAsync(Orders(1, [Noon]));
        await RoundAsync(billing, noticed);

        await billing.MoveToAsync("2026-02-01T18:00:00Z");
        await billing.LoadAsync(Orders(2, [Noon - Duration.FromHours(2)]));
        await RoundAsync(billing, noticed);
        var missed = await CountAsync(billing);
        await billing.MoveToAsync("2026-02-02T12:00:00Z");
        await RoundAsync(billing, noticed);

        Assert.Equal((1, 2), (missed, await CountAsync(billing)));
    }

    /// <summary>Both have read the cursor where it was; the notices of one are stored with its step, and the other stores nothing.</summary>
    [Fact]
    public async Task OfTwoThatPollAtOnce_OneStoresTheNotices()
    {
        await using var billing = await TestBilling.StartAsync(InstantPattern.General.Format(Noon));
        await billing.LoadAsync(Orders(1, [Noon, Noon, Noon]));

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => new OrderNotices(billing.Org, new NoticedChanges()).PollAsync(Cancellation)));

        await using var db = billing.Org.Database.CreateDbContext();
        Assert.All(await db.SyncJobs.AsNoTracking().ToListAsync(Cancellation), job => Assert.Equal(1, job.Requests));
        Assert.Equal(3, await CountAsync(billing));
        var cursor = await new PollCursorStore(billing.Org.Database).ReadAsync(billing.Org.Facts.OrgId, "Order", Cancellation);
        Assert.Equal(Noon, cursor!.ModifiedAt);
    }

    private static async Task RoundAsync(TestBilling billing, NoticedChanges noticed)
    {
        var notices = new OrderNotices(billing.Org, noticed);
        Assert.Null(await notices.PollAsync(Cancellation) ?? await notices.SweepAsync(Cancellation));
    }

    private static async Task<int> CountAsync(TestBilling billing)
    {
        await using var db = billing.Org.Database.CreateDbContext();
        return await db.SyncJobs.CountAsync(Cancellation);
    }

    /// <summary>Activated orders, each a contract of its own, changed at these times.</summary>
    private static JsonObject Orders(int first, IReadOnlyList<Instant> times)
    {
        var account = Contracts.Annual()["Account"]!.DeepClone();
        var orders = times.Select(
            (at, index) =>
                new JsonObject
                {
                    ["Id"] = $"Order#{first + index}",
                    ["AccountId"] = "Account#1",
                    ["EffectiveDate"] = "2026-02-01",
                    ["Status"] = "Activated",
                    ["Type"] = "New",
                    ["SystemModstamp"] = InstantPattern.General.Format(at),
                }
        );
        return new JsonObject { ["Account"] = account, ["Order"] = new JsonArray([.. orders]) };
    }
}
