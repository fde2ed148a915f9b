using System.Diagnostics;
using System.Text.Json.Nodes;
using CpqBilling.Sandbox.Salesforce.Org;

namespace CpqBilling.Sandbox.Salesforce.Generator;

/// <summary><c>POST /_sandbox/generate {"orders":1000,"seed":1}</c>: fills the org with 1 to 1,000,000 more orders, and tells how many records it then has.</summary>
/// <remarks>Generated records are not announced as events. The largest orgs need some ten gigabytes of memory.</remarks>
internal static class GenerateControl
{
    private static readonly string[] Counted =
    [
        "Account",
        "Product2",
        "Opportunity",
        "SBQQ__Quote__c",
        "Order",
        "OrderItem",
        "Contract",
        "SBQQ__Subscription__c",
    ];

    public static JsonObject Run(SandboxOrg org, JsonObject body)
    {
        var orders = body["orders"]?.GetValue<int>() ?? 1000;
        if (orders is < 1 or > OrgGenerator.MaxOrders)
            throw new FormatException($"orders must be between 1 and {OrgGenerator.MaxOrders}.");
        var started = Stopwatch.GetTimestamp();
        new OrgGenerator(org, body["seed"]?.GetValue<int>() ?? 1).Fill(orders);
        var counts = org.Read(() => Counted.Select(type => KeyValuePair.Create(type, (JsonNode?)org.Store[type].Count)).ToArray());
        return new JsonObject { ["records"] = new JsonObject(counts), ["seconds"] = Math.Round(Stopwatch.GetElapsedTime(started).TotalSeconds, 2) };
    }
}
