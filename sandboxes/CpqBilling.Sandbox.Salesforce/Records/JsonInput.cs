using System.Text.Json;
using System.Text.Json.Nodes;
using CpqBilling.Sandbox.Salesforce.Api;
using CpqBilling.Sandbox.Salesforce.Schema;

namespace CpqBilling.Sandbox.Salesforce.Records;

/// <summary>Reads a record body of the API into field values, refusing unknown and unwritable fields.</summary>
internal static class JsonInput
{
    public static Dictionary<FieldDef, object?> Read(JsonObject body, ObjectDef type, RecordStore store, bool isInsert)
    {
        var values = new Dictionary<FieldDef, object?>();
        foreach (var (name, node) in body)
        {
            if (name == "attributes")
                continue;
            if (type.Find(name) is { } field)
                values[field] = Field(field, node, type, store, isInsert);
            else if (type.FindRelationship(name) is { } lookup && node is JsonObject or null)
                values[lookup!] = Related(lookup!, name, (JsonObject?)node, store, isInsert);
            else
                throw RecordErrors.NoSuchColumn(name, type.Name);
        }
        return values;
    }

    /// <summary>A value without the checks of a client's write: the fixtures' way in.</summary>
    public static object? Unchecked(FieldDef field, JsonNode? node) =>
        node is not null ? FieldInput.Convert(field, node)
        : field.Type == FieldType.Boolean ? false
        : null;

    private static object? Field(FieldDef field, JsonNode? node, ObjectDef type, RecordStore store, bool isInsert)
    {
        if (field.Type == FieldType.Id)
            throw RecordErrors.IdInBody();
        if (isInsert ? !field.IsCreateable : !field.IsUpdateable)
            throw RecordErrors.NotWritable(field.Name);
        var value = node is null ? null : FieldInput.Convert(field, node);
        if (value is null)
            return field.Type == FieldType.Boolean ? false
                : !isInsert && field.IsRequired ? throw RecordErrors.RequiredFieldMissing([field.Name])
                : null;
        FieldInput.Check(field, value);
        if (field.Type == FieldType.Reference)
            Reference(field, (string)value, store);
        return value;
    }

    private static void Reference(FieldDef field, string id, RecordStore store)
    {
        if (store.Schema.FindByPrefix(id) is not { } target || !field.ReferenceTo.Contains(target.Name, StringComparer.OrdinalIgnoreCase))
            throw RecordErrors.WrongReferenceType(field.Label, id, field.Name);
        if (store.Find(id) is not { IsDeleted: false })
            throw RecordErrors.NoSuchReference(field.Name);
    }

    /// <summary><c>"Stripe_Account__r": {"External_ID__c": "…"}</c> points by external id.</summary>
    private static string? Related(FieldDef lookup, string name, JsonObject? key, RecordStore store, bool isInsert)
    {
        if (isInsert ? !lookup.IsCreateable : !lookup.IsUpdateable)
            throw RecordErrors.NotWritable(lookup.Name);
        if (key is null)
            return null;
        var target = store.Schema[lookup.ReferenceTo[0]];
        var (keyName, value) = key.First(pair => pair.Key != "attributes");
        var field = target.Find(keyName) ?? throw RecordErrors.NoSuchColumn(keyName, target.Name);
        var text = value?.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : value?.ToJsonString() ?? "";
        var found = ExternalIds.Find(store[target], field, text);
        return found.Count == 1 ? found[0].Id : throw RecordErrors.ForeignKeyNotFound(field.Name, text, target.Name);
    }
}
