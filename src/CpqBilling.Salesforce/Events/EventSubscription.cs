using System.Collections.Immutable;
using CpqBilling.Salesforce.EventBus;
using Google.Protobuf;
using Grpc.Core;

namespace CpqBilling.Salesforce;

/// <summary>One topic, read at the pace of whoever stores what it tells: more is asked for when the last answer was taken.</summary>
public sealed class EventSubscription : IDisposable
{
    private const int MostRequested = 100;

    /// <summary>Salesforce gives a sign of life within 270 seconds.</summary>
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(300);

    private readonly EventLine _line;
    private readonly string _topic;
    private readonly string? _after;
    private Metadata? _headers;
    private AsyncDuplexStreamingCall<FetchRequest, FetchResponse>? _call;
    private int _pending;

    internal EventSubscription(EventLine line, string topic, string? after) => (_line, _topic, _after) = (line, topic, after);

    /// <summary>Waits for what comes next. After an end nothing comes any more.</summary>
    public async Task<EventDelivery> NextAsync(CancellationToken cancellation)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(Silence);
        try
        {
            return await AskAsync(patience.Token) is { } refusal ? refusal : await AnswerAsync(patience.Token);
        }
        catch (RpcException fault)
        {
            return _headers is null ? EventFaults.Of(fault) : _line.Refused(fault, _headers);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return new EventDelivery.Ended(EventEnd.Lost, $"no sign of life for {Silence.TotalSeconds:0} seconds");
        }
        catch (FormatException)
        {
            return new EventDelivery.Ended(EventEnd.ReplayIdRefused, "the stored replay id is damaged");
        }
        catch (Exception fault) when (fault is HttpRequestException or IOException or InvalidOperationException)
        {
            // A request on a stream that has just ended.
            return new EventDelivery.Ended(EventEnd.Lost, fault.Message);
        }
    }

    public void Dispose() => _call?.Dispose();

    private async Task<EventDelivery.Ended?> AskAsync(CancellationToken cancellation)
    {
        if (_call is null)
        {
            (_headers, var refusal) = await _line.HeadersAsync(cancellation);
            if (_headers is null)
            {
                return refusal;
            }

            // The whole stream ends with the subscription, not with the wait for one answer.
            _call = _line.Client.Subscribe(_headers, cancellationToken: CancellationToken.None);
            await _call.RequestStream.WriteAsync(First(), cancellation);
            _pending = MostRequested;
        }
        else if (_pending < MostRequested / 2)
        {
            await _call.RequestStream.WriteAsync(new FetchRequest { TopicName = _topic, NumRequested = MostRequested - _pending }, cancellation);
            _pending = MostRequested;
        }

        return null;
    }

    /// <summary>Only the first request says where to begin.</summary>
    private FetchRequest First() =>
        new()
        {
            TopicName = _topic,
            ReplayPreset = _after is null ? ReplayPreset.Latest : ReplayPreset.Custom,
            ReplayId = _after is null ? ByteString.Empty : ByteString.CopyFrom(Convert.FromHexString(_after)),
            NumRequested = MostRequested,
        };

    private async Task<EventDelivery> AnswerAsync(CancellationToken cancellation)
    {
        if (!await _call!.ResponseStream.MoveNext(cancellation))
        {
            return new EventDelivery.Ended(EventEnd.Lost, "the stream was closed");
        }

        var answer = _call.ResponseStream.Current;
        _pending = answer.PendingNumRequested;
        var events = ImmutableArray.CreateBuilder<OrgEvent>(answer.Events.Count);
        foreach (var consumed in answer.Events)
        {
            events.Add(await _line.ReadAsync(_topic, consumed.Event, _headers!, cancellation));
        }

        var replayId = answer.Events is [.., var last] ? last.ReplayId : answer.LatestReplayId;
        return new EventDelivery.Arrived(events.DrainToImmutable(), replayId.IsEmpty ? null : Convert.ToHexString(replayId.Span));
    }
}
