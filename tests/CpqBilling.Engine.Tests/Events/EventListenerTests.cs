using System.Text.Json.Nodes;
using CpqBilling.Engine.Service;
using CpqBilling.Salesforce;
using NodaTime;
using Xunit;

namespace CpqBilling.Engine.Tests.Events;

/// <summary>What an org tells comes into the queue without a poll, once, and nothing is lost when it cannot tell.</summary>
public sealed class EventListenerTests
{
    [Fact]
    public async Task ActivatedOrder_IsNoticedOnce_WithoutAPoll()
    {
        await using var org = await StartAsync("Draft");
        var work = org.Work();
        await org.UntilHeardAsync(work, EventTopics.Orders, EventTopics.Requests);
        await org.StopPollsAsync();

        // The change event and the request of the package both tell of it.
        var before = await org.PositionAsync(EventTopics.Requests);
        await org.ChangeAsync("Order", "Order#1", new { Status = "Activated" });
        await org.UntilAsync(work, async () => await org.PositionAsync(EventTopics.Requests) != before && (await org.JobsAsync()).Count == 1);

        var job = Assert.Single(await org.JobsAsync());
        Assert.Equal(("event", org.Id("Quote#1"), $"[\"{org.Id("Order#1")}\"]"), (job.Reason, job.Family, job.OrdersJson));
    }

    /// <summary>What is told to nobody is told when somebody listens again: the position is stored with the notices.</summary>
    [Fact]
    public async Task ActivatedWhileNobodyListens_IsToldAfterwards()
    {
        await using var org = await StartAsync("Draft");
        var first = org.Work();
        await org.UntilHeardAsync(first, EventTopics.Orders, EventTopics.Requests);
        await first.StopAsync();
        await org.StopPollsAsync();

        await org.ChangeAsync("Order", "Order#1", new { Status = "Activated" });
        var second = org.Work();
        await org.UntilAsync(second, async () => (await org.JobsAsync()).Count == 1);

        Assert.Equal("event", Assert.Single(await org.JobsAsync()).Reason);
    }

    [Theory]
    [InlineData("00000000FFFFFFFF")]
    [InlineData("no replay id")]
    public async Task RefusedReplayId_IsPolledFor_AndEventsGoOn(string replayId)
    {
        await using var org = await StartAsync("Draft");
        foreach (var topic in EventTopics.All)
        {
            await org.PutPositionAsync(topic, replayId);
        }

        var work = org.Work();
        await org.UntilAsync(work, async () => (await org.PositionAsync(EventTopics.Orders))!.ReplayId != replayId);
        await org.StopPollsAsync();
        await org.UntilAsync(work, async () => (await org.PositionAsync(EventTopics.Requests))!.ReplayId != replayId);
        await org.ChangeAsync("Order", "Order#1", new { Status = "Activated" });
        await org.UntilAsync(work, async () => (await org.JobsAsync()).Count == 1);

        Assert.Equal("event", Assert.Single(await org.JobsAsync()).Reason);
    }

    /// <summary>A gap names records without saying what became of them; an overflow does not even name them.</summary>
    [Fact]
    public async Task Gap_IsRead_AndOverflow_IsPolledFor()
    {
        await using var org = await StartAsync("Draft");
        var work = org.Work();
        await org.UntilHeardAsync(work, EventTopics.Orders);
        // Loaded, so that no event tells of it.
        await org.LoadAsync(Activated(2));

        await org.TellGapAsync(
            new
            {
                entity = "Order",
                changeType = "GAP_UPDATE",
                recordIds = new[] { org.Id("Order#2") },
            }
        );
        await org.UntilAsync(work, async () => (await org.JobsAsync()).Count == 1);
        await org.LoadAsync(Activated(3));
        await org.TellGapAsync(new { entity = "Order", changeType = "GAP_OVERFLOW" });
        await org.UntilAsync(work, async () => (await org.JobsAsync()).Count == 2);

        Assert.Equal(["event", "poll"], (await org.JobsAsync()).Select(job => job.Reason).Order());
    }

    [Fact]
    public async Task LostServer_IsListenedToAgain()
    {
        await using var org = await StartAsync("Draft");
        var work = org.Work();
        await org.UntilHeardAsync(work, EventTopics.Orders);

        await org.LoseServerAsync(() => work.RunOnceAsync(TestContext.Current.CancellationToken));
        // The new server knows nothing of the old one's positions, nor of its records.
        await org.LoadAsync(Orders(Contracts.Annual(), "Activated"));
        await org.UntilAsync(work, async () => (await org.JobsAsync()).Count == 1);

        Assert.Equal("poll", Assert.Single(await org.JobsAsync()).Reason);
    }

    [Fact]
    public async Task OfTwoNodes_OneListens_AndTheOtherGoesOnWhenItStops()
    {
        await using var org = await StartAsync("Draft");
        var (first, second) = (org.Work(), org.Work());
        await org.UntilHeardAsync(first, EventTopics.Orders);
        await second.RunOnceAsync(TestContext.Current.CancellationToken);
        await org.StopPollsAsync();

        await org.ChangeAsync("Order", "Order#1", new { Status = "Activated" });
        await org.UntilAsync(second, async () => (await org.JobsAsync()).Count == 1);
        var told = Assert.Single(await org.JobsAsync()).Requests;
        await first.StopAsync();
        await org.LoadAsync(Orders(Contracts.Another(), "Draft"));
        await org.ChangeAsync("Order", "Order#2", new { Status = "Activated" });
        await org.UntilAsync(second, async () => (await org.JobsAsync()).Count == 2);

        Assert.Equal(1, told);
        Assert.All(await org.JobsAsync(), job => Assert.Equal("event", job.Reason));
    }

    /// <summary>An org takes subscriptions to what it does not track; signs of life alone are no reason to poll less.</summary>
    [Fact]
    public async Task TopicThatToldNothingYet_LeavesPollsAsTheyWere()
    {
        await using var org = await StartAsync("Draft");
        var work = org.Work(new WorkRhythm(Duration.Zero, Duration.Zero));
        await org.UntilHeardAsync(work, EventTopics.All);

        await org.LoadAsync(Activated(2));
        await org.UntilAsync(work, async () => (await org.JobsAsync()).Count == 1);

        Assert.Equal("poll", Assert.Single(await org.JobsAsync()).Reason);
    }

    private static async Task<ListeningOrg> StartAsync(string status)
    {
        var org = await ListeningOrg.StartAsync();
        await org.LoadAsync(Orders(Contracts.Annual(), status));
        return org;
    }

    private static JsonObject Orders(JsonObject records, string status)
    {
        foreach (var order in records["Order"]!.AsArray())
        {
            order!["Status"] = status;
        }

        return records;
    }

    /// <summary>An order without lines, which is enough to be noticed.</summary>
    private static JsonObject Activated(int number) =>
        new()
        {
            ["Account"] = new JsonArray(new JsonObject { ["Id"] = $"Account#{number}", ["Name"] = "Harbour Foods" }),
            ["Order"] = new JsonArray(
                new JsonObject
                {
                    ["Id"] = $"Order#{number}",
                    ["AccountId"] = $"Account#{number}",
                    ["EffectiveDate"] = "2026-01-01",
                    ["Status"] = "Activated",
                    ["Type"] = "New",
                }
            ),
        };
}
