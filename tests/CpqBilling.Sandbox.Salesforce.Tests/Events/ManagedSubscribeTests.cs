using CpqBilling.Sandbox.Salesforce.Events.Wire;
using Google.Protobuf;
using Grpc.Core;

namespace CpqBilling.Sandbox.Salesforce.Tests.Events;

/// <summary>A managed subscription goes on behind what was committed, whoever asks.</summary>
public sealed class ManagedSubscribeTests
{
    private const string Define = """{"developerName":"Billing","topic":"/data/AccountChangeEvent","defaultReplay":"EARLIEST"}""";

    [Fact]
    public async Task CommittedEvents_AreNotDeliveredAgain()
    {
        await using var org = await TestOrg.StartAsync();
        var (status, made) = await org.SendAsync("POST", "/_sandbox/events/managed", Define);
        Assert.Equal("200 Billing", $"{status} {made!["developerName"]}");
        using var listener = new Listener(org);
        foreach (var name in new[] { "One", "Two", "Three" })
            await org.SendAsync("POST", "/services/data/v65.0/sobjects/Account", $$"""{"Name":"{{name}}"}""");

        var first = await FetchAsync(listener, 2, commit: true);
        var rest = await FetchAsync(listener, 1, commit: false);
        var again = await FetchAsync(listener, 1, commit: false);

        Assert.Equal(["One", "Two"], await NamesAsync(listener, first));
        Assert.Equal(["Three"], await NamesAsync(listener, rest));
        Assert.Equal(["Three"], await NamesAsync(listener, again));
    }

    [Fact]
    public async Task CorruptReplayId_IsAnErrorOfTheCommitAlone()
    {
        await using var org = await TestOrg.StartAsync();
        await org.SendAsync("POST", "/_sandbox/events/managed", Define);
        using var listener = new Listener(org);
        using var call = Open(listener);
        await call.RequestStream.WriteAsync(
            new ManagedFetchRequest
            {
                DeveloperName = "Billing",
                NumRequested = 1,
                CommitReplayIdRequest = new CommitReplayRequest { CommitRequestId = "c1", ReplayId = ByteString.CopyFromUtf8("x") },
            },
            TestContext.Current.CancellationToken
        );
        Assert.True(await call.ResponseStream.MoveNext(TestContext.Current.CancellationToken));
        var commit = call.ResponseStream.Current.CommitResponse;
        Assert.Equal("c1 Commit", $"{commit.CommitRequestId} {commit.Error.Code}");
    }

    [Fact]
    public async Task UnknownName_IsNotFound()
    {
        await using var org = await TestOrg.StartAsync();
        using var listener = new Listener(org);
        var refused = await Assert.ThrowsAsync<RpcException>(() => FetchAsync(listener, 1, commit: false));
        Assert.Equal(StatusCode.NotFound, refused.StatusCode);
    }

    private static AsyncDuplexStreamingCall<ManagedFetchRequest, ManagedFetchResponse> Open(Listener listener) =>
        listener.Client.ManagedSubscribe(listener.Headers, DateTime.UtcNow.AddSeconds(20), TestContext.Current.CancellationToken);

    private static async Task<List<ConsumerEvent>> FetchAsync(Listener listener, int count, bool commit)
    {
        var cancellation = TestContext.Current.CancellationToken;
        using var call = Open(listener);
        await call.RequestStream.WriteAsync(new ManagedFetchRequest { DeveloperName = "Billing", NumRequested = count }, cancellation);
        var events = new List<ConsumerEvent>();
        while (events.Count < count && await call.ResponseStream.MoveNext(cancellation))
            events.AddRange(call.ResponseStream.Current.Events);
        if (commit)
        {
            var request = new CommitReplayRequest { CommitRequestId = "c1", ReplayId = events[^1].ReplayId };
            await call.RequestStream.WriteAsync(new ManagedFetchRequest { CommitReplayIdRequest = request }, cancellation);
            CommitReplayResponse? answer = null;
            while (answer is null && await call.ResponseStream.MoveNext(cancellation))
                answer = call.ResponseStream.Current.CommitResponse;
            Assert.NotNull(answer);
            Assert.Null(answer.Error);
        }
        return events;
    }

    private static async Task<List<string>> NamesAsync(Listener listener, List<ConsumerEvent> events)
    {
        var names = new List<string>();
        foreach (var consumed in events)
            names.Add((string)(await listener.ReadAsync(consumed))["Name"]);
        return names;
    }
}
