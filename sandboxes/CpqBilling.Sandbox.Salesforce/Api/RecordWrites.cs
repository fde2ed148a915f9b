using System.Text.Json.Nodes;
using CpqBilling.Sandbox.Salesforce.Records;
using CpqBilling.Sandbox.Salesforce.Schema;

namespace CpqBilling.Sandbox.Salesforce.Api;

/// <summary>Writes of one record, shared by the single-record resources, collections and trees.</summary>
internal static class RecordWrites
{
    public static Record Create(ObjectDef type, JsonObject body, WriteSession session) =>
        session.Insert(type, JsonInput.Read(body, type, session.Store, isInsert: true), WriteMode.Api);

    public static void Update(Record record, JsonObject body, WriteSession session) =>
        session.Update(record, JsonInput.Read(body, record.Type, session.Store, isInsert: false), WriteMode.Api);

    public static Record Living(ObjectDef type, string id, RecordStore store)
    {
        var full = SalesforceId.Normalize(id) ?? throw (id.Length is 15 or 18 ? RequestErrors.MalformedId(id) : RequestErrors.NotFound());
        return store[type].Find(full) switch
        {
            null => throw RequestErrors.NotFound(),
            { IsDeleted: true } => throw RecordErrors.Deleted(),
            var record => record,
        };
    }

    public static FieldDef Key(ObjectDef type, string name) =>
        type.Find(name) is { } field && ExternalIds.IsKey(field) ? field : throw RequestErrors.NoSuchExternalId();

    /// <summary>Creates or updates by an external id.</summary>
    /// <returns>The record and whether it is new; null when several records have that id.</returns>
    public static (Record Record, bool IsNew)? Upsert(ObjectDef type, FieldDef key, string value, JsonObject body, WriteSession session)
    {
        if (body.Any(pair => pair.Key.Equals(key.Name, StringComparison.OrdinalIgnoreCase)))
            throw key.Type == FieldType.Id ? RecordErrors.IdInBody() : RecordErrors.ExternalIdInBody(key.Name);
        var found = ExternalIds.Find(session.Store[type], key, value);
        if (found.Count > 1)
            return null;
        if (found.Count == 1)
        {
            Update(found[0], body, session);
            return (found[0], false);
        }
        if (key.Type == FieldType.Id)
            throw RequestErrors.NotFound();
        var values = JsonInput.Read(body, type, session.Store, isInsert: true);
        values[key] = FieldInput.Convert(key, value);
        FieldInput.Check(key, values[key]!);
        return (session.Insert(type, values, WriteMode.Api), true);
    }
}
