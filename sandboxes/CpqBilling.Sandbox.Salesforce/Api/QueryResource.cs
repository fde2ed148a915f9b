using System.Text.Json.Nodes;
using CpqBilling.Sandbox.Salesforce.Org;
using CpqBilling.Sandbox.Salesforce.Soql;

namespace CpqBilling.Sandbox.Salesforce.Api;

/// <summary><c>query</c>, <c>queryAll</c> and the pages that follow.</summary>
internal sealed class QueryResource(SandboxOrg org, QueryCursors cursors)
{
    private const int MaxBatch = 2000;
    private readonly QueryRunner _runner = new(org);

    public ApiReply Handle(ApiCall call)
    {
        if (!call.IsGet)
            throw RequestErrors.MethodNotAllowed(call.Method, "HEAD,GET");
        var context = new RowContext(call.Version, BatchSize(call), cursors);
        if (call.Segments.Count == 2)
            return ApiReply.Ok(cursors.NextPage(call.Segments[1], context) ?? throw RequestErrors.BadLocator());
        if (call.Query.TryGetValue("explain", out var explained))
            return ApiReply.Ok(QueryExplanation.Of(explained, org));
        var text = call.Parameter("q");
        if (call.Query.TryGetValue("columns", out var columns) && columns == "true")
            return ApiReply.Ok(ColumnMetadata.Of(text, org));
        return ApiReply.Ok(_runner.Run(text, context, includeDeleted: call.Segments[0] == "queryAll"));
    }

    /// <summary>The client's wish, kept between 200 and 2,000.</summary>
    private static int BatchSize(ApiCall call) =>
        call.Headers.TryGetValue("Sforce-Query-Options", out var wish) && wish.Split('=') is [_, var number] && int.TryParse(number, out var size)
            ? Math.Clamp(size, 200, MaxBatch)
            : MaxBatch;
}
