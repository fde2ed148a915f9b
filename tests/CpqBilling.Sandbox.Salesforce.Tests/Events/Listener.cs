using Avro;
using Avro.Generic;
using CpqBilling.Sandbox.Salesforce.Events;
using CpqBilling.Sandbox.Salesforce.Events.Wire;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;

namespace CpqBilling.Sandbox.Salesforce.Tests.Events;

/// <summary>A client of the Pub/Sub API, logged in to an org.</summary>
internal sealed class Listener : IDisposable
{
    private readonly GrpcChannel _channel;
    private readonly Dictionary<string, RecordSchema> _schemas = [];

    public Listener(TestOrg org, string? token = null)
    {
        _channel = GrpcChannel.ForAddress(org.EventsAddress);
        Client = new PubSub.PubSubClient(_channel);
        Headers = new Metadata
        {
            { "accesstoken", token ?? org.Http.DefaultRequestHeaders.Authorization!.Parameter! },
            { "instanceurl", org.Address.ToString() },
            { "tenantid", "00D" },
        };
    }

    public PubSub.PubSubClient Client { get; }

    public Metadata Headers { get; }

    public AsyncDuplexStreamingCall<FetchRequest, FetchResponse> Subscribe() =>
        Client.Subscribe(Headers, DateTime.UtcNow.AddSeconds(20), TestContext.Current.CancellationToken);

    /// <summary>Everything a topic holds from its oldest event on.</summary>
    public async Task<List<ConsumerEvent>> AllAsync(string topic, int count)
    {
        using var call = Subscribe();
        await call.RequestStream.WriteAsync(
            new FetchRequest
            {
                TopicName = topic,
                ReplayPreset = ReplayPreset.Earliest,
                NumRequested = count,
            }
        );
        var events = new List<ConsumerEvent>();
        while (events.Count < count && await call.ResponseStream.MoveNext())
            events.AddRange(call.ResponseStream.Current.Events);
        return events;
    }

    public async Task<GenericRecord> ReadAsync(ConsumerEvent consumed)
    {
        var id = consumed.Event.SchemaId;
        if (!_schemas.TryGetValue(id, out var schema))
        {
            var info = await Client.GetSchemaAsync(new SchemaRequest { SchemaId = id }, Headers);
            _schemas.Add(id, schema = (RecordSchema)global::Avro.Schema.Parse(info.SchemaJson));
        }
        return EventPayload.Read(consumed.Event.Payload.ToByteArray(), schema);
    }

    /// <summary>The names behind the bitmaps of a change event, parts of compound fields with their parent.</summary>
    public static string[] Names(GenericRecord change, string list)
    {
        var schema = change.Schema;
        return [.. ((object[])((GenericRecord)change["ChangeEventHeader"])[list]).Cast<string>().SelectMany(bitmap => Names(bitmap, schema))];
    }

    public async Task<TopicInfo> TopicAsync(string topic) => await Client.GetTopicAsync(new TopicRequest { TopicName = topic }, Headers);

    public async Task<PublishResponse> PublishAsync(string topic, params ProducerEvent[] events) =>
        await Client.PublishAsync(new PublishRequest { TopicName = topic, Events = { events } }, Headers);

    public void Dispose() => _channel.Dispose();

    private static IEnumerable<string> Names(string bitmap, RecordSchema schema)
    {
        if (bitmap.Split('-') is [var parent, var inner])
        {
            var field = schema.Fields[int.Parse(parent)];
            return Names(inner, (RecordSchema)((UnionSchema)field.Schema)[1]).Select(name => $"{field.Name}.{name}");
        }
        var bits = Convert.FromHexString(bitmap[2..]).Reverse().ToArray();
        return schema
            .Fields.Where(field => field.Pos / 8 < bits.Length && (bits[field.Pos / 8] >> (field.Pos % 8) & 1) == 1)
            .Select(field => field.Name);
    }
}
