namespace CpqBilling.Sandbox.Salesforce.Tests;

public sealed class DeletionTests
{
    [Fact]
    public async Task NeededRecord_CannotBeDeleted()
    {
        await using var org = await TestOrg.StartAsync();
        var ids = await org.LoadAsync(
            """{ "Account": [{ "Id": "Account#1", "Name": "Acme" }], "Order": [{ "Id": "Order#1", "AccountId": "Account#1", "OrderNumber": "00000100" }] }"""
        );
        var (status, error) = await org.SendAsync("DELETE", "sobjects/Account/" + ids["Account#1"]);
        Assert.Equal("400 DELETE_FAILED", $"{status} {error![0]!["errorCode"]}");
        Assert.Equal(
            "Your attempt to delete Acme could not be completed because it is associated with the following orders.: 00000100\n",
            error[0]!["message"]!.GetValue<string>()
        );
    }

    [Fact]
    public async Task Details_GoWithTheirMasterAndLookupsAreEmptied()
    {
        await using var org = await TestOrg.StartAsync();
        var ids = await org.LoadAsync(
            """
            { "Order": [{ "Id": "Order#1", "SBQQ__Quote__c": "Quote#1", "Status": "Draft" }],
              "OrderItem": [{ "Id": "OrderItem#1", "OrderId": "Order#1" }],
              "Contract": [{ "Id": "Contract#1", "SBQQ__Order__c": "Order#1" }] }
            """
        );
        Assert.Equal(204, (await org.SendAsync("DELETE", "sobjects/Order/" + ids["Order#1"])).Status);
        Assert.Equal("", await org.ColumnAsync("SELECT Id FROM OrderItem", "Id"));
        Assert.Equal(1, (await org.SendAsync("GET", "queryAll?q=SELECT+COUNT()+FROM+OrderItem")).Body!["totalSize"]!.GetValue<int>());
        Assert.Equal("null", await org.ColumnAsync("SELECT SBQQ__Order__c FROM Contract", "SBQQ__Order__c"));
    }

    [Fact]
    public async Task UsedUpAllocation_RefusesEveryCall()
    {
        await using var org = await TestOrg.StartAsync();
        await org.SendAsync("POST", "/_sandbox/usage", """{"max":100,"used":99}""");
        using var last = await org.RawAsync("GET", "limits");
        Assert.Equal("200 api-usage=100/100", $"{(int)last.StatusCode} {last.Headers.GetValues("Sforce-Limit-Info").Single()}");
        Assert.Equal(
            """403 [{"message":"TotalRequests Limit exceeded.","errorCode":"REQUEST_LIMIT_EXCEEDED"}]""",
            Text(await org.SendAsync("GET", "limits"))
        );
    }

    private static string Text((int Status, System.Text.Json.Nodes.JsonNode? Body) answer) => $"{answer.Status} {answer.Body!.ToJsonString()}";
}
