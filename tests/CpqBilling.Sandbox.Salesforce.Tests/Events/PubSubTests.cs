using Avro.Generic;
using CpqBilling.Sandbox.Salesforce.Cpq;
using CpqBilling.Sandbox.Salesforce.Events.Wire;
using CpqBilling.Sandbox.Salesforce.Tests.Cpq;
using Google.Protobuf;
using Grpc.Core;
using static CpqBilling.Sandbox.Salesforce.Tests.Cpq.SalesFloor;

namespace CpqBilling.Sandbox.Salesforce.Tests.Events;

public sealed class PubSubTests
{
    private const string SyncRequests = "/event/Stripe_Sync_Request__e";

    [Fact]
    public async Task Activation_PublishesASyncRequest()
    {
        await using var floor = await OpenAsync();
        using var listener = new Listener(floor.Org);
        var order = await floor.SoldAsync(await floor.Sales.CreateProductAsync(Monthly()));

        var published = Assert.Single(await listener.AllAsync(SyncRequests, 1));

        var request = await listener.ReadAsync(published);
        Assert.Equal(order, request["Order_Id__c"]);
        Assert.Equal("Activated", request["Reason__c"]);
        Assert.Equal(1705320000000L, request["CreatedDate"]);
        // A platform event is no record.
        Assert.Equal(0, (await floor.Org.QueryAsync("SELECT COUNT() FROM Order WHERE Id = null"))["totalSize"]!.GetValue<int>());
    }

    [Fact]
    public async Task Subscriber_HearsWhatComes_InTheNumbersItAskedFor()
    {
        await using var org = await TestOrg.StartAsync();
        using var listener = new Listener(org);
        await org.CreateAsync("Account", """{"Name":"Before"}""");
        using var call = listener.Subscribe();
        await call.RequestStream.WriteAsync(
            new FetchRequest { TopicName = "/data/AccountChangeEvent", NumRequested = 2 },
            TestContext.Current.CancellationToken
        );
        await Task.Delay(300, TestContext.Current.CancellationToken);

        foreach (var name in (string[])["A", "B", "C"])
            await org.CreateAsync("Account", $$"""{"Name":"{{name}}"}""");

        Assert.Equal(["A", "B"], await NamesAsync(listener, call, 2));
        Assert.Equal(0, call.ResponseStream.Current.PendingNumRequested);
        await call.RequestStream.WriteAsync(
            new FetchRequest { TopicName = "/data/AccountChangeEvent", NumRequested = 5 },
            TestContext.Current.CancellationToken
        );
        Assert.Equal(["C"], await NamesAsync(listener, call, 1));
        Assert.Equal(4, call.ResponseStream.Current.PendingNumRequested);
    }

    [Fact]
    public async Task ChangeEvent_TellsTheFieldsThatChanged()
    {
        await using var org = await TestOrg.StartAsync();
        using var listener = new Listener(org);
        var account = await org.CreateAsync("Account", """{"Name":"Acme","Phone":"1","BillingCity":"Oslo"}""");
        await org.SendAsync("PATCH", $"sobjects/Account/{account}", """{"Name":"Acme Ltd","Phone":null,"BillingCity":"Bergen"}""");
        await org.SendAsync("DELETE", $"sobjects/Account/{account}");

        var events = await listener.AllAsync("/data/AccountChangeEvent", 3);

        var created = await listener.ReadAsync(events[0]);
        Assert.Equal(("CREATE", "Acme", "Oslo"), (Kind(created), created["Name"], ((GenericRecord)created["BillingAddress"])["City"]));
        Assert.Empty(Listener.Names(created, "changedFields"));
        var updated = await listener.ReadAsync(events[1]);
        Assert.Equal(("UPDATE", "Acme Ltd", null), (Kind(updated), updated["Name"], updated["OwnerId"]));
        Assert.Equal(["Name", "Phone", "BillingAddress.City"], Listener.Names(updated, "changedFields"));
        Assert.Equal(["Phone"], Listener.Names(updated, "nulledFields"));
        var deleted = await listener.ReadAsync(events[2]);
        Assert.Equal(("DELETE", account), (Kind(deleted), ((object[])((GenericRecord)deleted["ChangeEventHeader"])["recordIds"]).Single()));
    }

