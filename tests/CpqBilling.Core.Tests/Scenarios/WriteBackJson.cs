using System.Text.Json.Nodes;
using CpqBilling.Core.Planning;
using CpqBilling.Core.Requests;

namespace CpqBilling.Core.Tests.Scenarios;

/// <summary>What Salesforce is told: the fields of each record, and the Sync Records with the text that people read.</summary>
internal static class WriteBackJson
{
    public static string Of(WriteBack writeBack)
    {
        var fields = writeBack
            .Fields.GroupBy(write => write.Record)
            .Select(writes => KeyValuePair.Create($"{writes.Key.Type} {writes.Key.Id}", (JsonNode?)Fields(writes)));
        return Outcome.Text(
            new JsonObject { ["fields"] = new JsonObject(fields), ["syncRecords"] = new JsonArray([.. writeBack.SyncRecords.Select(SyncRecord)]) }
        );
    }

    private static JsonObject Fields(IEnumerable<FieldWrite> writes) =>
        new(writes.Select(write => KeyValuePair.Create(write.Field, JsonNode.Parse(StripeJson.Write(write.Value)))));

    /// <summary>The message line by line.</summary>
    private static JsonNode SyncRecord(SyncRecordWrite record) =>
        new JsonObject
        {
            ["primary"] = $"{record.Primary.Type} {record.Primary.Id}",
            ["secondary"] = $"{record.Secondary.Type} {record.Secondary.Id}",
            ["status"] = record.Status.ToString(),
            ["message"] = new JsonArray([.. record.Message.Split('\n').Select(line => (JsonNode)line)]),
        };
}
