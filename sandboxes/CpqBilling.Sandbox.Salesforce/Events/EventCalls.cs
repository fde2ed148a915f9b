using Avro;
using CpqBilling.Sandbox.Salesforce.Events.Wire;
using Google.Protobuf;
using Grpc.Core;

namespace CpqBilling.Sandbox.Salesforce.Events;

/// <summary>The Pub/Sub API's calls. Each must carry <c>accesstoken</c>, <c>instanceurl</c> and <c>tenantid</c>.</summary>
internal sealed class EventCalls(EventsHost host) : PubSub.PubSubBase
{
    public override Task<TopicInfo> GetTopic(TopicRequest request, ServerCallContext context)
    {
        host.Authenticate(context);
        var schema = host.Bus.SchemaOf(request.TopicName) ?? throw EventErrors.NoTopic(request.TopicName);
        return Task.FromResult(
            new TopicInfo
            {
                TopicName = request.TopicName,
                TenantGuid = $"core/sandbox/{host.OrgId}",
                CanPublish = IsPublishable(request.TopicName),
                CanSubscribe = true,
                SchemaId = schema.Id,
                RpcId = RpcId(),
            }
        );
    }

    public override Task<SchemaInfo> GetSchema(SchemaRequest request, ServerCallContext context)
    {
        host.Authenticate(context);
        var schema = host.Bus.FindSchema(request.SchemaId) ?? throw EventErrors.NoSchema(request.SchemaId);
        return Task.FromResult(
            new SchemaInfo
            {
                SchemaId = schema.Id,
                SchemaJson = schema.Json,
                RpcId = RpcId(),
            }
        );
    }

    public override Task<PublishResponse> Publish(PublishRequest request, ServerCallContext context)
    {
        host.Authenticate(context);
        return Task.FromResult(Published(request, request.TopicName));
    }

    public override async Task PublishStream(
        IAsyncStreamReader<PublishRequest> requestStream,
        IServerStreamWriter<PublishResponse> responseStream,
        ServerCallContext context
    )
    {
        host.Authenticate(context);
        string? topic = null;
        await foreach (var request in requestStream.ReadAllAsync(context.CancellationToken))
            await responseStream.WriteAsync(Published(request, topic ??= request.TopicName), context.CancellationToken);
    }

    public override async Task Subscribe(
        IAsyncStreamReader<FetchRequest> requestStream,
        IServerStreamWriter<FetchResponse> responseStream,
        ServerCallContext context
    )
    {
        host.Authenticate(context);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken, host.Stopping);
        try
        {
            await new Subscription(host.Bus, requestStream, responseStream, host.KeepAlive).RunAsync(ending.Token);
        }
        catch (OperationCanceledException) when (ending.IsCancellationRequested)
        {
            // The client has gone or the sandbox stops: either way nobody listens.
        }
    }

    public override async Task ManagedSubscribe(
        IAsyncStreamReader<ManagedFetchRequest> requestStream,
        IServerStreamWriter<ManagedFetchResponse> responseStream,
        ServerCallContext context
    )
    {
        host.Authenticate(context);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken, host.Stopping);
        using var line = new ManagedLine(host.Managed, requestStream, responseStream);
        try
        {
            await new Subscription(host.Bus, line, line, host.KeepAlive).RunAsync(ending.Token);
        }
        catch (OperationCanceledException) when (ending.IsCancellationRequested)
        {
            // As with a plain subscription: nobody listens any more.
        }
    }

    public static string RpcId() => Guid.NewGuid().ToString();

    private static bool IsPublishable(string topic) => topic.StartsWith("/event/", StringComparison.Ordinal);

    private PublishResponse Published(PublishRequest request, string topic)
    {
        var schema = host.Bus.SchemaOf(topic) ?? throw EventErrors.NoTopic(topic);
        if (!IsPublishable(topic))
            throw EventErrors.CannotPublish(topic);
        return new PublishResponse
        {
            SchemaId = schema.Id,
            RpcId = RpcId(),
            Results = { request.Events.Select(published => Published(published, topic, schema)) },
        };
    }

    private PublishResult Published(ProducerEvent published, string topic, EventSchema schema)
    {
        var payload = published.Payload.ToByteArray();
        try
        {
            _ = EventPayload.Read(payload, (host.Bus.FindSchema(published.SchemaId) ?? schema).Avro);
        }
        catch (AvroException error)
        {
            return new PublishResult
            {
                CorrelationKey = published.Id,
                Error = new Error { Code = ErrorCode.Publish, Msg = error.Message },
            };
        }
        var stored = host.Bus.Log.Add(topic, published.SchemaId.Length > 0 ? published.SchemaId : schema.Id, payload);
        return new PublishResult { CorrelationKey = published.Id, ReplayId = ByteString.CopyFrom(ReplayIds.Of(stored.Number)) };
    }
}
