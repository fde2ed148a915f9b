using System.Globalization;
using System.Text.Json.Nodes;
using CpqBilling.Sandbox.Salesforce.Org;
using CpqBilling.Sandbox.Salesforce.Schema;

namespace CpqBilling.Sandbox.Salesforce.Api;

/// <summary>The describe calls: which objects there are and what is known about each. Clients may ask whether anything changed.</summary>
internal sealed class DescribeResource(SandboxOrg org)
{
    public ApiReply Global(ApiCall call) =>
        Unchanged(call)
        ?? Dated(
            new JsonObject
            {
                ["encoding"] = "UTF-8",
                ["maxBatchSize"] = 200,
                ["sobjects"] = new JsonArray([.. org.Schema.Objects.Select(type => (JsonNode)ObjectDescription.Summary(type, call.Version))]),
            }
        );

    public ApiReply Basic(ObjectDef type, ApiCall call) =>
        ApiReply.Ok(new JsonObject { ["objectDescribe"] = ObjectDescription.Summary(type, call.Version), ["recentItems"] = new JsonArray() });

    public ApiReply Describe(ObjectDef type, ApiCall call) => Unchanged(call) ?? Dated(ObjectDescription.Full(type, call.Version));

    private ApiReply? Unchanged(ApiCall call) =>
        call.Headers.TryGetValue("If-Modified-Since", out var text)
        && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, out var since)
        && since >= org.Schema.ChangedAt
            ? new ApiReply(304, null)
            : null;

    private ApiReply Dated(JsonObject body) =>
        ApiReply.Ok(body) with
        {
            Headers = new Dictionary<string, string> { ["Last-Modified"] = org.Schema.ChangedAt.ToString("R", CultureInfo.InvariantCulture) },
        };
}
