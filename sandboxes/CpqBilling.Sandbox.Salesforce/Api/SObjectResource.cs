using System.Text.Json.Nodes;
using CpqBilling.Sandbox.Salesforce.Records;
using CpqBilling.Sandbox.Salesforce.Schema;

namespace CpqBilling.Sandbox.Salesforce.Api;

/// <summary><c>sobjects/…</c>: single records by id or external id, and the describe calls.</summary>
internal sealed class SObjectResource(DescribeResource describe)
{
    public ApiReply Handle(ApiCall call, RecordStore store)
    {
        var path = call.Segments;
        if (path.Count == 1)
            return describe.Global(call);
        var type = store.Schema.Find(path[1]) ?? throw RequestErrors.NotFound();
        return path.Count switch
        {
            2 when call.IsGet => describe.Basic(type, call),
            2 when call.Method == "POST" => Created(RecordWrites.Create(type, call.ObjectBody(), call.Writing), call),
            3 when path[2] == "describe" && call.IsGet => describe.Describe(type, call),
            3 when path[2] is "updated" or "deleted" && call.IsGet => Changes.Of(store[type], path[2] == "deleted", call),
            3 => ById(type, path[2], call, store),
            4 when call.IsGet && Related.Of(type, path[2], path[3], store) is { } related => ApiReply.Ok(related(call.Version)),
            4 => ByExternalId(type, path[2], path[3], call, store),
            _ => throw RequestErrors.NotFound(),
        };
    }

    private static ApiReply ById(ObjectDef type, string id, ApiCall call, RecordStore store)
    {
        if (call.Method == "POST" && id == "Id")
            return Created(RecordWrites.Create(type, call.ObjectBody(), call.Writing), call);
        var record = RecordWrites.Living(type, id, store);
        if (Conditions.Unmet(record, call) is { } unmet)
            return unmet;
        switch (call.Method)
        {
            case "GET" or "HEAD":
                return Retrieved(record, call);
            case "PATCH":
                RecordWrites.Update(record, call.ObjectBody(), call.Writing);
                return ApiReply.NoContent();
            case "DELETE":
                call.Writing.Delete(record);
                return ApiReply.NoContent();
            default:
                throw RequestErrors.MethodNotAllowed(call.Method, "HEAD,GET,PATCH,DELETE");
        }
    }

    private static ApiReply ByExternalId(ObjectDef type, string keyName, string value, ApiCall call, RecordStore store)
    {
        var key = RecordWrites.Key(type, keyName);
        if (call.Method is "PATCH")
            return Upserted(type, key, value, call, store);
        var found = ExternalIds.Find(store[type], key, value);
        if (found.Count > 1)
            return Several(found, call.Version);
        var record = found.Count == 1 ? found[0] : throw RequestErrors.NotFound();
        switch (call.Method)
        {
            case "GET" or "HEAD":
                return Retrieved(record, call);
            case "DELETE":
                call.Writing.Delete(record);
                return ApiReply.NoContent();
            default:
                throw RequestErrors.MethodNotAllowed(call.Method, "HEAD,GET,PATCH,DELETE");
        }
    }

    private static ApiReply Upserted(ObjectDef type, FieldDef key, string value, ApiCall call, RecordStore store)
    {
        if (call.Query.GetValueOrDefault("updateOnly") == "true" && ExternalIds.Find(store[type], key, value).Count == 0)
            throw RequestErrors.NotFound();
        if (RecordWrites.Upsert(type, key, value, call.ObjectBody(), call.Writing) is not var (record, isNew))
            return Several(ExternalIds.Find(store[type], key, value), call.Version);
        var isOld = decimal.Parse(call.Version, System.Globalization.CultureInfo.InvariantCulture) < 46;
        if (!isNew && isOld)
            return ApiReply.NoContent();
        return new ApiReply(
            isNew ? 201 : 200,
            new JsonObject
            {
                ["id"] = record.Id,
                ["success"] = true,
                ["errors"] = new JsonArray(),
                ["created"] = isNew,
            }
        );
    }

    private static ApiReply Retrieved(Record record, ApiCall call)
    {
        IEnumerable<FieldDef>? fields = call.Query.TryGetValue("fields", out var names)
            ? names
                .Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
                .Select(name => record.Type.Find(name) ?? throw RecordErrors.NoSuchColumn(name, record.Type.Name))
                .Append(record.Type.IdField)
                .Distinct()
                .ToList()
            : null;
        return ApiReply.Ok(RecordJson.Full(record, call.Version, fields));
    }

    private static ApiReply Created(Record record, ApiCall call) =>
        new(
            201,
            new JsonObject
            {
                ["id"] = record.Id,
                ["success"] = true,
                ["errors"] = new JsonArray(),
            }
        )
        {
            Headers = new Dictionary<string, string> { ["Location"] = $"/services/data/v{call.Version}/sobjects/{record.Type.Name}/{record.Id}" },
        };

    private static ApiReply Several(IEnumerable<Record> records, string version) =>
        new(300, new JsonArray([.. records.Select(record => (JsonNode)$"/services/data/v{version}/sobjects/{record.Type.Name}/{record.Id}")]));
}
