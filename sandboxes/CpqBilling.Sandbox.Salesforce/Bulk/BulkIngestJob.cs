using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using CpqBilling.Sandbox.Salesforce.Api;

namespace CpqBilling.Sandbox.Salesforce.Bulk;

/// <summary>A bulk ingest: what is uploaded, and once it is closed what became of each row.</summary>
internal sealed class BulkIngestJob(string id, BulkIngestRequest request, string userId, DateTimeOffset createdAt)
{
    private readonly StringBuilder _succeeded = new();
    private readonly StringBuilder _failed = new();

    public string Id { get; } = id;

    public BulkIngestRequest Request { get; } = request;

    public string State { get; private set; } = "Open";

    public string Upload { get; set; } = "";

    private int Processed { get; set; }

    private int Failed { get; set; }

    public void Abort() => State = State == "Open" ? "Aborted" : throw WrongState();

    /// <summary>Takes the rows in; each stands for itself.</summary>
    public void Close(Func<JsonObject, BulkOutcome> write)
    {
        if (State != "Open")
            throw WrongState();
        var table = BulkTable.Read(Upload, Delimiter);
        _succeeded.Append(Line(["sf__Id", "sf__Created", .. table.Columns]));
        _failed.Append(Line(["sf__Id", "sf__Error", .. table.Columns]));
        foreach (var row in table.Rows)
        {
            var outcome = write(table.Body(row));
            Processed++;
            Failed += outcome.Error is null ? 0 : 1;
            if (outcome.Error is null)
                _succeeded.Append(Line([outcome.Id ?? "", outcome.IsNew ? "true" : "false", .. row]));
            else
                _failed.Append(Line([outcome.Id ?? "", outcome.Error, .. row]));
        }
        State = "JobComplete";
    }

    public string? Results(string name) =>
        name switch
        {
            "successfulResults" => _succeeded.ToString(),
            "failedResults" => _failed.ToString(),
            "unprocessedrecords" => State == "Aborted" ? Upload : Upload.Split('\n')[0],
            _ => null,
        };

    public JsonObject ToJson(string version) =>
        new()
        {
            ["id"] = Id,
            ["operation"] = Request.Operation,
            ["object"] = Request.Object,
            ["externalIdFieldName"] = Request.ExternalIdFieldName,
            ["createdById"] = userId,
            ["createdDate"] = RecordJson.Instant(createdAt),
            ["systemModstamp"] = RecordJson.Instant(createdAt),
            ["state"] = State,
            ["concurrencyMode"] = "Parallel",
            ["contentType"] = "CSV",
            ["apiVersion"] = decimal.Parse(version, CultureInfo.InvariantCulture),
            ["jobType"] = "V2Ingest",
            ["contentUrl"] = $"services/data/v{version}/jobs/ingest/{Id}/batches",
            ["lineEnding"] = Request.LineEnding,
            ["columnDelimiter"] = Request.ColumnDelimiter,
            ["numberRecordsProcessed"] = Processed,
            ["numberRecordsFailed"] = Failed,
            ["retries"] = 0,
            ["totalProcessingTime"] = 0,
            ["apiActiveProcessingTime"] = 0,
            ["apexProcessingTime"] = 0,
        };

    private char Delimiter => new BulkQueryRequest("", "", Request.ColumnDelimiter, Request.LineEnding).Delimiter;

    private string Line(IEnumerable<string> values) =>
        string.Join(Delimiter, values.Select(value => $"\"{value.Replace("\"", "\"\"", StringComparison.Ordinal)}\""))
        + (Request.LineEnding == "CRLF" ? "\r\n" : "\n");

    private SalesforceError WrongState() => new(400, "INVALIDJOBSTATE", $"The job {Id} is in state {State}", null);
}
