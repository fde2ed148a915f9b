using System.Net;
using System.Text.Json.Nodes;

namespace CpqBilling.Sandbox.Salesforce.Tests;

public sealed class CompositeTests
{
    private const string Contract = """
        {
          "Account": [{ "Id": "Account#1", "Name": "Acme" }],
          "Product2": [{ "Id": "Product2#1", "Name": "Seats", "IsActive": true }],
          "Contract": [{ "Id": "Contract#1", "AccountId": "Account#1", "EndDate": "2024-12-31" }],
          "Opportunity": [{ "Id": "Opportunity#1", "AccountId": "Account#1", "SBQQ__AmendedContract__c": "Contract#1" }],
          "Order": [{ "Id": "Order#1", "AccountId": "Account#1", "OpportunityId": "Opportunity#1", "SBQQ__Quote__c": "Quote#1", "Status": "Activated", "LastModifiedDate": "2024-01-05T10:00:00.000+0000" },
                    { "Id": "Order#2", "AccountId": "Account#1", "Status": "Draft" }],
          "OrderItem": [{ "Id": "OrderItem#1", "OrderId": "Order#1", "Product2Id": "Product2#1", "PricebookEntryId": "PricebookEntry#1", "SBQQ__QuoteLine__c": "QuoteLine#7", "UnitPrice": 120.0, "Quantity": 2.0 },
                        { "Id": "OrderItem#2", "OrderId": "Order#1", "Product2Id": "Product2#1", "SBQQ__RevisedOrderProduct__c": "OrderItem#1" }],
          "SBQQ__OrderItemConsumptionSchedule__c": [{ "Id": "OrderItemConsumptionSchedule#1", "Name": "Tiers", "SBQQ__OrderItem__c": "OrderItem#1" }],
          "SBQQ__OrderItemConsumptionRate__c": [{ "Id": "OrderItemConsumptionRate#1", "Name": "R1", "SBQQ__OrderItemConsumptionSchedule__c": "OrderItemConsumptionSchedule#1", "SBQQ__Price__c": 1.5, "SBQQ__ProcessingOrder__c": 1 }],
          "ConsumptionSchedule": [{ "Id": "ConsumptionSchedule#1", "Name": "CS" }],
          "ProductConsumptionSchedule": [{ "Id": "ProductConsumptionSchedule#1", "ProductId": "Product2#1", "ConsumptionScheduleId": "ConsumptionSchedule#1" }]
        }
        """;

    [Fact]
    public async Task WholeContractInOneCall_AnswersParentsAndChildren()
    {
        await using var org = await TestOrg.StartAsync();
        var ids = await org.LoadAsync(Contract);
        var order = ids["Order#1"];
        var body = Request(
            (
                "order",
                $"SELECT Id, Status, Account.Name, SBQQ__Quote__r.Id, Opportunity.SBQQ__AmendedContract__r.EndDate FROM Order WHERE Id = '{order}'"
            ),
            (
                "items",
                $"SELECT Id, Quantity, Product2.Name, PricebookEntry.UnitPrice, SBQQ__QuoteLine__r.SBQQ__SegmentLabel__c, SBQQ__RevisedOrderProduct__r.Order.Status, (SELECT Name, (SELECT SBQQ__Price__c FROM SBQQ__OrderItemConsumptionRates__r ORDER BY SBQQ__ProcessingOrder__c) FROM SBQQ__OrderItemConsumptionSchedules__r) FROM OrderItem WHERE OrderId = '{order}' ORDER BY Id"
            ),
            (
                "schedules",
                $"SELECT ConsumptionSchedule.Name FROM ProductConsumptionSchedule WHERE ProductId IN (SELECT Product2Id FROM OrderItem WHERE OrderId = '{order}')"
            ),
            ("rates", "SELECT Id FROM ConsumptionRate WHERE ConsumptionScheduleId = null")
        );
        var (status, answer) = await org.SendAsync("POST", "composite", body);
        Assert.Equal(200, status);
        var parts = answer!["compositeResponse"]!.AsArray();
        var first = parts[0]!["body"]!["records"]![0]!;
        Assert.Equal("Acme", first["Account"]!["Name"]!.GetValue<string>());
        Assert.Equal(ids["Quote#1"], first["SBQQ__Quote__r"]!["Id"]!.GetValue<string>());
        Assert.Equal("2024-12-31", first["Opportunity"]!["SBQQ__AmendedContract__r"]!["EndDate"]!.GetValue<string>());
        var items = parts[1]!["body"]!["records"]!.AsArray();
        Assert.Equal("2.0", items[0]!["Quantity"]!.ToJsonString());
        Assert.Equal(
            "1.5",
            items[0]!["SBQQ__OrderItemConsumptionSchedules__r"]!["records"]![0]!["SBQQ__OrderItemConsumptionRates__r"]!["records"]![0]![
                "SBQQ__Price__c"
            ]!.ToJsonString()
        );
        Assert.Null(items[0]!["SBQQ__RevisedOrderProduct__r"]);
        Assert.Null(items[1]!["SBQQ__OrderItemConsumptionSchedules__r"]);
        Assert.Equal("Activated", items[1]!["SBQQ__RevisedOrderProduct__r"]!["Order"]!["Status"]!.GetValue<string>());
        Assert.Equal("CS", parts[2]!["body"]!["records"]![0]!["ConsumptionSchedule"]!["Name"]!.GetValue<string>());
        Assert.Equal("""{"totalSize":0,"done":true,"records":[]}""", parts[3]!["body"]!.ToJsonString());
    }