    [Fact]
    public async Task AllChanges_AreOneTopic_WithTheSchemaOfEachObject()
    {
        await using var floor = await OpenAsync();
        using var listener = new Listener(floor.Org);
        var quote = await floor.Sales.QuoteAsync(
            new NewQuote(await floor.AccountAsync(), Day("2024-01-15"), 12, [new NewLine(await floor.Sales.CreateProductAsync(Monthly()))])
        );
        await floor.Sales.OrderAsync(quote);

        var events = await listener.AllAsync("/data/ChangeEvents", 8);

        var seen = new List<string>();
        foreach (var change in events)
            seen.Add($"{((GenericRecord)(await listener.ReadAsync(change))["ChangeEventHeader"])["entityName"]}");
        Assert.Contains("SBQQ__Quote__c", seen);
        Assert.Contains("Product2", seen);
    }

    [Fact]
    public async Task Replay_ContinuesBehindTheIdGiven()
    {
        await using var org = await TestOrg.StartAsync();
        using var listener = new Listener(org);
        foreach (var name in (string[])["A", "B", "C"])
            await org.CreateAsync("Account", $$"""{"Name":"{{name}}"}""");
        var first = (await listener.AllAsync("/data/AccountChangeEvent", 3))[0];

        using var call = listener.Subscribe();
        await call.RequestStream.WriteAsync(
            new FetchRequest
            {
                TopicName = "/data/AccountChangeEvent",
                ReplayPreset = ReplayPreset.Custom,
                ReplayId = first.ReplayId,
                NumRequested = 10,
            },
            TestContext.Current.CancellationToken
        );

        Assert.Equal(["B", "C"], await NamesAsync(listener, call, 2));
    }

    [Fact]
    public async Task ReplayId_IsGoodFor72HoursOfTheOrgsClock()
    {
        await using var org = await TestOrg.StartAsync();
        using var listener = new Listener(org);
        await org.CreateAsync("Account", """{"Name":"Old"}""");
        await org.CreateAsync("Account", """{"Name":"Old too"}""");
        var old = (await listener.AllAsync("/data/AccountChangeEvent", 2))[0].ReplayId;
        await org.SendAsync("POST", "/_sandbox/clock", """{"frozenAt":"2024-02-04T12:00:01Z"}""");

        Assert.Equal("INVALID subscription.fetch.replayid.validation.failed", await RefusalAsync(listener, old));
        Assert.Equal("INVALID subscription.fetch.replayid.corrupted", await RefusalAsync(listener, ByteString.CopyFromUtf8("nonsense?!")));
    }

    [Fact]
    public async Task WithoutALogin_NothingIsTold()
    {
        await using var org = await TestOrg.StartAsync();
        using var listener = new Listener(org, token: "wrong");

        var refusal = await Assert.ThrowsAsync<RpcException>(() => listener.TopicAsync(SyncRequests));

        Assert.Equal(StatusCode.Unauthenticated, refusal.StatusCode);
        Assert.Equal("sfdc.platform.eventbus.grpc.service.auth.error", refusal.Trailers.GetValue("error-code"));
    }

    [Fact]
    public async Task Publish_ReachesSubscribers_UnfitPayloadsAreToldSo()
    {
        await using var floor = await OpenAsync();
        using var listener = new Listener(floor.Org);
        await floor.SoldAsync(await floor.Sales.CreateProductAsync(Monthly()));
        var model = Assert.Single(await listener.AllAsync(SyncRequests, 1)).Event;

        var topic = await listener.TopicAsync(SyncRequests);
        var answer = await listener.PublishAsync(
            SyncRequests,
            new ProducerEvent
            {
                Id = "good",
                SchemaId = topic.SchemaId,
                Payload = model.Payload,
            },
            new ProducerEvent
            {
                Id = "bad",
                SchemaId = topic.SchemaId,
                Payload = ByteString.CopyFrom(9),
            }
        );

        Assert.True(topic.CanPublish);
        Assert.Equal(["good", "bad"], answer.Results.Select(result => result.CorrelationKey));
        Assert.Null(answer.Results[0].Error);
        Assert.Equal(ErrorCode.Publish, answer.Results[1].Error.Code);
        Assert.Equal(2, (await listener.AllAsync(SyncRequests, 2)).Count);
    }

