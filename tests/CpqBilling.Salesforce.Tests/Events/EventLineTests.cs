using System.Text.Json;
using System.Text.Json.Nodes;
using CpqBilling.Salesforce.Tests.Sandbox;

namespace CpqBilling.Salesforce.Tests.Events;

/// <summary>Events of the embedded org over gRPC: what they tell, from where they go on, and how a subscription ends.</summary>
public sealed class EventLineTests
{
    private const string Records = """
        {"salesforce": {
          "Account": [{"Id": "Account#1", "Name": "Acme"}],
          "Order": [{"Id": "Order#1", "AccountId": "Account#1", "EffectiveDate": "2026-01-01", "Status": "Draft"}]
        }}
        """;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>The user may be shared: only its changes of fields that nobody else writes are the connector's.</summary>
    [Fact]
    public async Task OwnFieldsWrittenByOurUser_AreOurs_AndNothingElseIs()
    {
        await using var org = await SandboxOrgFixture.StartAsync();
        await org.LoadAsync(Records);
        using var line = new EventLine(org.Session);
        using var orders = line.Subscribe(EventTopics.Orders, null);
        await HeardAsync(orders);

        await ChangeAsync(org, new { Stripe_Sync_Status__c = "Error" });
        await ChangeAsync(org, new { Stripe_Sync_Status__c = "Waiting", Description = "corrected" });
        await org.ChangeByAdministratorAsync("Order", "Order#1", new { Stripe_Sync_Status__c = "Error" });

        var told = await TakeAsync(orders, 3);
        Assert.Equal(
            [("Order", org.Id("Order#1"), true), ("Order", org.Id("Order#1"), false), ("Order", org.Id("Order#1"), false)],
            told.Cast<OrgEvent.Changed>().Select(change => (change.Type, Assert.Single(change.RecordIds), change.IsOurs))
        );
    }

    /// <summary>More than may be asked for at once: the next are asked for when the last were taken, and a new subscription goes on behind what was taken.</summary>
    [Fact]
    public async Task ManyRequests_ArriveInOrder_AndAreGoneOnWith()
    {
        await using var org = await SandboxOrgFixture.StartAsync();
        await org.LoadAsync(Records);
        using var line = new EventLine(org.Session);
        using var first = line.Subscribe(EventTopics.Requests, null);
        var position = await HeardAsync(first);
        foreach (var part in Enumerable.Range(0, 250).Chunk(200))
        {
            await PublishAsync(org, part);
        }

        var (told, at) = await UntilAsync(first, 120, position);
        using var second = line.Subscribe(EventTopics.Requests, at);
        var (rest, _) = await UntilAsync(second, 250 - told.Count, at);

        Assert.Equal(250, told.Count + rest.Count);
        Assert.All([.. told, .. rest], request => Assert.Equal(new OrgEvent.Requested(org.Id("Order#1"), false), request));
    }

    [Fact]
    public async Task RefusedToken_IsReplacedByTheNextSubscription()
    {
        await using var org = await SandboxOrgFixture.StartAsync();
        await org.RevokeAsync();
        using var line = new EventLine(org.Session);

        using var refused = line.Subscribe(EventTopics.Requests, null);
        var end = Assert.IsType<EventDelivery.Ended>(await refused.NextAsync(Cancellation));
        using var next = line.Subscribe(EventTopics.Requests, null);

        Assert.Equal(EventEnd.Unauthorized, end.Why);
        await HeardAsync(next);
    }

    [Theory]
    [InlineData("/data/NothingChangeEvent", null, EventEnd.NotOffered)]
    [InlineData(EventTopics.Orders, "0000000000FFFFFF", EventEnd.ReplayIdRefused)]
    [InlineData(EventTopics.Orders, "no replay id", EventEnd.ReplayIdRefused)]
    public async Task Refusal_SaysWhatFollows(string topic, string? after, EventEnd expected)
    {
        await using var org = await SandboxOrgFixture.StartAsync();
        using var line = new EventLine(org.Session);
        using var subscription = line.Subscribe(topic, after);

        Assert.Equal(expected, Assert.IsType<EventDelivery.Ended>(await subscription.NextAsync(Cancellation)).Why);
        Assert.Equal(topic == EventTopics.Orders ? null : EventEnd.NotOffered, (await line.TryAsync(topic, Cancellation))?.Why);
    }

    private static async Task<string> HeardAsync(EventSubscription subscription) =>
        Assert.IsType<EventDelivery.Arrived>(await subscription.NextAsync(Cancellation)).ReplayId!;

    private static async Task<IReadOnlyList<OrgEvent>> TakeAsync(EventSubscription subscription, int count) =>
        (await UntilAsync(subscription, count, "")).Events;

    private static async Task<(IReadOnlyList<OrgEvent> Events, string Position)> UntilAsync(
        EventSubscription subscription,
        int count,
        string position
    )
    {
        var events = new List<OrgEvent>();
        while (events.Count < count)
        {
            var arrived = Assert.IsType<EventDelivery.Arrived>(await subscription.NextAsync(Cancellation));
            events.AddRange(arrived.Events);
            position = arrived.ReplayId ?? position;
        }

        return (events, position);
    }

    private static async Task ChangeAsync(SandboxOrgFixture org, object fields) =>
        Assert.IsType<SalesforceReply.Ok>(
            await org.Session.SendAsync(HttpMethod.Patch, $"sobjects/Order/{org.Id("Order#1")}", JsonSerializer.Serialize(fields), Cancellation)
        );

    private static async Task PublishAsync(SandboxOrgFixture org, IEnumerable<int> numbers)
    {
        var records = numbers.Select(number => new JsonObject
        {
            ["attributes"] = new JsonObject { ["type"] = "Stripe_Sync_Request__e" },
            ["Order_Id__c"] = org.Id("Order#1"),
            ["Reason__c"] = $"Asked {number}",
        });
        var body = new JsonObject { ["allOrNone"] = true, ["records"] = new JsonArray([.. records]) };
        Assert.IsType<SalesforceReply.Ok>(await org.Session.SendAsync(HttpMethod.Post, "composite/sobjects", body.ToJsonString(), Cancellation));
    }
}
