using System.Text.Json.Nodes;
using CpqBilling.Sandbox.Salesforce.Org;

namespace CpqBilling.Sandbox.Salesforce.Soql;

/// <summary><c>query?explain=</c>: whether an index or a scan would lead.</summary>
internal static class QueryExplanation
{
    public static JsonObject Of(string text, SandboxOrg org)
    {
        var query = SoqlParser.Parse(text);
        var plan = new QueryPlan(query, text, org);
        var all = org.Store[plan.Scope.Type].Count;
        var found = new IndexChooser(plan.Scope, new SemiJoins(plan.Scope)).Candidates(query.Where);
        var best = new JsonObject
        {
            ["cardinality"] = found?.Count ?? all,
            ["fields"] = new JsonArray(),
            ["leadingOperationType"] = found is null ? "TableScan" : "Index",
            ["notes"] = new JsonArray(),
            ["relativeCost"] = all == 0 ? 0m : Math.Round((decimal)(found?.Count ?? all) / all, 3),
            ["sobjectCardinality"] = all,
            ["sobjectType"] = plan.Scope.Type.Name,
        };
        return new JsonObject { ["plans"] = new JsonArray(best), ["sourceQuery"] = text };
    }
}
