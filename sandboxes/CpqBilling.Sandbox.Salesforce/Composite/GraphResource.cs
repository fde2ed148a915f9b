using System.Text.Json.Nodes;
using CpqBilling.Sandbox.Salesforce.Api;

namespace CpqBilling.Sandbox.Salesforce.Composite;

/// <summary><c>composite/graph</c>: several composites of record calls, each a transaction of its own. Queries are not allowed in it.</summary>
internal sealed class GraphResource(CompositeResource composite)
{
    private const int MaxGraphs = 75;
    private const int MaxNodes = 500;

    public ApiReply Handle(ApiCall call)
    {
        if (call.ObjectBody()["graphs"] is not JsonArray graphs)
            throw RequestErrors.InvalidInput("The graphs parameter is required");
        if (graphs.Count > MaxGraphs)
            throw new SalesforceError(400, "LIMIT_EXCEEDED", $"The request can't contain more than {MaxGraphs} graphs.", null);
        var parsed = graphs
            .OfType<JsonObject>()
            .Select(graph =>
                (
                    Id: graph["graphId"]?.GetValue<string>() ?? throw RequestErrors.InvalidInput("The graphId parameter is required"),
                    Nodes: Nodes(graph)
                )
            )
            .ToList();
        if (parsed.Sum(graph => graph.Nodes.Count) > MaxNodes)
            throw new SalesforceError(400, "LIMIT_EXCEEDED", $"The request can't contain more than {MaxNodes} nodes.", null);
        var answers = new JsonArray();
        foreach (var (id, nodes) in parsed)
        {
            var (entries, isSuccess) = composite.Run(call, nodes, allOrNone: true);
            answers.Add(
                new JsonObject
                {
                    ["graphId"] = id,
                    ["graphResponse"] = new JsonObject { ["compositeResponse"] = entries },
                    ["isSuccessful"] = isSuccess,
                }
            );
        }
        return ApiReply.Ok(new JsonObject { ["graphs"] = answers });
    }

    private static List<Subrequest> Nodes(JsonObject graph)
    {
        var nodes = (graph["compositeRequest"] as JsonArray ?? throw RequestErrors.InvalidInput("The compositeRequest parameter is required"))
            .Select(node => Subrequest.Read((JsonObject)node!))
            .ToList();
        CompositeResource.CheckReferenceIds(nodes);
        if (nodes.Exists(node => node.Url is not { Segments: ["sobjects", _, ..] }))
            throw RequestErrors.InvalidInput("Only sobjects resources are supported in a composite graph");
        return nodes;
    }
}
