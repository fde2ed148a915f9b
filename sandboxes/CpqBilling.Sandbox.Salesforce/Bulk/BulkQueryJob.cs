using System.Text.Json.Nodes;
using CpqBilling.Sandbox.Salesforce.Api;

namespace CpqBilling.Sandbox.Salesforce.Bulk;

/// <summary>A bulk query: what was asked, how far it is, and its rows as they were when it was asked.</summary>
internal sealed class BulkQueryJob(string id, BulkQueryRequest request, BulkRows rows, string objectName, string userId, DateTimeOffset createdAt)
{
    public string Id { get; } = id;

    public BulkRows Rows { get; } = rows;

    public string State { get; private set; } = "UploadComplete";

    public BulkQueryRequest Request { get; } = request;

    /// <summary>Each look finds the job a step further, as a client that polls would.</summary>
    public void Advance() =>
        State = State switch
        {
            "UploadComplete" => "InProgress",
            "InProgress" => "JobComplete",
            _ => State,
        };

    public void Abort()
    {
        if (State is "JobComplete" or "Failed" or "Aborted")
            throw new SalesforceError(400, "INVALIDJOBSTATE", "Aborting already Completed Job not allowed", null);
        State = "Aborted";
    }

    public JsonObject ToJson(string version, bool withProgress)
    {
        var json = new JsonObject
        {
            ["id"] = Id,
            ["operation"] = Request.Operation,
            ["object"] = objectName,
            ["createdById"] = userId,
            ["createdDate"] = RecordJson.Instant(createdAt),
            ["systemModstamp"] = RecordJson.Instant(createdAt),
            ["state"] = State,
            ["concurrencyMode"] = "Parallel",
            ["contentType"] = "CSV",
            ["apiVersion"] = decimal.Parse(version, System.Globalization.CultureInfo.InvariantCulture),
            ["lineEnding"] = Request.LineEnding,
            ["columnDelimiter"] = Request.ColumnDelimiter,
        };
        if (withProgress)
            (json["numberRecordsProcessed"], json["retries"], json["totalProcessingTime"]) = (
                State == "JobComplete" ? Rows.Count : 0,
                0,
                State == "JobComplete" ? 100 : 0
            );
        return json;
    }
}

/// <summary>The body of a new bulk query.</summary>
internal sealed record BulkQueryRequest(string Operation, string Query, string ColumnDelimiter, string LineEnding)
{
    public char Delimiter =>
        ColumnDelimiter switch
        {
            "TAB" => '\t',
            "PIPE" => '|',
            "SEMICOLON" => ';',
            "CARET" => '^',
            "BACKQUOTE" => '`',
            _ => ',',
        };

    public string NewLine => LineEnding == "CRLF" ? "\r\n" : "\n";

    public static BulkQueryRequest Read(JsonObject body)
    {
        var operation = body["operation"]?.GetValue<string>() ?? "query";
        if (operation is not ("query" or "queryAll"))
            throw new SalesforceError(400, "INVALIDOPERATION", $"{operation} is not an operation of query jobs", null);
        return new BulkQueryRequest(
            operation,
            body["query"]?.GetValue<string>() ?? throw new SalesforceError(400, "INVALIDJOB", "query is required", null),
            body["columnDelimiter"]?.GetValue<string>() ?? "COMMA",
            body["lineEnding"]?.GetValue<string>() ?? "LF"
        );
    }
}
