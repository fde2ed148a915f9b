using System.Threading.Channels;
using CpqBilling.Sandbox.Salesforce.Events.Wire;
using Google.Protobuf;
using Grpc.Core;

namespace CpqBilling.Sandbox.Salesforce.Events;

/// <summary>One subscriber: gets as many events as it asked for, and an empty answer now and then so that the line stays open.</summary>
internal sealed class Subscription(
    EventBus bus,
    IAsyncStreamReader<FetchRequest> requests,
    IServerStreamWriter<FetchResponse> responses,
    TimeSpan keepAlive
)
{
    private const int MaxRequested = 100;

    private readonly Channel<bool> _wakeUps = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite }
    );
    private int _pending;
    private bool _isComplete;

    public async Task RunAsync(CancellationToken cancellation)
    {
        if (!await requests.MoveNext(cancellation))
            return;
        var first = requests.Current;
        if (bus.SchemaOf(first.TopicName) is null)
            throw EventErrors.NoTopic(first.TopicName);
        var position = Start(first);
        Request(first);
        bus.Log.Arrived += WakeUp;
        var reading = ReadAsync(first.TopicName, cancellation);
        try
        {
            while (!(_isComplete && Volatile.Read(ref _pending) == 0))
            {
                if (reading.IsFaulted)
                    await reading;
                position = await DeliverAsync(first.TopicName, position, cancellation);
            }
            await reading;
        }
        finally
        {
            bus.Log.Arrived -= WakeUp;
        }
    }

    private long Start(FetchRequest request)
    {
        switch (request.ReplayPreset)
        {
            case ReplayPreset.Earliest:
                return bus.Log.BeforeOldest;
            case ReplayPreset.Custom:
                var number = ReplayIds.Number(request.ReplayId.Span) ?? throw EventErrors.Corrupted();
                if (number > bus.Log.Last)
                    throw EventErrors.Corrupted();
                return number >= bus.Log.BeforeOldest ? number : throw EventErrors.Expired();
            default:
                return bus.Log.Last;
        }
    }

    private void Request(FetchRequest request)
    {
        if (request.NumRequested is < 1 or > MaxRequested)
            throw EventErrors.BadCount();
        Interlocked.Add(ref _pending, request.NumRequested);
        WakeUp();
    }

    private async Task ReadAsync(string topic, CancellationToken cancellation)
    {
        try
        {
            while (await requests.MoveNext(cancellation))
            {
                if (requests.Current.TopicName is { Length: > 0 } other && other != topic)
                    throw EventErrors.OtherTopic();
                Request(requests.Current);
            }
            _isComplete = true;
        }
        finally
        {
            WakeUp();
        }
    }

    private void WakeUp() => _wakeUps.Writer.TryWrite(true);

    private async Task<long> DeliverAsync(string topic, long position, CancellationToken cancellation)
    {
        var pending = Volatile.Read(ref _pending);
        var (events, upTo) = pending > 0 ? bus.Log.After(position, topic, Math.Min(pending, MaxRequested)) : ([], position);
        if (events.Count > 0)
        {
            var left = Interlocked.Add(ref _pending, -events.Count);
            await AnswerAsync(events, upTo, left, cancellation);
        }
        else if (!await WokenAsync(cancellation))
            await AnswerAsync([], upTo, pending, cancellation);
        return upTo;
    }

    /// <summary>False when nothing happened for so long that a sign of life is due.</summary>
    private async Task<bool> WokenAsync(CancellationToken cancellation)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(keepAlive);
        try
        {
            return await _wakeUps.Reader.ReadAsync(patience.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return false;
        }
    }

    private Task AnswerAsync(List<StoredEvent> events, long upTo, int pending, CancellationToken cancellation)
    {
        var response = new FetchResponse
        {
            LatestReplayId = ByteString.CopyFrom(ReplayIds.Of(upTo)),
            PendingNumRequested = pending,
            RpcId = EventCalls.RpcId(),
        };
        response.Events.AddRange(events.Select(Consumed));
        return responses.WriteAsync(response, cancellation);
    }

    private static ConsumerEvent Consumed(StoredEvent stored) =>
        new()
        {
            ReplayId = ByteString.CopyFrom(ReplayIds.Of(stored.Number)),
            Event = new ProducerEvent
            {
                Id = stored.Id,
                SchemaId = stored.SchemaId,
                Payload = UnsafeByteOperations.UnsafeWrap(stored.Payload),
            },
        };
}
