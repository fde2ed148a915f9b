using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using CpqBilling.Sandbox.Salesforce.Api;
using CpqBilling.Sandbox.Salesforce.Org;
using CpqBilling.Sandbox.Salesforce.Records;
using CpqBilling.Sandbox.Salesforce.Schema;

namespace CpqBilling.Sandbox.Salesforce.Bulk;

/// <summary><c>jobs/ingest</c>: Bulk API 2.0 inserts, updates, upserts and deletes from CSV.</summary>
internal sealed class BulkIngestResource(SandboxOrg org)
{
    private readonly ConcurrentDictionary<string, BulkIngestJob> _jobs = new(StringComparer.Ordinal);
    private long _lastNumber;

    public ApiReply Handle(ApiCall call) =>
        (call.Method, call.Segments.Count) switch
        {
            ("POST", 2) => Create(call),
            ("GET", 2) => List(call),
            ("GET", 3) => ApiReply.Ok(Job(call).ToJson(call.Version)),
            ("PUT", 4) when call.Segments[3] == "batches" => Upload(Job(call), call),
            ("PATCH", 3) => Patch(Job(call), call),
            ("DELETE", 3) => Delete(Job(call)),
            ("GET", 4) => Results(Job(call), call.Segments[3]),
            _ => throw RequestErrors.NotFound(),
        };

    private ApiReply Create(ApiCall call)
    {
        var request = BulkIngestRequest.Read(call.ObjectBody());
        var type = org.Schema.Find(request.Object) ?? throw RequestErrors.InvalidType(request.Object);
        if (request.ExternalIdFieldName is { } key)
            RecordWrites.Key(type, key);
        var job = new BulkIngestJob(
            SalesforceId.Make("750", 1_000_000 + Interlocked.Increment(ref _lastNumber)),
            request,
            call.User.Id,
            org.Clock.Now
        );
        _jobs[job.Id] = job;
        return ApiReply.Ok(job.ToJson(call.Version));
    }

    private ApiReply List(ApiCall call) =>
        ApiReply.Ok(
            new JsonObject
            {
                ["done"] = true,
                ["nextRecordsUrl"] = null,
                ["records"] = new JsonArray([
                    .. _jobs.Values.OrderBy(job => job.Id, StringComparer.Ordinal).Select(job => (JsonNode)job.ToJson(call.Version)),
                ]),
            }
        );

    private static ApiReply Upload(BulkIngestJob job, ApiCall call)
    {
        if (job.State != "Open" || job.Upload.Length > 0)
            throw new SalesforceError(400, "INVALIDJOBSTATE", $"The job {job.Id} takes one upload while it is open", null);
        job.Upload = call.Body?.GetValue<string>() ?? "";
        return new ApiReply(201, null);
    }

    private static ApiReply Patch(BulkIngestJob job, ApiCall call)
    {
        switch (call.ObjectBody()["state"]?.GetValue<string>())
        {
            case "UploadComplete":
                job.Close(row => Write(job.Request, row, call.Writing));
                break;
            case "Aborted":
                job.Abort();
                break;
            default:
                throw new SalesforceError(400, "INVALIDJOBSTATE", "A job can be set to UploadComplete or Aborted", null);
        }
        return ApiReply.Ok(job.ToJson(call.Version));
    }

    private static BulkOutcome Write(BulkIngestRequest request, JsonObject row, WriteSession session)
    {
        var savepoint = session.Savepoint();
        var type = session.Store.Schema[request.Object];
        string? id = null;
        try
        {
            id = Take(row, "Id");
            switch (request.Operation)
            {
                case "insert":
                    return new BulkOutcome(RecordWrites.Create(type, row, session).Id, true, null);
                case "upsert":
                    return Upsert(request, type, id, row, session);
                case "update":
                    RecordWrites.Update(RecordWrites.Living(type, id ?? "", session.Store), row, session);
                    return new BulkOutcome(id, false, null);
                default:
                    session.Delete(RecordWrites.Living(type, id ?? "", session.Store));
                    return new BulkOutcome(id, false, null);
            }
        }
        catch (SalesforceError error)
        {
            session.RollbackTo(savepoint);
            return new BulkOutcome(id, false, $"{error.Code}:{error.Message}:{string.Join(',', error.Fields ?? [])} --");
        }
    }

    private static BulkOutcome Upsert(BulkIngestRequest request, ObjectDef type, string? id, JsonObject row, WriteSession session)
    {
        var key = RecordWrites.Key(type, request.ExternalIdFieldName!);
        var value = key.Type == FieldType.Id ? id : Take(row, key.Name);
        if (value is null)
            return new BulkOutcome(RecordWrites.Create(type, row, session).Id, true, null);
        return RecordWrites.Upsert(type, key, value, row, session) is var (record, isNew)
            ? new BulkOutcome(record.Id, isNew, null)
            : throw new SalesforceError(400, "DUPLICATE_EXTERNAL_ID", $"{key.Name}: more than one record found for external id field: [{value}]", []);
    }

    /// <summary>A column in any case, which then is no longer part of the row.</summary>
    private static string? Take(JsonObject row, string name)
    {
        if (row.FirstOrDefault(cell => cell.Key.Equals(name, StringComparison.OrdinalIgnoreCase)) is not { Key: { } column } cell)
            return null;
        row.Remove(column);
        return cell.Value?.GetValue<string>();
    }

    private ApiReply Delete(BulkIngestJob job)
    {
        _jobs.TryRemove(job.Id, out _);
        return ApiReply.NoContent();
    }

    private static ApiReply Results(BulkIngestJob job, string name) =>
        new(200, null) { Text = job.Results(name) ?? throw RequestErrors.NotFound(), ContentType = "text/csv" };

    private BulkIngestJob Job(ApiCall call) =>
        SalesforceId.Normalize(call.Segments[2]) is { } id && _jobs.TryGetValue(id, out var job) ? job : throw RequestErrors.NotFound();
}
