using System.Text.Json.Nodes;

namespace CpqBilling.Sandbox.Salesforce.Tests;

public sealed class JsforceTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Jsforce_CannotTellTheSandboxFromAnOrg()
    {
        NodeClient.Package("jsforce/package.json");
        await using var org = await TestOrg.StartAsync(new SalesforceSandboxOptions());
        var (exit, printed, errors) = await NodeClient.RunAsync(["jsforce-tour.mjs", org.Address.ToString().TrimEnd('/')]);
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
        var actual = JsonNode.Parse(printed)!.AsObject();
        List<string> wrong =
        [
            .. expected
                .Where(fact => !JsonNode.DeepEquals(fact.Value, actual[fact.Key]))
                .Select(fact => $"{fact.Key}: expected {fact.Value?.ToJsonString()}, was {actual[fact.Key]?.ToJsonString()}"),
        ];
        output.WriteLine($"jsforce: {expected.Count} answers tried, {expected.Count - wrong.Count} right, {wrong.Count} wrong, 0 not offered");
        Assert.Empty(wrong);
    }
}
