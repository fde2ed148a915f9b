using System.Text.Json.Nodes;

namespace CpqBilling.Sandbox.Salesforce.Tests;

public sealed class JsforceTests
{
    [Fact]
    public async Task Jsforce_CannotTellTheSandboxFromAnOrg()
    {
        NodeClient.Package("jsforce/package.json");
        await using var org = await TestOrg.StartAsync(new SalesforceSandboxOptions());
        var (exit, output, errors) = await NodeClient.RunAsync(["jsforce-tour.mjs", org.Address.ToString().TrimEnd('/')]);
        Assert.True(exit == 0, errors);
        var expected = JsonNode
            .Parse(
                """
                {
                  "userId": "005", "wrongPassword": "INVALID_LOGIN", "created": true, "name": "Acme", "description": "Changed", "many": ["ok", "ok", "REQUIRED_FIELD_MISSING"], "upserted": [true, false],
                  "rows": [["Acme", null]], "parents": ["Ash of Acme", "Birch of Acme"], "found": ["Ash"], "paged": 1200, "bulk": 1100, "prefix": "802", "quoteLine": ["SBQQ__QuoteLine__c"], "global": true,
                  "usage": 15000, "limits": 15000, "identity": "integration@cpqbilling.test", "errors": ["INVALID_FIELD", "INVALID_TYPE", "REQUIRED_FIELD_MISSING", "NOT_FOUND"], "gone": "ENTITY_IS_DELETED",
                  "refreshed": true, "afterRefresh": 1200
                }
                """
            )!
            .AsObject();
        var actual = JsonNode.Parse(output)!.AsObject();
        foreach (var (name, value) in expected)
            Assert.True(JsonNode.DeepEquals(value, actual[name]), $"{name}: expected {value?.ToJsonString()}, was {actual[name]?.ToJsonString()}");
    }
}
