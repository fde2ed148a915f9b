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
