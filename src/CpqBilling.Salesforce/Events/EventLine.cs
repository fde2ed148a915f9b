using System.Collections.Concurrent;
using Avro;
using CpqBilling.Core.Errors;
using CpqBilling.Salesforce.EventBus;
using Grpc.Core;
using Grpc.Net.Client;

namespace CpqBilling.Salesforce;

/// <summary>The line to an org's events: the Pub/Sub API, with the token of the session.</summary>
public sealed class EventLine : IDisposable
{
    /// <summary>An answer holds up to a hundred events.</summary>
    private const int MostBytes = 64 << 20;

    private readonly SalesforceSession _session;
    private readonly GrpcChannel _channel;
    private readonly EventDecoder _decoder;
    private readonly ConcurrentDictionary<string, RecordSchema> _schemas = new();
    private volatile string? _refusedToken;

    /// <exception cref="ArgumentException">The connection has no events.</exception>
    public EventLine(SalesforceSession session)
    {
        _session = session;
        _decoder = new EventDecoder(session.Names);
        _channel = GrpcChannel.ForAddress(
            session.Connection.EventsUrl ?? throw new ArgumentException("The connection has no events.", nameof(session)),
            new GrpcChannelOptions
            {
                HttpHandler = new SocketsHttpHandler
                {
                    EnableMultipleHttp2Connections = true,
                    KeepAlivePingDelay = TimeSpan.FromSeconds(60),
                    KeepAlivePingTimeout = TimeSpan.FromSeconds(30),
                },
                DisposeHttpClient = true,
                MaxReceiveMessageSize = MostBytes,
                ThrowOperationCanceledOnCancellation = true,
            }
        );
        Client = new PubSub.PubSubClient(_channel);
    }

    internal PubSub.PubSubClient Client { get; }

    /// <summary>Nothing is sent before its first <see cref="EventSubscription.NextAsync"/>.</summary>
    /// <param name="after">The replay id that was stored last; null begins with what comes from now on.</param>
    public EventSubscription Subscribe(string topic, string? after) => new(this, NameOf(topic), after);

    /// <summary>Whether a topic can be subscribed to; null when it can.</summary>
    public async Task<EventDelivery.Ended?> TryAsync(string topic, CancellationToken cancellation)
    {
        var (headers, refusal) = await HeadersAsync(cancellation);
        if (headers is null)
        {
            return refusal;
        }

        try
        {
            var found = await Client.GetTopicAsync(new TopicRequest { TopicName = NameOf(topic) }, headers, cancellationToken: cancellation);
            return found.CanSubscribe ? null : new EventDelivery.Ended(EventEnd.NotOffered, "the user may not subscribe to it");
        }
        catch (RpcException fault)
        {
            return Refused(fault, headers);
        }
    }

    public void Dispose() => _channel.Dispose();

    internal async Task<OrgEvent> ReadAsync(string topic, ProducerEvent told, Metadata headers, CancellationToken cancellation)
    {
        if (!_schemas.TryGetValue(told.SchemaId, out var schema))
        {
            var found = await Client.GetSchemaAsync(new SchemaRequest { SchemaId = told.SchemaId }, headers, cancellationToken: cancellation);
            schema = (RecordSchema)Schema.Parse(found.SchemaJson);
            _schemas[told.SchemaId] = schema;
        }

        return _decoder.Read(topic, told.Payload.ToByteArray(), schema, _session.UserId);
    }

    /// <summary>What every call carries, or why there is none.</summary>
    internal async Task<(Metadata? Headers, EventDelivery.Ended? Refusal)> HeadersAsync(CancellationToken cancellation)
    {
        var (token, error) = await _session.TokenAsync(_refusedToken, cancellation);
        return token is not null
            ? (
                new Metadata
                {
                    { AccessToken, token },
                    { "instanceurl", _session.Connection.InstanceOrigin },
                    { "tenantid", _session.Org.Id },
                },
                null
            )
            : (null, new EventDelivery.Ended(IsRefused(error!) ? EventEnd.Unauthorized : EventEnd.Lost, error!.Message));
    }

    internal EventDelivery.Ended Refused(RpcException fault, Metadata headers)
    {
        var ended = EventFaults.Of(fault);
        if (ended.Why == EventEnd.Unauthorized)
        {
            _refusedToken = headers.GetValue(AccessToken);
        }

        return ended;
    }

    private const string AccessToken = "accesstoken";

    private static bool IsRefused(SyncError error) => error.Name == nameof(ConnectionErrors.SalesforceUnauthorized);

    private string NameOf(string topic) =>
        topic.Replace(EventTopics.RequestEvent, _session.Names.Object(EventTopics.RequestEvent), StringComparison.Ordinal);
}
