using System.Text.Json.Nodes;

namespace CpqBilling.Sandbox.Salesforce.Tests;

public sealed class DescribeTests
{
    [Fact]
    public async Task Versions_NeedNoTokenAndEndWithTheNewest()
    {
        await using var org = await TestOrg.StartAsync();
        org.Http.DefaultRequestHeaders.Authorization = null;
        foreach (var path in (string[])["/services/data", "/services/data/"])
        {
            var versions = (await org.SendAsync("GET", path)).Body!.AsArray();
            Assert.Equal(
                """{"label":"Spring '21","url":"/services/data/v51.0","version":"51.0"}""",
                versions[0]!.ToJsonString().Replace("\\u0027", "'", StringComparison.Ordinal)
            );
            Assert.Equal(
                """{"label":"Winter '26","url":"/services/data/v65.0","version":"65.0"}""",
                versions[^1]!.ToJsonString().Replace("\\u0027", "'", StringComparison.Ordinal)
            );
        }
        Assert.Equal(
            """401 [{"message":"Session expired or invalid","errorCode":"INVALID_SESSION_ID"}]""",
            Text(await org.SendAsync("GET", "limits"))
        );
    }

    [Fact]
    public async Task Resources_AreListedByVersion()
    {
        await using var org = await TestOrg.StartAsync();
        var resources = (await org.SendAsync("GET", "/services/data/v65.0")).Body!.AsObject();
        Assert.Equal("/services/data/v65.0/composite", resources["composite"]!.GetValue<string>());
        Assert.Equal(404, (await org.SendAsync("GET", "/services/data/v99.0/limits")).Status);
    }

    [Theory]
    [InlineData("OrderItem", "802", "SBQQ__RevisedOrderProduct__c", "reference", "OrderItem", "SBQQ__RevisedOrderProduct__r")]
    [InlineData("Order", "801", "AccountId", "reference", "Account", "Account")]
    [InlineData("Contract", "800", "EndDate", "date", null, null)]
    [InlineData("ProductConsumptionSchedule", "0Mq", "ProductId", "reference", "Product2", "Product")]
    [InlineData("ConsumptionRate", "0Mo", "UpperBound", "int", null, null)]
    [InlineData("Sync_Record__c", null, "Compound_ID__c", "string", null, null)]
    [InlineData("Order_Stripe_Coupon__c", null, "Order_Item__c", "reference", "OrderItem", "Order_Item__r")]
    public async Task Describe_TellsTypesAndReferences(
        string type,
        string? prefix,
        string field,
        string fieldType,
        string? referenceTo,
        string? relationship
    )
    {
        await using var org = await TestOrg.StartAsync();
        var describe = (await org.SendAsync("GET", $"sobjects/{type}/describe")).Body!;
        Assert.Equal(prefix ?? describe["keyPrefix"]!.GetValue<string>(), describe["keyPrefix"]!.GetValue<string>());
        var found = Field(describe, field);
        Assert.Equal(fieldType, found["type"]!.GetValue<string>());
        Assert.Equal(referenceTo, found["referenceTo"]!.AsArray().FirstOrDefault()?.GetValue<string>());
        Assert.Equal(relationship, found["relationshipName"]?.GetValue<string>());
    }

    [Fact]
    public async Task Describe_TellsKeysPicklistsAndWriting()
    {
        await using var org = await TestOrg.StartAsync();
        var describe = (await org.SendAsync("GET", "sobjects/Sync_Record__c/describe")).Body!;
        var key = Field(describe, "Compound_ID__c");
        Assert.Equal(
            "True,True,True,255",
            $"{key["externalId"]!.GetValue<bool>()},{key["unique"]!.GetValue<bool>()},{key["caseSensitive"]!.GetValue<bool>()},{key["length"]}"
        );
        Assert.Contains(
            "Error",
            Field(describe, "Resolution_Status__c")["picklistValues"]!.AsArray().Select(value => value!["value"]!.GetValue<string>())
        );
        Assert.False(Field(describe, "Primary_Record__c")["createable"]!.GetValue<bool>());
        Assert.True(Field(describe, "Primary_Record__c")["calculated"]!.GetValue<bool>());
        Assert.False(Field(describe, "Resolution_Message__c")["filterable"]!.GetValue<bool>());
        var order = (await org.SendAsync("GET", "sobjects/Order/describe")).Body!;
        Assert.Contains(
            order["childRelationships"]!.AsArray(),
            child => child!["relationshipName"]!.GetValue<string>() == "OrderItems" && child["cascadeDelete"]!.GetValue<bool>()
        );
        Assert.Equal("Draft,Activated", string.Join(",", Field(order, "Status")["picklistValues"]!.AsArray().Select(value => value!["value"])));
    }

    [Fact]
    public async Task Describe_Answers304WhenNothingChanged()
    {
        await using var org = await TestOrg.StartAsync();
        using var first = await org.RawAsync("GET", "sobjects/Order/describe");
        org.Http.DefaultRequestHeaders.IfModifiedSince = first.Content.Headers.LastModified;
        Assert.Equal(304, (await org.SendAsync("GET", "sobjects/Order/describe")).Status);
        org.Http.DefaultRequestHeaders.IfModifiedSince = first.Content.Headers.LastModified!.Value.AddDays(-1);
        Assert.Equal(200, (await org.SendAsync("GET", "sobjects")).Status);
    }

    [Fact]
    public async Task Global_ListsObjectsWithTheirUrls()
    {
        await using var org = await TestOrg.StartAsync();
        var global = (await org.SendAsync("GET", "sobjects")).Body!["sobjects"]!.AsArray();
        var order = global.Single(type => type!["name"]!.GetValue<string>() == "Order")!;
        Assert.Equal("/services/data/v65.0/sobjects/Order/describe", order["urls"]!["describe"]!.GetValue<string>());
        Assert.Contains(global, type => type!["name"]!.GetValue<string>() == "Stripe_Sync_Request__e");
        Assert.DoesNotContain(global, type => type!["name"]!.GetValue<string>() == "CurrencyType");
        Assert.Equal(global.Count, global.Select(type => type!["keyPrefix"]!.GetValue<string>()).Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public async Task Limits_HaveMaxAndRemaining()
    {
        await using var org = await TestOrg.StartAsync();
        var limits = (await org.SendAsync("GET", "limits")).Body!.AsObject();
        Assert.All(limits, limit => Assert.Equal("Max,Remaining", string.Join(",", limit.Value!.AsObject().Select(pair => pair.Key))));
        Assert.Equal("""{"Max":15000,"Remaining":14999}""", limits["DailyApiRequests"]!.ToJsonString());
    }

    private static JsonNode Field(JsonNode describe, string name) =>
        describe["fields"]!.AsArray().Single(field => field!["name"]!.GetValue<string>() == name)!;

    private static string Text((int Status, JsonNode? Body) answer) => $"{answer.Status} {answer.Body!.ToJsonString()}";
}
