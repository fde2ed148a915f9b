using CpqBilling.Sandbox.Salesforce.Cpq;

namespace CpqBilling.Sandbox.Salesforce.Tests.Generator;

public sealed class GeneratorTests
{
    [Fact]
    public async Task Generate_MakesTheOrdersAskedFor_InRealisticShapes()
    {
        await using var org = await TestOrg.StartAsync();
        var (status, made) = await org.SendAsync("POST", "/_sandbox/generate", """{"orders":1000,"seed":7}""");

        Assert.Equal(200, status);
        Assert.Equal(1000, made!["records"]!["Order"]!.GetValue<int>());
        Assert.Equal(1000, made["records"]!["SBQQ__Quote__c"]!.GetValue<int>());
        Assert.InRange(made["records"]!["Account"]!.GetValue<int>(), 240, 260);
        Assert.InRange(await CountAsync(org, "Order WHERE Status = 'Draft'"), 20, 80);
        Assert.InRange(await CountAsync(org, "Order WHERE Type = 'Amendment'"), 60, 250);
        Assert.InRange(await CountAsync(org, "Order WHERE Type = 'Renewal'"), 5, 80);
        Assert.InRange(await CountAsync(org, "OrderItem WHERE SBQQ__SubscriptionType__c = 'Evergreen'"), 40, 120);
        Assert.InRange(await CountAsync(org, "OrderItem WHERE SBQQ__SegmentKey__c != null"), 100, 350);
        Assert.InRange(await CountAsync(org, "OrderItem WHERE SBQQ__BillingType__c = 'Arrears'"), 30, 130);
        Assert.Equal(0, await CountAsync(org, "OrderItem WHERE SBQQ__ContractAction__c != 'New' AND SBQQ__RevisedOrderProduct__c = null"));
    }

    [Fact]
    public async Task GeneratedContract_CanBeAmended_AtTheDiscountItWasSoldWith()
    {
        await using var org = await TestOrg.StartAsync();
        await org.SendAsync("POST", "/_sandbox/generate", """{"orders":400,"seed":7}""");
        using var sales = await SalesTeam.LoginAsync(org.Address, cancellation: TestContext.Current.CancellationToken);
        const string Discounted =
            "SELECT SBQQ__Contract__c, Product2Id, Quantity, SBQQ__TotalDiscountRate__c FROM OrderItem WHERE SBQQ__TotalDiscountRate__c != null AND SBQQ__Contract__c != null AND SBQQ__Contract__r.EndDate > TODAY LIMIT 1";
        var sold = Assert.Single((await org.QueryAsync(Discounted))["records"]!.AsArray())!;

        var total = new NewQuantity(sold["Product2Id"]!.ToString(), sold["Quantity"]!.GetValue<decimal>() + 1);
        var order = await sales.AmendAsync(sold["SBQQ__Contract__c"]!.ToString(), new DateOnly(2024, 2, 1), [total]);

        var line = Assert.Single(
            (await org.QueryAsync($"SELECT Quantity, SBQQ__TotalDiscountRate__c FROM OrderItem WHERE OrderId = '{order}'"))["records"]!.AsArray()
        )!;
        Assert.Equal(1m, line["Quantity"]!.GetValue<decimal>());
        Assert.Equal(sold["SBQQ__TotalDiscountRate__c"]!.GetValue<decimal>(), line["SBQQ__TotalDiscountRate__c"]!.GetValue<decimal>());
    }

    [Fact]
    public async Task SameSeed_SameOrg_AnotherSeed_AnotherOrg()
    {
        var (first, second, other) = (await DumpAsync(3), await DumpAsync(3), await DumpAsync(4));

        Assert.Equal(first, second);
        Assert.NotEqual(first, other);
    }

    [Fact]
    public async Task TooMany_IsRefused()
    {
        await using var org = await TestOrg.StartAsync();

        Assert.Equal(400, (await org.SendAsync("POST", "/_sandbox/generate", """{"orders":1000001}""")).Status);
    }

    private static async Task<string> DumpAsync(int seed)
    {
        await using var org = await TestOrg.StartAsync();
        await org.SendAsync("POST", "/_sandbox/generate", $$"""{"orders":50,"seed":{{seed}}}""");
        return (await org.SendAsync("GET", "/_sandbox/fixtures")).Body!.ToJsonString();
    }

    private static async Task<int> CountAsync(TestOrg org, string from) =>
        (await org.QueryAsync($"SELECT COUNT() FROM {from}"))["totalSize"]!.GetValue<int>();
}
