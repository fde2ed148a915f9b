using System.Globalization;
using System.Text.Json.Nodes;
using CpqBilling.Sandbox.Salesforce.Records;

namespace CpqBilling.Sandbox.Salesforce.Api;

/// <summary><c>updated</c> and <c>deleted</c>: which records of an object changed between two instants.</summary>
internal static class Changes
{
    public static ApiReply Of(Table table, bool deleted, ApiCall call)
    {
        var (start, end) = (Instant(call, "start"), Instant(call, "end"));
        if (end <= start)
            throw new SalesforceError(400, "INVALID_REPLICATION_DATE", "startDate before endDate", null);
        var changed = table
            .All.Where(record => record.IsDeleted == deleted && record["SystemModstamp"] is DateTimeOffset at && at >= start && at < end)
            .ToList();
        var answer = new JsonObject { ["latestDateCovered"] = RecordJson.Instant(end) };
        if (deleted)
        {
            answer["earliestDateAvailable"] = RecordJson.Instant(start);
            answer["deletedRecords"] = new JsonArray([.. changed.Select(record => (JsonNode)Deleted(record))]);
        }
        else
        {
            answer["ids"] = new JsonArray([.. changed.Select(record => (JsonNode)record.Id)]);
        }
        return ApiReply.Ok(answer);
    }

    private static JsonObject Deleted(Record record) =>
        new() { ["id"] = record.Id, ["deletedDate"] = RecordJson.Instant((DateTimeOffset)record["SystemModstamp"]!) };

    private static DateTimeOffset Instant(ApiCall call, string name) =>
        DateTimeOffset.TryParse(call.Parameter(name), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at)
            ? at
            : throw new SalesforceError(400, "INVALID_REPLICATION_DATE", $"{name} is no date", null);
}
