using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Avro;
using CpqBilling.Sandbox.Salesforce.Schema;

namespace CpqBilling.Sandbox.Salesforce.Events;

/// <summary>The Avro schema of an event with the id that events name.</summary>
internal sealed class EventSchema
{
    private EventSchema(JsonObject json)
    {
        Json = json.ToJsonString();
        Avro = (RecordSchema)global::Avro.Schema.Parse(Json);
        Id = Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Json)).AsSpan(0, 16)).TrimEnd('=').Replace('+', '-').Replace('/', '_');
    }

    public string Id { get; }

    public string Json { get; }

    public RecordSchema Avro { get; }

    /// <summary>Fields behind the header, in the order of the schema. Compound fields stand for their parts.</summary>
    public IReadOnlyList<FieldDef> Fields { get; private init; } = [];

    /// <summary>The parts of a compound field, in the order of its record.</summary>
    public IReadOnlyDictionary<FieldDef, IReadOnlyList<FieldDef>> Parts { get; private init; } = new Dictionary<FieldDef, IReadOnlyList<FieldDef>>();

    /// <summary>The schema of a topic that carries events of many objects: the header alone.</summary>
    public static EventSchema HeaderOnly() => new(EventJson("ChangeEvent", [Header()]));

    public static EventSchema OfChanges(ObjectDef type)
    {
        var parts = type
            .Fields.Where(field => field.CompoundField is not null)
            .ToLookup(field => field.CompoundField!, StringComparer.OrdinalIgnoreCase);
        var fields = type.Fields.Where(field => IsCarried(field) && field.CompoundField is null).ToList();
        var compound = fields
            .Where(field => field.Type == FieldType.Address)
            .ToDictionary(field => field, field => (IReadOnlyList<FieldDef>)[.. parts[field.Name]]);
        var json = fields.Select(field => compound.TryGetValue(field, out var inner) ? Compound(type, field, inner) : Field(field));
        return new EventSchema(EventJson(Topics.ChangeEventName(type), [Header(), .. json])) { Fields = fields, Parts = compound };
    }

    public static EventSchema OfPlatformEvent(ObjectDef type)
    {
        var fields = type.Fields.Where(field => field.IsCustom).ToList();
        var created = new[]
        {
            new JsonObject { ["name"] = "CreatedDate", ["type"] = "long" },
            new JsonObject { ["name"] = "CreatedById", ["type"] = "string" },
        };
        return new EventSchema(EventJson(type.Name, [.. created, .. fields.Select(Field)])) { Fields = fields };
    }

    /// <summary>The name of an address's part inside its record: <c>City</c> of <c>BillingCity</c>.</summary>
    public static string PartName(FieldDef compound, FieldDef part) => part.Name[compound.Name[..^"Address".Length].Length..];

    private static bool IsCarried(FieldDef field) =>
        field.Type == FieldType.Address || (field.Type != FieldType.Id && !field.IsComputed && field.Name is not ("IsDeleted" or "SystemModstamp"));

    private static JsonObject EventJson(string name, IEnumerable<JsonObject> fields) =>
        new()
        {
            ["name"] = name,
            ["namespace"] = "com.sforce.eventbus",
            ["type"] = "record",
            ["fields"] = new JsonArray([.. fields]),
        };

    private static JsonObject Field(FieldDef field) => Nullable(field.Name, AvroType(field));

    private static JsonObject Nullable(string name, JsonNode type) =>
        new()
        {
            ["name"] = name,
            ["type"] = new JsonArray("null", type),
            ["default"] = null,
        };

    private static string AvroType(FieldDef field) =>
        field.Type switch
        {
            FieldType.Boolean => "boolean",
            FieldType.Date or FieldType.DateTime => "long",
            FieldType.Int => "int",
            _ when field.Type.IsNumber() => "double",
            _ => "string",
        };

    private static JsonObject Compound(ObjectDef type, FieldDef field, IReadOnlyList<FieldDef> parts)
    {
        var inner = EventJson($"{type.Name}{field.Name}", parts.Select(part => Nullable(PartName(field, part), AvroType(part))));
        inner.Remove("namespace");
        return Nullable(field.Name, inner);
    }

    private static JsonObject Header()
    {
        static JsonObject Plain(string name, string type) => new() { ["name"] = name, ["type"] = type };
        static JsonObject Texts(string name) =>
            new()
            {
                ["name"] = name,
                ["type"] = new JsonObject { ["type"] = "array", ["items"] = "string" },
            };
        var changeType = new JsonObject
        {
            ["type"] = "enum",
            ["name"] = "ChangeType",
            ["symbols"] = new JsonArray([.. ChangeTypes.All.Select(name => (JsonNode)name)]),
        };
        var header = new JsonObject
        {
            ["type"] = "record",
            ["name"] = "ChangeEventHeader",
            ["fields"] = new JsonArray(
                Plain("entityName", "string"),
                Texts("recordIds"),
                new JsonObject { ["name"] = "changeType", ["type"] = changeType },
                Plain("changeOrigin", "string"),
                Plain("transactionKey", "string"),
                Plain("sequenceNumber", "int"),
                Plain("commitTimestamp", "long"),
                Plain("commitNumber", "long"),
                Plain("commitUser", "string"),
                Texts("nulledFields"),
                Texts("diffFields"),
                Texts("changedFields")
            ),
        };
        return new JsonObject { ["name"] = "ChangeEventHeader", ["type"] = header };
    }
}

/// <summary>What a change event can tell.</summary>
internal static class ChangeTypes
{
    public const string Overflow = "GAP_OVERFLOW";

    public static readonly string[] All =
    [
        "CREATE",
        "UPDATE",
        "DELETE",
        "UNDELETE",
        "GAP_CREATE",
        "GAP_UPDATE",
        "GAP_DELETE",
        "GAP_UNDELETE",
        Overflow,
    ];
}
