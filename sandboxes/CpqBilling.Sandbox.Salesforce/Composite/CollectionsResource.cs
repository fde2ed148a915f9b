using System.Text.Json.Nodes;
using CpqBilling.Sandbox.Salesforce.Api;
using CpqBilling.Sandbox.Salesforce.Records;
using CpqBilling.Sandbox.Salesforce.Schema;

namespace CpqBilling.Sandbox.Salesforce.Composite;

/// <summary><c>composite/sobjects</c>: up to 200 records in one call, each with a result of its own.</summary>
internal sealed class CollectionsResource
{
    private const int MaxRecords = 200;
    private const int MaxReadRecords = 2000;
    private const int MaxChunks = 10;

    public ApiReply Handle(ApiCall call, RecordStore store) =>
        (call.Method, call.Segments.Count) switch
        {
            ("POST", 2) => Write(call, Create),
            ("PATCH", 2) => Write(call, Update),
            ("PATCH", 4) => Upsert(call, store),
            ("DELETE", 2) => Delete(call),
            ("POST", 3) => Read(call, store, Names(call.ObjectBody()["ids"]), Names(call.ObjectBody()["fields"])),
            ("GET", 3) => Read(call, store, Split(call.Parameter("ids")), Split(call.Parameter("fields"))),
            _ => throw RequestErrors.NotFound(),
        };

    private static ApiReply Write(ApiCall call, Func<JsonObject, WriteSession, JsonObject> write)
    {
        var body = call.ObjectBody();
        var records = Records(body);
        CheckChunks(records);
        return Run(
            call,
            records.Select(record => (Func<JsonObject>)(() => write(record, call.Writing))).ToList(),
            body["allOrNone"]?.GetValue<bool>() ?? false
        );
    }

    private static JsonObject Create(JsonObject body, WriteSession session) =>
        Result(RecordWrites.Create(TypeOf(body, session.Store), body, session).Id);

    private static JsonObject Update(JsonObject body, WriteSession session)
    {
        var type = TypeOf(body, session.Store);
        var id =
            (body.FirstOrDefault(pair => pair.Key.Equals("id", StringComparison.OrdinalIgnoreCase)).Value?.GetValue<string>())
            ?? throw new SalesforceError(400, "MISSING_ARGUMENT", "Id not specified in an update call", []);
        var full = SalesforceId.Normalize(id) ?? throw RecordErrors.MalformedId(type.Name + " ID", id, "Id");
        var record = session.Store[type].Find(full) is { IsDeleted: false } found
            ? found
            : throw (
                session.Store.Find(full) is null
                    ? new SalesforceError(400, "INVALID_CROSS_REFERENCE_KEY", "invalid cross reference id", [])
                    : new SalesforceError(400, "ENTITY_IS_DELETED", "entity is deleted", [])
            );
        RecordWrites.Update(record, Without(body, "id"), session);
        return Result(record.Id);
    }

    private static ApiReply Upsert(ApiCall call, RecordStore store)
    {
        var type = store.Schema.Find(call.Segments[2]) ?? throw RequestErrors.NotFound();
        var key = RecordWrites.Key(type, call.Segments[3]);
        return Write(
            call,
            (body, session) =>
            {
                var value = body.FirstOrDefault(pair => pair.Key.Equals(key.Name, StringComparison.OrdinalIgnoreCase)).Value?.ToString();
                if (string.IsNullOrEmpty(value) && key.Type != FieldType.Id)
                    throw new SalesforceError(400, "MISSING_ARGUMENT", $"{key.Name} not specified", []);
                if (string.IsNullOrEmpty(value))
                    return Upserted(RecordWrites.Create(type, body, session).Id, isNew: true);
                var (record, isNew) =
                    RecordWrites.Upsert(type, key, value, Without(body, key.Name), session)
                    ?? throw new SalesforceError(
                        400,
                        "DUPLICATE_EXTERNAL_ID",
                        $"{key.Name}: more than one record found for external id field: [{value}]",
                        []
                    );
                return Upserted(record.Id, isNew);
            }
        );
    }

    private static ApiReply Delete(ApiCall call)
    {
        var ids = Split(call.Parameter("ids"));
        if (ids.Count > MaxRecords)
            throw RequestErrors.TooManyRecords(MaxRecords);
        return Run(
            call,
            ids.Select(id =>
                    (Func<JsonObject>)(
                        () =>
                        {
                            var record =
                                call.Writing.Store.Find(id)
                                ?? throw new SalesforceError(400, "INVALID_CROSS_REFERENCE_KEY", "invalid cross reference id", []);
                            if (record.IsDeleted)
                                throw new SalesforceError(400, "ENTITY_IS_DELETED", "entity is deleted", []);
                            call.Writing.Delete(record);
                            return Result(record.Id);
                        }
                    )
                )
                .ToList(),
            call.Query.GetValueOrDefault("allOrNone") == "true"
        );
    }