    [Fact]
    public async Task LaterCall_TakesIdsFromEarlierOnes()
    {
        await using var org = await TestOrg.StartAsync();
        var (_, answer) = await org.SendAsync(
            "POST",
            "composite",
            """
            {"allOrNone":true,"compositeRequest":[
              {"method":"POST","url":"/services/data/v65.0/sobjects/Account","referenceId":"account","body":{"Name":"Acme"}},
              {"method":"POST","url":"/services/data/v65.0/sobjects/Contact","referenceId":"contact","body":{"LastName":"Ash","AccountId":"@{account.id}"}},
              {"method":"GET","url":"/services/data/v65.0/query?q=SELECT+Account.Name+FROM+Contact+WHERE+AccountId='@{account.id}'","referenceId":"rows"},
              {"method":"GET","url":"/services/data/v65.0/sobjects/Account/@{account.id}?fields=Name","referenceId":"again"},
              {"method":"GET","url":"/services/data/v65.0/query?q=SELECT%20Id%20FROM%20Contact%20WHERE%20AccountId%20%3D%20%27%40%7Baccount.id%7D%27","referenceId":"encoded"}]}
            """
        );
        var parts = answer!["compositeResponse"]!.AsArray();
        Assert.Equal("201,201,200,200,200", string.Join(",", parts.Select(part => part!["httpStatusCode"])));
        Assert.Equal("Acme", parts[2]!["body"]!["records"]![0]!["Account"]!["Name"]!.GetValue<string>());
        Assert.Equal("Acme", parts[3]!["body"]!["Name"]!.GetValue<string>());
        Assert.Equal(1, parts[4]!["body"]!["totalSize"]!.GetValue<int>());
    }

    [Fact]
    public async Task AllOrNone_UndoesEverythingAndSaysSo()
    {
        await using var org = await TestOrg.StartAsync();
        var (_, answer) = await org.SendAsync(
            "POST",
            "composite",
            """
            {"allOrNone":true,"compositeRequest":[
              {"method":"POST","url":"/services/data/v65.0/sobjects/Account","referenceId":"good","body":{"Name":"Acme"}},
              {"method":"POST","url":"/services/data/v65.0/sobjects/Account","referenceId":"bad","body":{}},
              {"method":"POST","url":"/services/data/v65.0/sobjects/Account","referenceId":"later","body":{"Name":"Late"}}]}
            """
        );
        Assert.Equal(
            "PROCESSING_HALTED,REQUIRED_FIELD_MISSING,PROCESSING_HALTED",
            string.Join(",", answer!["compositeResponse"]!.AsArray().Select(part => part!["body"]![0]!["errorCode"]))
        );
        Assert.Equal(
            "The transaction was rolled back since another operation in the same transaction failed.",
            answer["compositeResponse"]![0]!["body"]![0]!["message"]!.GetValue<string>()
        );
        Assert.Equal(0, (await org.QueryAsync("SELECT COUNT() FROM Account"))["totalSize"]!.GetValue<int>());
    }

    [Fact]
    public async Task ReferenceWithoutValue_HaltsOnlyWhatNeedsIt()
    {
        await using var org = await TestOrg.StartAsync();
        var (_, answer) = await org.SendAsync(
            "POST",
            "composite",
            """
            {"allOrNone":false,"compositeRequest":[
              {"method":"GET","url":"/services/data/v65.0/query?q=SELECT%20Id%20FROM%20Order","referenceId":"order"},
              {"method":"GET","url":"/services/data/v65.0/sobjects/Order/@{order.records[0].Id}","referenceId":"next"},
              {"method":"POST","url":"/services/data/v65.0/sobjects/Account","referenceId":"other","body":{"Name":"Acme"}}]}
            """
        );
        var parts = answer!["compositeResponse"]!.AsArray();
        Assert.Equal(
            """[{"message":"Invalid reference specified. No value for order.records[0].Id found in order","errorCode":"PROCESSING_HALTED"}]""",
            parts[1]!["body"]!.ToJsonString()
        );
        Assert.Equal(201, parts[2]!["httpStatusCode"]!.GetValue<int>());
    }

    [Theory]
    [InlineData(26, "sobjects", "The request can't contain more than 25 operations.")]
    [InlineData(6, "query?q=SELECT+Id+FROM+Account", "The request can't contain more than 5 query or sObject Collections operations.")]
    public async Task TooManyCalls_AreRefusedAsOne(int count, string path, string message)
    {
        await using var org = await TestOrg.StartAsync();
        var requests = new JsonArray([
            .. Enumerable
                .Range(0, count)
                .Select(i =>
                    (JsonNode)
                        new JsonObject
                        {
                            ["method"] = "GET",
                            ["url"] = "/services/data/v65.0/" + path,
                            ["referenceId"] = "r" + i,
                        }
                ),
        ]);
        var (status, answer) = await org.SendAsync("POST", "composite", new JsonObject { ["compositeRequest"] = requests }.ToJsonString());
        Assert.Equal(200, status);
        Assert.Equal(
            $$"""{"compositeResponse":[{"body":[{"errorCode":"LIMIT_EXCEEDED","message":"{{message}}"}],"httpHeaders":{},"httpStatusCode":400,"referenceId":null}]}""",
            answer!.ToJsonString(
                new System.Text.Json.JsonSerializerOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }
            )
        );
    }

    private static string Request(params (string Id, string Soql)[] queries) =>
        new JsonObject
        {
            ["compositeRequest"] = new JsonArray([
                .. queries.Select(query =>
                    (JsonNode)
                        new JsonObject
                        {
                            ["method"] = "GET",
                            ["url"] = "/services/data/v65.0/query?q=" + WebUtility.UrlEncode(query.Soql),
                            ["referenceId"] = query.Id,
                        }
                ),
            ]),
        }.ToJsonString();
}
