using System.Text.Json.Nodes;

namespace CpqBilling.Sandbox.Salesforce.Tests;

public sealed class CaseFileTests
{
    private const string Small = """
        { "settings": { "multiCurrency": true }, "runs": [{ "now": "2024-01-10T00:00:00Z" }],
          "salesforce": {
            "Account": [{ "Id": "Account#1", "Name": "Acme", "CurrencyIsoCode": "EUR" }],
            "Order": [{ "Id": "Order#1", "AccountId": "Account#1", "Pricebook2Id": "Pricebook2#1", "OrderNumber": "00001348", "TotalAmount": 120.0, "CreatedDate": "2023-08-02T22:23:51.000+0000", "Status": "Activated", "_first_seen_run": 2 }],
            "OrderItem": [{ "Id": "OrderItem#1", "OrderId": "Order#1", "SBQQ__ProrateMultiplier__c": 0.8075342465753425, "SBQQ__PriceDimension__c": "Dimension#3" }] } }
        """;

    [Fact]
    public async Task WholeCaseFile_LoadsAsItIs()
    {
        await using var org = await TestOrg.StartAsync();
        var ids = await org.LoadAsync(Small);
        Assert.Equal(["Account#1", "Dimension#3", "Order#1", "OrderItem#1", "Pricebook2#1"], ids.Keys.Order(StringComparer.Ordinal));
        Assert.Equal("801", ids["Order#1"][..3]);
        var row = (
            await org.QueryAsync(
                "SELECT CurrencyIsoCode, SBQQ__ProrateMultiplier__c, SBQQ__PriceDimension__r.Name, CreatedDate, Order.OrderNumber, Order.TotalAmount, Order.Account.CurrencyIsoCode, Order.Account.CreatedDate FROM OrderItem"
            )
        )["records"]![0]!;
        Assert.Equal("0.8075342465753425", row["SBQQ__ProrateMultiplier__c"]!.ToJsonString());
        Assert.Equal("Dimension 3", row["SBQQ__PriceDimension__r"]!["Name"]!.GetValue<string>());
        Assert.Equal("2023-08-02T22:23:51.000+0000", row["CreatedDate"]!.GetValue<string>());
        Assert.Equal("120.0", row["Order"]!["TotalAmount"]!.ToJsonString());
        Assert.Equal("EUR", row["Order"]!["Account"]!["CurrencyIsoCode"]!.GetValue<string>());
        Assert.Equal("2024-01-10T00:00:00.000+0000", row["Order"]!["Account"]!["CreatedDate"]!.GetValue<string>());
    }

    [Fact]
    public async Task LoadedRecords_HaveTheCodesOfTheirStatus()
    {
        await using var org = await TestOrg.StartAsync();
        await org.LoadAsync(
            """{ "Opportunity": [{ "Id": "Opportunity#1", "StageName": "Closed/Won" }], "Order": [{ "Id": "Order#1", "Status": "Activated", "OpportunityId": "Opportunity#1", "SBQQ__Contracted__c": null }, { "Id": "Order#2", "Status": "Draft" }] }"""
        );
        Assert.Equal("A,D", await org.ColumnAsync("SELECT StatusCode FROM Order ORDER BY OrderNumber", "StatusCode"));
        Assert.Equal(
            "1",
            await org.ColumnAsync(
                "SELECT COUNT(Id) n FROM Order WHERE SBQQ__Contracted__c = false AND Opportunity.IsClosed = true AND Opportunity.IsWon = true",
                "n"
            )
        );
    }

    [Fact]
    public async Task LaterLoad_ChangesKnownRecordsAndMovesTheirStamp()
    {
        await using var org = await TestOrg.StartAsync();
        var first = await org.LoadAsync(Small);
        var second = await org.LoadAsync(
            """{ "Order": [{ "Id": "Order#1", "SBQQ__Contracted__c": true }, { "Id": "Order#2", "AccountId": "Account#1" }] }"""
        );
        Assert.Equal(first["Order#1"], second["Order#1"]);
        Assert.Equal(
            "True,False",
            (await org.ColumnAsync("SELECT SBQQ__Contracted__c FROM Order ORDER BY OrderNumber", "SBQQ__Contracted__c"))
                .Replace("true", "True")
                .Replace("false", "False")
        );
        Assert.Equal(
            "2024-02-01T12:00:00.000+0000",
            await org.ColumnAsync($"SELECT LastModifiedDate FROM Order WHERE Id = '{first["Order#1"]}'", "LastModifiedDate")
        );
    }

    [Fact]
    public async Task Dump_LoadsIntoAnotherOrg()
    {
        await using var org = await TestOrg.StartAsync();
        await org.LoadAsync(Small);
        var (_, dump) = await org.SendAsync("GET", "/_sandbox/fixtures");
        await using var other = await TestOrg.StartAsync();
        await other.LoadAsync(dump!.ToJsonString());
        var (_, again) = await other.SendAsync("GET", "/_sandbox/fixtures");
        Assert.True(JsonNode.DeepEquals(dump, again));
        Assert.Equal("00001349", await other.ColumnAsync($"SELECT OrderNumber FROM Order WHERE Id = '{await NewOrderAsync(other)}'", "OrderNumber"));
    }

    private static async Task<string> NewOrderAsync(TestOrg org)
    {
        var account = await org.ColumnAsync("SELECT Id FROM Account", "Id");
        return await org.CreateAsync("Order", $$"""{"AccountId":"{{account}}","EffectiveDate":"2024-02-01","Status":"Draft"}""");
    }
}
