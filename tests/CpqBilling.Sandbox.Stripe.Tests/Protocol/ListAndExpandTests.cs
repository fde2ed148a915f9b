namespace CpqBilling.Sandbox.Stripe.Tests.Protocol;

/// <summary>P18, P19 and P21: lists, hidden objects and expansion.</summary>
[Collection(SandboxTests.Name)]
public sealed class ListAndExpandTests(SandboxFixture fixture)
{
    [Fact]
    public async Task P18_ListsAreNewestFirst_TenAtATime()
    {
        using var api = fixture.NewAccount();
        for (var i = 1; i <= 12; i++)
        {
            await api.PostAsync("/v1/products", $"name=n&id=p{i:00}");
        }

        var first = await api.GetAsync("/v1/products");
        Assert.Equal("p12 p11 p10 p09 p08 p07 p06 p05 p04 p03", Ids(first));
        Assert.True((bool?)first["has_more"]);
        var second = await api.GetAsync("/v1/products", "starting_after=p03");
        Assert.Equal("p02 p01", Ids(second));
        Assert.False((bool?)second["has_more"]);
        var back = await api.GetAsync("/v1/products", "ending_before=p03&limit=2");
        Assert.Equal("p05 p04", Ids(back));
        Assert.True((bool?)back["has_more"]);
    }

    [Theory]
    [InlineData("limit=101", "limit")]
    [InlineData("limit=0", "limit")]
    [InlineData("starting_after=a&ending_before=b", "starting_after")]
    [InlineData("starting_after=none", "starting_after")]
    public async Task P18_WrongCursors(string query, string param)
    {
        using var api = fixture.NewAccount();
        var refusal = await api.GetRefusedAsync("/v1/products", query);
        Assert.Equal((400, param), (refusal.Status, refusal.Param));
    }

    [Fact]
    public async Task P19_ObjectsOnAClock_ShowOnlyUnderTheirParent()
    {
        using var world = await World.StartAsync(fixture);
        await world.ScheduleAsync("phases[0][items][0][price]={M10}");
        foreach (var resource in (string[])["customers", "subscriptions", "subscription_schedules", "invoices", "invoiceitems"])
        {
            Assert.Empty((await world.GetAsync($"/v1/{resource}"))["data"]!.AsArray());
        }

        Assert.Single((await world.GetAsync("/v1/customers", $"test_clock={world.Clock}"))["data"]!.AsArray());
        Assert.Single((await world.GetAsync("/v1/subscriptions", $"test_clock={world.Clock}"))["data"]!.AsArray());
        Assert.Single((await world.GetAsync("/v1/subscription_schedules", $"customer={world.Customer}"))["data"]!.AsArray());
        Assert.Single((await world.GetAsync("/v1/invoices", $"customer={world.Customer}"))["data"]!.AsArray());
    }

    [Fact]
    public async Task P21_TiersShowWhenExpandedOnly()
    {
        using var world = await World.StartAsync(fixture);
        await world.DefineAsync(
            "tiered",
            "billing_scheme=tiered&tiers_mode=graduated&recurring[interval]=month&tiers[0][up_to]=5&tiers[0][unit_amount]=700&tiers[1][up_to]=inf&tiers[1][unit_amount_decimal]=0.5"
        );
        var path = $"/v1/prices/{await world.PriceAsync("tiered")}";
        Assert.False((await world.GetAsync(path)).ContainsKey("tiers"));
        var tiers = (await world.GetAsync(path, "expand[]=tiers"))["tiers"]!.AsArray();
        Assert.Equal((5L, 700L), ((long?)tiers[0]!["up_to"], (long?)tiers[0]!["unit_amount"]));
        Assert.Null(tiers[1]!["up_to"]);
        Assert.Null(tiers[1]!["unit_amount"]);
        Assert.Equal("0.5", (string?)tiers[1]!["unit_amount_decimal"]);
        var schedule = await world.ScheduleAsync("phases[0][items][0][price]={tiered}");
        schedule = await world.GetAsync(
            $"/v1/subscription_schedules/{schedule["id"]}",
            "expand[0]=phases.items.price.tiers&expand[1]=customer.test_clock"
        );
        Assert.Equal(2, schedule["phases"]![0]!["items"]![0]!["price"]!["tiers"]!.AsArray().Count);
        Assert.Equal(world.Clock, (string?)schedule["customer"]!["test_clock"]!["id"]);
    }

    [Theory]
    [InlineData("expand[]=foo")]
    [InlineData("expand[]=name")]
    [InlineData("expand[]=test_clock.a.b.c.d")]
    public async Task P21_WrongPaths(string query)
    {
        using var world = await World.StartAsync(fixture);
        var refusal = await world.Api.GetRefusedAsync($"/v1/customers/{world.Customer}", query);
        Assert.Equal((400, "expand"), (refusal.Status, refusal.Param));
    }

    [Fact]
    public async Task P21_ListsExpandThroughTheirData()
    {
        using var world = await World.StartAsync(fixture);
        await world.PriceAsync("M10");
        var list = await world.GetAsync("/v1/prices", "expand[]=data.product");
        Assert.Equal("M10", (string?)list["data"]![0]!["product"]!["name"]);
    }

    private static string Ids(JsonObject list) => string.Join(" ", list["data"]!.AsArray().Select(item => (string?)item!["id"]));
}
