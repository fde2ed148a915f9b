using System.Net;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace CpqBilling.Sandbox.Salesforce.Tests;

public sealed class SoqlAnswerTests
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private const string Records = """
        { "Account": [{ "Id": "Account#1", "Name": "Apple" }, { "Id": "Account#2", "Name": "Berry" }],
          "Order": [
            { "Id": "Order#1", "AccountId": "Account#1", "Status": "Activated", "TotalAmount": 10, "EffectiveDate": "2024-01-05" },
            { "Id": "Order#2", "AccountId": "Account#1", "Status": "Draft", "TotalAmount": 20.5, "EffectiveDate": "2024-01-20" },
            { "Id": "Order#3", "AccountId": "Account#2", "Status": "Draft", "EffectiveDate": "2024-03-01" }] }
        """;

    [Fact]
    public async Task Row_HasAttributesAndFieldsInTheOrderAskedInSchemaCase()
    {
        await using var org = await TestOrg.StartAsync();
        var ids = await org.LoadAsync(Records);
        var answer = await org.QueryAsync(
            "select totalamount, account.name, id, effectivedate, contractid, sbqq__contracted__c, contract.id from order where totalamount = 10"
        );
        var (order, account) = (ids["Order#1"], ids["Account#1"]);
        Assert.Equal(
            $$"""
            {"totalSize":1,"done":true,"records":[{"attributes":{"type":"Order","url":"/services/data/v65.0/sobjects/Order/{{order}}"},"TotalAmount":10,"Account":{"attributes":{"type":"Account","url":"/services/data/v65.0/sobjects/Account/{{account}}"},"Name":"Apple"},"Id":"{{order}}","EffectiveDate":"2024-01-05","ContractId":null,"SBQQ__Contracted__c":false,"Contract":null}]}
            """,
            answer.ToJsonString(Plain)
        );
    }

    [Fact]
    public async Task Children_AreListsOrNull()
    {
        await using var org = await TestOrg.StartAsync();
        await org.LoadAsync(Records);
        var rows = (
            await org.QueryAsync(
                "SELECT Name, (SELECT Status FROM Orders WHERE Status = 'Draft' ORDER BY TotalAmount DESC LIMIT 1), (SELECT Id FROM Contracts) FROM Account ORDER BY Name"
            )
        )["records"]!;
        Assert.Equal(1, rows[0]!["Orders"]!["totalSize"]!.GetValue<int>());
        Assert.Equal("Draft", rows[0]!["Orders"]!["records"]![0]!["Status"]!.GetValue<string>());
        Assert.Null(rows[0]!["Contracts"]);
        Assert.True(rows[0]!.AsObject().ContainsKey("Contracts"));
    }

    [Theory]
    [InlineData("SELECT COUNT() FROM Order", """{"totalSize":3,"done":true,"records":[]}""")]
    [InlineData("SELECT COUNT() FROM Order WHERE Status = 'Draft' LIMIT 1", """{"totalSize":1,"done":true,"records":[]}""")]
    [InlineData("SELECT COUNT(Id) FROM Order", """{"totalSize":1,"done":true,"records":[{"attributes":{"type":"AggregateResult"},"expr0":3}]}""")]
    [InlineData(
        "SELECT Status, COUNT(Id) n, SUM(TotalAmount), AVG(TotalAmount), MIN(EffectiveDate), MAX(TotalAmount) FROM Order GROUP BY Status ORDER BY Status",
        """{"totalSize":2,"done":true,"records":[{"attributes":{"type":"AggregateResult"},"Status":"Activated","n":1,"expr0":10,"expr1":10,"expr2":"2024-01-05","expr3":10},{"attributes":{"type":"AggregateResult"},"Status":"Draft","n":2,"expr0":20.5,"expr1":20.5,"expr2":"2024-01-20","expr3":20.5}]}"""
    )]
    [InlineData(
        "SELECT Account.Name, COUNT_DISTINCT(Status) kinds FROM Order GROUP BY Account.Name HAVING COUNT(Id) > 1",
        """{"totalSize":1,"done":true,"records":[{"attributes":{"type":"AggregateResult"},"Name":"Apple","kinds":2}]}"""
    )]
    [InlineData(
        "SELECT CALENDAR_MONTH(EffectiveDate) m, COUNT(Id) FROM Order GROUP BY CALENDAR_MONTH(EffectiveDate) ORDER BY COUNT(Id) DESC",
        """{"totalSize":2,"done":true,"records":[{"attributes":{"type":"AggregateResult"},"m":1,"expr0":2},{"attributes":{"type":"AggregateResult"},"m":3,"expr0":1}]}"""
    )]
    [InlineData(
        "SELECT Status, COUNT(Id) FROM Order GROUP BY ROLLUP(Status) ORDER BY Status",
        """{"totalSize":3,"done":true,"records":[{"attributes":{"type":"AggregateResult"},"Status":null,"expr0":3},{"attributes":{"type":"AggregateResult"},"Status":"Activated","expr0":1},{"attributes":{"type":"AggregateResult"},"Status":"Draft","expr0":2}]}"""
    )]
    public async Task Aggregates_AreWorkedOut(string soql, string expected)
    {
        await using var org = await TestOrg.StartAsync();
        await org.LoadAsync(Records);
        Assert.Equal(expected, (await org.QueryAsync(soql)).ToJsonString(Plain));
    }

    [Fact]
    public async Task FieldsFunction_GivesEveryField()
    {
        await using var org = await TestOrg.StartAsync();
        await org.LoadAsync(Records);
        var all = (await org.QueryAsync("SELECT FIELDS(ALL) FROM Order LIMIT 1"))["records"]![0]!.AsObject();
        var standard = (await org.QueryAsync("SELECT FIELDS(STANDARD) FROM Order"))["records"]![0]!.AsObject();
        var custom = (await org.QueryAsync("SELECT FIELDS(CUSTOM) FROM Order LIMIT 200"))["records"]![0]!.AsObject();
        Assert.Contains("Stripe_ID__c", custom.Select(pair => pair.Key));
        Assert.DoesNotContain("Stripe_ID__c", standard.Select(pair => pair.Key));
        Assert.Equal(all.Count, standard.Count + custom.Count - 1);
    }

    [Fact]
    public async Task TypeOf_ChoosesFieldsByTheParentsType()
    {
        await using var org = await TestOrg.StartAsync();
        await org.LoadAsync(Records);
        var row = (await org.QueryAsync("SELECT TYPEOF Owner WHEN User THEN Username ELSE Name END FROM Order LIMIT 1"))["records"]![0]!;
        Assert.Equal("integration@cpqbilling.test", row["Owner"]!["Username"]!.GetValue<string>());
    }

    [Fact]
    public async Task Columns_DescribeTheQueryForTables()
    {
        await using var org = await TestOrg.StartAsync();
        var (_, answer) = await org.SendAsync(
            "GET",
            "query?columns=true&q=" + WebUtility.UrlEncode("SELECT Id, Account.Name, (SELECT Quantity FROM OrderItems) FROM Order")
        );
        Assert.Equal("Order,801,True", $"{answer!["entityName"]},{answer["keyPrefix"]},{answer["idSelected"]!.GetValue<bool>()}");
        var columns = answer["columnMetadata"]!.AsArray();
        Assert.Equal(
            """{"aggregate":false,"apexType":"Id","booleanType":false,"columnName":"Id","custom":false,"displayName":"Id","foreignKeyName":null,"insertable":false,"joinColumns":[],"numberType":false,"textType":false,"updatable":false}""",
            columns[0]!.ToJsonString()
        );
        Assert.Equal(
            "Account:False:Name",
            $"{columns[1]!["columnName"]}:{columns[1]!["aggregate"]!.GetValue<bool>()}:{columns[1]!["joinColumns"]![0]!["columnName"]}"
        );
        Assert.Equal(
            "OrderItems:True:Quantity",
            $"{columns[2]!["columnName"]}:{columns[2]!["aggregate"]!.GetValue<bool>()}:{columns[2]!["joinColumns"]![0]!["columnName"]}"
        );
    }

    [Fact]
    public async Task Explain_NamesTheLeadingIndex()
    {
        await using var org = await TestOrg.StartAsync();
        var ids = await org.LoadAsync(Records);
        Assert.Equal(
            "Index",
            (
                await org.SendAsync("GET", "query?explain=" + WebUtility.UrlEncode($"SELECT Id FROM Order WHERE AccountId = '{ids["Account#1"]}'"))
            ).Body!["plans"]![0]!["leadingOperationType"]!.GetValue<string>()
        );
        Assert.Equal(
            "TableScan",
            (await org.SendAsync("GET", "query?explain=SELECT+Id+FROM+Order")).Body!["plans"]![0]!["leadingOperationType"]!.GetValue<string>()
        );
    }
}
