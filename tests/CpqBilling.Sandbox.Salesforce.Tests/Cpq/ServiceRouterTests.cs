using System.Text.Json.Nodes;
using static CpqBilling.Sandbox.Salesforce.Tests.Cpq.SalesFloor;

namespace CpqBilling.Sandbox.Salesforce.Tests.Cpq;

/// <summary>CPQ's own API and the settings of the org.</summary>
public sealed class ServiceRouterTests
{
    private const string Router = "/services/apexrest/SBQQ/ServiceRouter";

    [Fact]
    public async Task Amender_AnswersTheQuoteAsAModelInAString_TheReaderToo()
    {
        await using var floor = await OpenAsync();
        var contract = await floor.Sales.ContractAsync(await floor.SoldAsync(await floor.Sales.CreateProductAsync(Monthly()), 4));

        var (status, answer) = await TextAsync(floor, "PATCH", $"{Router}?loader=SBQQ.ContractManipulationAPI.ContractAmender&uid={contract}");
        var model = JsonNode.Parse(answer)!;
        var (_, read) = await TextAsync(floor, "GET", $"{Router}?reader=SBQQ.QuoteAPI.QuoteReader&uid={model["record"]!["Id"]}");

        Assert.Equal(200, status);
        Assert.Equal("Amendment", model["record"]!["SBQQ__Type__c"]!.ToString());
        Assert.Equal(4m, Assert.Single(model["lineItems"]!.AsArray())!["record"]!["SBQQ__Quantity__c"]!.GetValue<decimal>());
        Assert.Equal(model["record"]!["Name"]!.ToString(), JsonNode.Parse(read)!["record"]!["Name"]!.ToString());
    }

    [Fact]
    public async Task Renewer_TakesTheContractFromTheContext()
    {
        await using var floor = await OpenAsync();
        var contract = await floor.Sales.ContractAsync(await floor.SoldAsync(await floor.Sales.CreateProductAsync(Monthly())));
        var body = new JsonObject { ["context"] = new JsonObject { ["masterContractId"] = contract }.ToJsonString() };

        var (status, answer) = await TextAsync(floor, "PATCH", $"{Router}?loader=SBQQ.ContractManipulationAPI.ContractRenewer", body.ToJsonString());

        Assert.Equal((200, "Renewal"), (status, JsonNode.Parse(answer)!["record"]!["SBQQ__Type__c"]!.ToString()));
    }

    [Theory]
    [InlineData("PATCH", "?loader=SBQQ.ContractManipulationAPI.ContractAmender&uid=800000000000001AAA", 404)]
    [InlineData("PATCH", "?loader=Unknown&uid=x", 400)]
    [InlineData("GET", "", 400)]
    public async Task WhatIsNotThere_IsRefused(string method, string query, int expected)
    {
        await using var floor = await OpenAsync();

        Assert.Equal(expected, (await floor.Org.SendAsync(method, Router + query)).Status);
    }

    [Fact]
    public async Task WithoutASession_NothingIsQuoted()
    {
        await using var floor = await OpenAsync();
        floor.Org.Http.DefaultRequestHeaders.Authorization = null;

        Assert.Equal(401, (await floor.Org.SendAsync("PATCH", $"{Router}?loader=SBQQ.ContractManipulationAPI.ContractAmender&uid=x")).Status);
    }

    [Fact]
    public async Task OrgSettings_AreSetAndTold()
    {
        await using var floor = await OpenAsync();

        var (_, set) = await floor.Org.SendAsync("POST", "/_sandbox/org", """{"prorationPrecision":"day","multiCurrency":true}""");
        var (refused, _) = await floor.Org.SendAsync("POST", "/_sandbox/org", """{"prorationPrecision":"hour"}""");

        Assert.Equal("""{"prorationPrecision":"day","multiCurrency":true}""", set!.ToJsonString());
        Assert.Equal(400, refused);
        Assert.Equal(set.ToJsonString(), (await floor.Org.SendAsync("GET", "/_sandbox/org")).Body!.ToJsonString());
    }

    private static async Task<(int Status, string Text)> TextAsync(SalesFloor floor, string method, string path, string? json = null)
    {
        using var answer = await floor.Org.RawAsync(method, path, json);
        var text = await answer.Content.ReadAsStringAsync();
        return ((int)answer.StatusCode, text.StartsWith('"') ? JsonNode.Parse(text)!.GetValue<string>() : text);
    }
}
