using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using CpqBilling.Sandbox.Salesforce.Api;
using CpqBilling.Sandbox.Salesforce.Org;
using CpqBilling.Sandbox.Salesforce.Records;

namespace CpqBilling.Sandbox.Salesforce.Bulk;

/// <summary><c>jobs/query</c>: Bulk API 2.0 queries.</summary>
internal sealed class BulkQueryResource(SandboxOrg org)
{
    private const int DefaultPage = 50_000;
    private readonly ConcurrentDictionary<string, BulkQueryJob> _jobs = new(StringComparer.Ordinal);
    private long _lastNumber;

    public ApiReply Handle(ApiCall call) =>
        (call.Method, call.Segments.Count) switch
        {
            ("POST", 2) => Create(call),
            ("GET", 2) => List(call),
            ("GET", 3) => Look(Job(call), call),
            ("PATCH", 3) => Patch(Job(call), call),
            ("DELETE", 3) => Delete(Job(call)),
            ("GET", 4) when call.Segments[3] == "results" => Results(Job(call), call),
            _ => throw RequestErrors.NotFound(),
        };

    private ApiReply Create(ApiCall call)
    {
        var request = BulkQueryRequest.Read(call.ObjectBody());
        var (rows, objectName) = BulkRows.Of(request, org);
        var job = new BulkQueryJob(
            SalesforceId.Make("750", Interlocked.Increment(ref _lastNumber)),
            request,
            rows,
            objectName,
            call.User.Id,
            org.Clock.Now
        );
        _jobs[job.Id] = job;
        return ApiReply.Ok(job.ToJson(call.Version, withProgress: false));
    }

    private ApiReply List(ApiCall call) =>
        ApiReply.Ok(
            new JsonObject
            {
                ["done"] = true,
                ["nextRecordsUrl"] = null,
                ["records"] = new JsonArray([
                    .. _jobs
                        .Values.OrderBy(job => job.Id, StringComparer.Ordinal)
                        .Select(job => (JsonNode)job.ToJson(call.Version, withProgress: false)),
                ]),
            }
        );

    private static ApiReply Look(BulkQueryJob job, ApiCall call)
    {
        job.Advance();
        return ApiReply.Ok(job.ToJson(call.Version, withProgress: true));
    }

    private static ApiReply Patch(BulkQueryJob job, ApiCall call)
    {
        if (call.ObjectBody()["state"]?.GetValue<string>() != "Aborted")
            throw new SalesforceError(400, "INVALIDJOBSTATE", "A query job can only be set to Aborted", null);
        job.Abort();
        return ApiReply.Ok(job.ToJson(call.Version, withProgress: false));
    }

    private ApiReply Delete(BulkQueryJob job)
    {
        if (job.State is "UploadComplete" or "InProgress")
            throw new SalesforceError(400, "INVALIDJOBSTATE", "The job is still running and cannot be deleted", null);
        _jobs.TryRemove(job.Id, out _);
        return ApiReply.NoContent();
    }

    /// <summary>The locator of the next page is its first row; on the last page it is the text null.</summary>
    private static ApiReply Results(BulkQueryJob job, ApiCall call)
    {
        if (job.State != "JobComplete")
            throw new SalesforceError(
                400,
                "INVALIDJOBSTATE",
                $"The job {job.Id} is in state {job.State}; results are there when it is JobComplete",
                null
            );
        var start = call.Query.TryGetValue("locator", out var locator) && locator.Length > 0 ? Decode(locator) : 0;
        var count = call.Query.TryGetValue("maxRecords", out var wish) && int.TryParse(wish, out var max) && max > 0 ? max : DefaultPage;
        var end = Math.Min(start + count, job.Rows.Count);
        return new ApiReply(200, null)
        {
            Text = job.Rows.Page(start, end - start, job.Request.NewLine),
            ContentType = "text/csv",
            Headers = new Dictionary<string, string>
            {
                ["Sforce-Locator"] =
                    end < job.Rows.Count
                        ? Convert.ToBase64String(Encoding.ASCII.GetBytes(end.ToString(CultureInfo.InvariantCulture))).TrimEnd('=')
                        : "null",
                ["Sforce-NumberOfRecords"] = (end - start).ToString(CultureInfo.InvariantCulture),
            },
        };
    }

    private static int Decode(string locator)
    {
        var buffer = new byte[64];
        var padded = locator.PadRight((locator.Length + 3) / 4 * 4, '=');
        return
            padded.Length < 64
            && Convert.TryFromBase64String(padded, buffer, out var length)
            && int.TryParse(Encoding.ASCII.GetString(buffer, 0, length), out var start)
            && start >= 0
            ? start
            : throw new SalesforceError(400, "INVALID_QUERY_LOCATOR", "invalid query locator", null);
    }

    private BulkQueryJob Job(ApiCall call) =>
        SalesforceId.Normalize(call.Segments[2]) is { } id && _jobs.TryGetValue(id, out var job) ? job : throw RequestErrors.NotFound();
}
