using System.Text.Json.Nodes;
using CpqBilling.Sandbox.Salesforce.Bulk;
using CpqBilling.Sandbox.Salesforce.Composite;
using CpqBilling.Sandbox.Salesforce.Org;
using CpqBilling.Sandbox.Salesforce.Records;
using CpqBilling.Sandbox.Salesforce.Soql;

namespace CpqBilling.Sandbox.Salesforce.Api;

/// <summary>The REST API below <c>/services/data/vXX.0/</c>: which resource answers a call.</summary>
internal sealed class RestApi
{
    private readonly SandboxOrg _org;
    private readonly ApiUsage _usage;
    private readonly QueryResource _queries;
    private readonly SObjectResource _sobjects;
    private readonly CollectionsResource _collections = new();
    private readonly CompositeResource _composite;
    private readonly BatchResource _batch;
    private readonly GraphResource _graph;
    private readonly TreeResource _tree = new();
    private readonly BulkQueryResource _bulk;
    private readonly BulkIngestResource _ingest;

    public RestApi(SandboxOrg org, ApiUsage usage)
    {
        (_org, _usage) = (org, usage);
        _queries = new QueryResource(org, new QueryCursors(org.Clock));
        _sobjects = new SObjectResource(new DescribeResource(org));
        _composite = new CompositeResource(Execute);
        _batch = new BatchResource(Execute);
        _graph = new GraphResource(_composite);
        _bulk = new BulkQueryResource(org);
        _ingest = new BulkIngestResource(org);
    }

    /// <summary>Answers a call under the org's lock; what writes is one transaction.</summary>
    public ApiReply Answer(ApiCall call)
    {
        try
        {
            return IsReadOnly(call) ? _org.Read(() => Execute(call)) : _org.Write(call.User, session => Write(call, session));
        }
        catch (SalesforceError error)
        {
            return ApiReply.Error(error);
        }
    }

    /// <summary>A composite of reads alone does not keep writers waiting.</summary>
    private static bool IsReadOnly(ApiCall call) =>
        call.IsGet
        || (
            call.Segments is ["composite"]
            && (call.Body as JsonObject)?["compositeRequest"] is JsonArray requests
            && requests.All(request => request is JsonObject json && json["method"]?.ToString() is "GET" or "get")
        );

    private ApiReply Write(ApiCall call, WriteSession session)
    {
        session.LockFirstRow = call.LockFirstRow;
        return Execute(call with { Session = session });
    }

    /// <summary>One call inside a running transaction; a refusal undoes what the call itself wrote.</summary>
    private ApiReply Execute(ApiCall call)
    {
        var savepoint = call.Session?.Savepoint() ?? 0;
        try
        {
            return Route(call);
        }
        catch (SalesforceError error)
        {
            call.Session?.RollbackTo(savepoint);
            return ApiReply.Error(error);
        }
    }

    private string Identity(ApiCall call) => $"http://{call.Headers.GetValueOrDefault("Host")}/id/{_org.Id}/{call.User.Id}";

    private ApiReply Route(ApiCall call) =>
        call.Segments switch
        {
            [] => ApiReply.Ok(ApiVersions.ResourcesOf(call.Version, Identity(call))),
            ["tooling", "query", ..] => _queries.Handle(call with { Segments = [.. call.Segments.Skip(1)] }),
            ["query" or "queryAll"] or ["query" or "queryAll", _] => _queries.Handle(call),
            ["sobjects", ..] => _sobjects.Handle(call, _org.Store),
            ["composite", "sobjects", ..] => _collections.Handle(call, _org.Store),
            ["composite"] when call.Method == "POST" => _composite.Handle(call),
            ["composite", "batch"] when call.Method == "POST" => _batch.Handle(call),
            ["composite", "graph"] when call.Method == "POST" => _graph.Handle(call),
            ["composite", "tree", _] when call.Method == "POST" => _tree.Handle(call),
            ["jobs", "query", ..] => _bulk.Handle(call),
            ["jobs", "ingest", ..] => _ingest.Handle(call),
            ["limits"] => ApiReply.Ok(_usage.Limits()),
            _ => throw RequestErrors.NotFound(),
        };
}
