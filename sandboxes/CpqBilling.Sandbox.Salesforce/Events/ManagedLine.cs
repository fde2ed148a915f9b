using CpqBilling.Sandbox.Salesforce.Events.Wire;
using Google.Protobuf;
using Grpc.Core;

namespace CpqBilling.Sandbox.Salesforce.Events;

/// <summary>Lets a managed subscription speak as a plain one: the topic and the start come from the org's memory, commits are answered in between.</summary>
internal sealed class ManagedLine(
    ManagedSubscriptions managed,
    IAsyncStreamReader<ManagedFetchRequest> requests,
    IServerStreamWriter<ManagedFetchResponse> responses
) : IAsyncStreamReader<FetchRequest>, IServerStreamWriter<FetchResponse>, IDisposable
{
    private readonly SemaphoreSlim _writing = new(1);
    private ManagedTopic? _topic;

    public FetchRequest Current { get; private set; } = new();

    public WriteOptions? WriteOptions
    {
        get => responses.WriteOptions;
        set => responses.WriteOptions = value;
    }

    public async Task<bool> MoveNext(CancellationToken cancellationToken)
    {
        while (await requests.MoveNext(cancellationToken))
        {
            var request = requests.Current;
            var isFirst = _topic is null;
            _topic ??= Named(request);
            if (request.CommitReplayIdRequest is { } commit)
                await WriteAsync(new ManagedFetchResponse { CommitResponse = Commit(commit, _topic) }, cancellationToken);
            if (request.NumRequested == 0 && !isFirst)
                continue;
            Current = Fetch(request.NumRequested, _topic);
            return true;
        }
        return false;
    }

    public Task WriteAsync(FetchResponse message) => WriteAsync(message, CancellationToken.None);

    public Task WriteAsync(FetchResponse message, CancellationToken cancellationToken) =>
        WriteAsync(
            new ManagedFetchResponse
            {
                Events = { message.Events },
                LatestReplayId = message.LatestReplayId,
                RpcId = message.RpcId,
                PendingNumRequested = message.PendingNumRequested,
            },
            cancellationToken
        );

    public void Dispose() => _writing.Dispose();

    private ManagedTopic Named(ManagedFetchRequest request)
    {
        var name = request.SubscriptionId.Length > 0 ? request.SubscriptionId : request.DeveloperName;
        return managed.Find(name) ?? throw EventErrors.NoManaged(name);
    }

    private static FetchRequest Fetch(int count, ManagedTopic topic) =>
        new()
        {
            TopicName = topic.Topic,
            NumRequested = count,
            ReplayPreset =
                topic.Committed is not null ? ReplayPreset.Custom
                : topic.FromEarliest ? ReplayPreset.Earliest
                : ReplayPreset.Latest,
            ReplayId = topic.Committed is { } number ? ByteString.CopyFrom(ReplayIds.Of(number)) : ByteString.Empty,
        };

    private static CommitReplayResponse Commit(CommitReplayRequest commit, ManagedTopic topic)
    {
        var response = new CommitReplayResponse
        {
            CommitRequestId = commit.CommitRequestId,
            ReplayId = commit.ReplayId,
            ProcessTime = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds(),
        };
        if (ReplayIds.Number(commit.ReplayId.Span) is { } number)
            topic.Committed = number;
        else
            response.Error = new Error { Code = ErrorCode.Commit, Msg = "The Replay ID validation failed. It is corrupted." };
        return response;
    }

    /// <summary>One answer at a time: events and commits come from different threads.</summary>
    private async Task WriteAsync(ManagedFetchResponse response, CancellationToken cancellation)
    {
        await _writing.WaitAsync(cancellation);
        try
        {
            await responses.WriteAsync(response, cancellation);
        }
        finally
        {
            _writing.Release();
        }
    }
}
