using System.Text.Json.Nodes;
using CpqBilling.Sandbox.Salesforce.Api;
using CpqBilling.Sandbox.Salesforce.Records;

namespace CpqBilling.Sandbox.Salesforce.Control;

/// <summary>Records that clients of the API wrote, with the fields they named. What the org itself wrote in consequence is not listed.</summary>
internal sealed class WriteLog
{
    private readonly List<JsonObject> _writes = [];

    public void Add(IReadOnlyList<RecordChange> changes)
    {
        lock (_writes)
            _writes.AddRange(changes.Where(change => change.Mode == WriteMode.Api).Select(Entry));
    }

    public void Clear()
    {
        lock (_writes)
            _writes.Clear();
    }

    public JsonArray ToJson()
    {
        lock (_writes)
            return new JsonArray([.. _writes.Select(write => write.DeepClone())]);
    }

    private static JsonObject Entry(RecordChange change) =>
        new()
        {
            ["type"] = change.Record.Type.Name,
            ["id"] = change.Record.Id,
            ["operation"] = change.Kind.ToString().ToLowerInvariant(),
            ["fields"] = new JsonObject([
                .. change
                    .Given.Where(_ => change.Kind != ChangeKind.Delete)
                    .Select(pair => KeyValuePair.Create(pair.Key.Name, RecordJson.Value(pair.Value, pair.Key))),
            ]),
        };
}
