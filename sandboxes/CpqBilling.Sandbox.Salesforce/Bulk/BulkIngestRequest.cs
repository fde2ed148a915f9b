using System.Text.Json.Nodes;
using CpqBilling.Sandbox.Salesforce.Api;

namespace CpqBilling.Sandbox.Salesforce.Bulk;

/// <summary>The body of a new bulk ingest.</summary>
/// <param name="ExternalIdFieldName">By which field upserts find their records.</param>
internal sealed record BulkIngestRequest(string Operation, string Object, string? ExternalIdFieldName, string ColumnDelimiter, string LineEnding)
{
    public static BulkIngestRequest Read(JsonObject body)
    {
        string? Text(string name) => body[name]?.GetValue<string>();
        var operation = Text("operation") ?? "";
        if (operation is not ("insert" or "update" or "upsert" or "delete"))
            throw new SalesforceError(400, "INVALIDOPERATION", $"{operation} is not an operation of ingest jobs that the sandbox offers", null);
        if (operation == "upsert" && Text("externalIdFieldName") is null)
            throw new SalesforceError(400, "INVALIDJOB", "externalIdFieldName is required for upsert", null);
        return new BulkIngestRequest(
            operation,
            Text("object") ?? throw new SalesforceError(400, "INVALIDJOB", "object is required", null),
            Text("externalIdFieldName"),
            Text("columnDelimiter") ?? "COMMA",
            Text("lineEnding") ?? "LF"
        );
    }
}