    [Fact]
    public async Task PlatformEventPostedOverRest_IsPublished()
    {
        await using var org = await TestOrg.StartAsync();
        using var listener = new Listener(org);
        await org.CreateAsync("Stripe_Sync_Request__e", """{"Order_Id__c":"801000000000001AAA","Reason__c":"Manual"}""");

        var request = await listener.ReadAsync(Assert.Single(await listener.AllAsync(SyncRequests, 1)));

        Assert.Equal("Manual", request["Reason__c"]);
    }

    [Fact]
    public async Task GapOnDemand_SaysThatChangesWereLost()
    {
        await using var org = await TestOrg.StartAsync();
        using var listener = new Listener(org);
        await org.SendAsync("POST", "/_sandbox/events/gap", """{"entity":"Order","changeType":"GAP_OVERFLOW"}""");

        var gap = await listener.ReadAsync(Assert.Single(await listener.AllAsync("/data/OrderChangeEvent", 1)));

        Assert.Equal("GAP_OVERFLOW", Kind(gap));
        Assert.Null(gap["AccountId"]);
    }

    [Fact]
    public async Task EveryObject_HasATopicWithASchema()
    {
        await using var org = await TestOrg.StartAsync();
        using var listener = new Listener(org);
        var (_, described) = await org.SendAsync("GET", "sobjects");
        var customs = described!["sobjects"]!
            .AsArray()
            .Select(type => type!["name"]!.ToString())
            .Where(name => name.EndsWith("__c", StringComparison.Ordinal))
            .ToList();

        foreach (var name in customs.Where(name => name != "Stripe_Connection__c"))
            Assert.NotEmpty((await listener.TopicAsync($"/data/{name[..^1]}ChangeEvent")).SchemaId);

        Assert.True(customs.Count >= 12, $"{customs.Count} custom objects");
        Assert.NotEmpty((await listener.TopicAsync("/data/OrderItemChangeEvent")).SchemaId);
        var missing = await Assert.ThrowsAsync<RpcException>(() => listener.TopicAsync("/data/NothingChangeEvent"));
        Assert.Equal(StatusCode.NotFound, missing.StatusCode);
    }

    [Fact]
    public async Task QuietTopic_AnswersEmptyNowAndThen()
    {
        await using var org = await TestOrg.StartAsync(
            new SalesforceSandboxOptions { FrozenAt = DateTimeOffset.Parse("2024-02-01T12:00:00Z"), EventsKeepAlive = TimeSpan.FromMilliseconds(50) }
        );
        using var listener = new Listener(org);
        using var call = listener.Subscribe();
        await call.RequestStream.WriteAsync(
            new FetchRequest { TopicName = "/data/AccountChangeEvent", NumRequested = 1 },
            TestContext.Current.CancellationToken
        );

        Assert.True(await call.ResponseStream.MoveNext(TestContext.Current.CancellationToken));

        Assert.Empty(call.ResponseStream.Current.Events);
        Assert.Equal(1, call.ResponseStream.Current.PendingNumRequested);
        Assert.NotEmpty(call.ResponseStream.Current.LatestReplayId);
    }

    private static string Kind(GenericRecord change) => ((GenericEnum)((GenericRecord)change["ChangeEventHeader"])["changeType"]).Value;

    private static async Task<List<string>> NamesAsync(Listener listener, AsyncDuplexStreamingCall<FetchRequest, FetchResponse> call, int count)
    {
        var names = new List<string>();
        while (names.Count < count && await call.ResponseStream.MoveNext())
            foreach (var consumed in call.ResponseStream.Current.Events)
                names.Add((string)(await listener.ReadAsync(consumed))["Name"]);
        return names;
    }

    private static async Task<string> RefusalAsync(Listener listener, ByteString replayId)
    {
        using var call = listener.Subscribe();
        await call.RequestStream.WriteAsync(
            new FetchRequest
            {
                TopicName = "/data/AccountChangeEvent",
                ReplayPreset = ReplayPreset.Custom,
                ReplayId = replayId,
                NumRequested = 1,
            }
        );
        var refusal = await Assert.ThrowsAsync<RpcException>(() => call.ResponseStream.MoveNext());
        return $"{(refusal.StatusCode == StatusCode.InvalidArgument ? "INVALID" : refusal.StatusCode)} {refusal.Trailers.GetValue("error-code")!["sfdc.platform.eventbus.grpc.".Length..]}";
    }
}
