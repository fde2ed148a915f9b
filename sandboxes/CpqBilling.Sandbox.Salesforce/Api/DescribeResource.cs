using System.Text.Json.Nodes;
using CpqBilling.Sandbox.Salesforce.Org;
using CpqBilling.Sandbox.Salesforce.Schema;

namespace CpqBilling.Sandbox.Salesforce.Api;

/// <summary>The describe calls: which objects there are and what is known about each.</summary>
internal sealed class DescribeResource(SandboxOrg org)
{
    public ApiReply Global(ApiCall call) => ApiReply.Ok(new JsonObject
    {
        ["encoding"] = "UTF-8", ["maxBatchSize"] = 200,
        ["sobjects"] = new JsonArray([.. org.Schema.Objects.Select(type => (JsonNode)ObjectDescription.Summary(type, call.Version))]),
    });

    public ApiReply Basic(ObjectDef type, ApiCall call) => ApiReply.Ok(new JsonObject { ["objectDescribe"] = ObjectDescription.Summary(type, call.Version), ["recentItems"] = new JsonArray() });

    public ApiReply Describe(ObjectDef type, ApiCall call) => ApiReply.Ok(ObjectDescription.Full(type, call.Version));
}
