using System.Text.Json.Nodes;
using CpqBilling.Sandbox.Salesforce.Api;
using CpqBilling.Sandbox.Salesforce.Records;
using CpqBilling.Sandbox.Salesforce.Schema;

namespace CpqBilling.Sandbox.Salesforce.Composite;

/// <summary><c>composite/tree/X</c>: records with their children in one nested body, all or nothing.</summary>
internal sealed class TreeResource
{
    private const int MaxRecords = 200;
    private const int MaxLevels = 5;

    public ApiReply Handle(ApiCall call)
    {
        var store = call.Writing.Store;
        var type = store.Schema.Find(call.Segments[2]) ?? throw RequestErrors.NotFound();
        if (call.ObjectBody()["records"] is not JsonArray records)
            throw RequestErrors.InvalidInput("The records parameter is required");
        var run = new Run(call.Writing, call.Writing.Savepoint());
        foreach (var record in records.OfType<JsonObject>())
            run.Create(record, type, null, 1);
        return run.Answer();
    }

    private sealed class Run(WriteSession session, int start)
    {
        private readonly JsonArray _created = [];
        private readonly JsonArray _failed = [];
        private int _count;

        public void Create(JsonObject json, ObjectDef type, (FieldDef Field, string ParentId)? parent, int level)
        {
            if (++_count > MaxRecords)
                throw RequestErrors.TooManyRecords(MaxRecords);
            if (level > MaxLevels)
                throw RequestErrors.InvalidInput($"The record tree is too deep: at most {MaxLevels} levels");
            var referenceId =
                json["attributes"]?["referenceId"]?.GetValue<string>() ?? throw RequestErrors.InvalidInput("Each record needs a referenceId");
            var children = json.Where(pair => pair.Value is JsonObject nested && nested["records"] is JsonArray).ToList();
            var fields = new JsonObject([
                .. json.Except(children)
                    .Where(pair => pair.Key != "attributes")
                    .Select(pair => KeyValuePair.Create(pair.Key, pair.Value?.DeepClone())),
            ]);
            if (parent is var (field, parentId))
                fields[field.Name] = parentId;
            try
            {
                var record = RecordWrites.Create(type, fields, session);
                _created.Add(new JsonObject { ["referenceId"] = referenceId, ["id"] = record.Id });
                foreach (var (name, nested) in children)
                {
                    var relation = type.FindChildren(name) ?? throw RecordErrors.NoSuchColumn(name, type.Name);
                    foreach (var child in nested!["records"]!.AsArray().OfType<JsonObject>())
                        Create(child, relation.Child, (relation.Field, record.Id), level + 1);
                }
            }
            catch (SalesforceError error)
            {
                _failed.Add(
                    new JsonObject
                    {
                        ["referenceId"] = referenceId,
                        ["errors"] = new JsonArray(
                            new JsonObject
                            {
                                ["statusCode"] = error.Code,
                                ["message"] = error.Message,
                                ["fields"] = new JsonArray([.. (error.Fields ?? []).Select(name => (JsonNode)name)]),
                            }
                        ),
                    }
                );
            }
        }

        public ApiReply Answer()
        {
            if (_failed.Count == 0)
                return new ApiReply(201, new JsonObject { ["hasErrors"] = false, ["results"] = _created });
            session.RollbackTo(start);
            return new ApiReply(400, new JsonObject { ["hasErrors"] = true, ["results"] = _failed });
        }
    }
}