    private static ApiReply Read(ApiCall call, RecordStore store, List<string> ids, List<string> fields)
    {
        var type = store.Schema.Find(call.Segments[2]) ?? throw RequestErrors.NotFound();
        if (ids.Count > MaxReadRecords)
            throw RequestErrors.TooManyRecords(MaxReadRecords);
        var shown = fields
            .Select(name => type.Find(name) ?? throw RecordErrors.NoSuchColumn(name, type.Name))
            .Append(type.IdField)
            .Distinct()
            .ToList();
        return ApiReply.Ok(
            new JsonArray([
                .. ids.Select(id =>
                {
                    var full = SalesforceId.Normalize(id) ?? throw RequestErrors.MalformedId(id);
                    return store[type].Find(full) is { IsDeleted: false } record ? RecordJson.Full(record, call.Version, shown) : null;
                }),
            ])
        );
    }

    /// <summary>Each record stands alone; with <paramref name="allOrNone"/> one failure undoes the others.</summary>
    private static ApiReply Run(ApiCall call, List<Func<JsonObject>> writes, bool allOrNone)
    {
        var (session, results, failed) = (call.Writing, new List<JsonObject>(), new HashSet<int>());
        var start = session.Savepoint();
        foreach (var write in writes)
        {
            var savepoint = session.Savepoint();
            try
            {
                results.Add(write());
            }
            catch (SalesforceError error)
            {
                session.RollbackTo(savepoint);
                failed.Add(results.Count);
                results.Add(Failure(error.Code, error.Message, error.Fields ?? []));
            }
        }
        if (allOrNone && failed.Count > 0)
        {
            session.RollbackTo(start);
            for (var i = 0; i < results.Count; i++)
                if (!failed.Contains(i))
                    results[i] = Failure(
                        "ALL_OR_NONE_OPERATION_ROLLED_BACK",
                        "Record rolled back because not all records were valid and the request was using AllOrNone header",
                        []
                    );
        }
        return ApiReply.Ok(new JsonArray([.. results]));
    }

    /// <summary>Neighbours of one type are a chunk; a call may hold ten.</summary>
    private static void CheckChunks(List<JsonObject> records)
    {
        var types = records.ConvertAll(record => record["attributes"]?["type"]?.ToString());
        if (types.Where((type, i) => i == 0 || type != types[i - 1]).Count() > MaxChunks)
            throw RequestErrors.InvalidInput($"The request can't contain more than {MaxChunks} chunks of different sObject types.");
    }

    private static List<JsonObject> Records(JsonObject body)
    {
        if (body["records"] is not JsonArray records)
            throw RequestErrors.InvalidInput("The records parameter is required");
        if (records.Count > MaxRecords)
            throw RequestErrors.TooManyRecords(MaxRecords);
        return [.. records.Select(record => record as JsonObject ?? throw RequestErrors.BadJson("A record must be an object"))];
    }

    private static ObjectDef TypeOf(JsonObject body, RecordStore store)
    {
        var name =
            body["attributes"]?["type"]?.GetValue<string>()
            ?? throw new SalesforceError(400, "INVALID_TYPE", "Must send a concrete entity type.", []);
        return store.Schema.Find(name) ?? throw new SalesforceError(400, "INVALID_TYPE", $"sObject type '{name}' is not supported.", []);
    }

    private static JsonObject Without(JsonObject body, string name) =>
        new([
            .. body.Where(pair => !pair.Key.Equals(name, StringComparison.OrdinalIgnoreCase))
                .Select(pair => KeyValuePair.Create(pair.Key, pair.Value?.DeepClone())),
        ]);

    private static JsonObject Result(string id) =>
        new()
        {
            ["id"] = id,
            ["success"] = true,
            ["errors"] = new JsonArray(),
        };

    private static JsonObject Upserted(string id, bool isNew) =>
        new()
        {
            ["id"] = id,
            ["success"] = true,
            ["errors"] = new JsonArray(),
            ["created"] = isNew,
        };

    private static JsonObject Failure(string code, string message, IReadOnlyList<string> fields) =>
        new()
        {
            ["success"] = false,
            ["errors"] = new JsonArray(
                new JsonObject
                {
                    ["statusCode"] = code,
                    ["message"] = message,
                    ["fields"] = new JsonArray([.. fields.Select(field => (JsonNode)field)]),
                }
            ),
        };

    private static List<string> Split(string text) => [.. text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)];

    private static List<string> Names(JsonNode? node) =>
        node is JsonArray array
            ? [.. array.Select(item => item!.GetValue<string>())]
            : throw RequestErrors.InvalidInput("ids and fields are required");
}
