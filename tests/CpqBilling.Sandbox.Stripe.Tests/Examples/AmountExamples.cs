namespace CpqBilling.Sandbox.Stripe.Tests.Examples;

/// <summary>Worked examples E15 to E20: amounts, tiers and decimals.</summary>
[Collection(SandboxTests.Name)]
public sealed class AmountExamples(SandboxFixture fixture)
{
    private const string WithFlatFees = """
        billing_scheme=tiered&recurring[interval]=month&
        tiers[0][up_to]=5&tiers[0][unit_amount]=500&tiers[0][flat_amount]=1000&
        tiers[1][up_to]=10&tiers[1][unit_amount]=400&tiers[1][flat_amount]=2000&
        tiers[2][up_to]=15&tiers[2][unit_amount]=300&tiers[2][flat_amount]=3000&
        tiers[3][up_to]=20&tiers[3][unit_amount]=200&tiers[3][flat_amount]=4000&
        tiers[4][up_to]=inf&tiers[4][unit_amount]=100&tiers[4][flat_amount]=5000&tiers_mode=
        """;

    private const string Plain = """
        billing_scheme=tiered&recurring[interval]=month&tiers[0][up_to]=5&tiers[0][unit_amount]=700&
        tiers[1][up_to]=10&tiers[1][unit_amount]=650&tiers[2][up_to]=inf&tiers[2][unit_amount]=600&tiers_mode=
        """;

    [Theory]
    [InlineData(0, 1000, 1000)]
    [InlineData(1, 1500, 1500)]
    [InlineData(5, 3500, 3500)]
    [InlineData(6, 5900, 4400)]
    [InlineData(10, 7500, 6000)]
    [InlineData(12, 11100, 6600)]
    [InlineData(15, 12000, 7500)]
    [InlineData(20, 17000, 8000)]
    [InlineData(21, 22100, 7100)]
    [InlineData(25, 22500, 7500)]
    public async Task E15_E16_TiersWithFlatFees(int quantity, long graduated, long volume)
    {
        Assert.Equal(graduated, await ChargeAsync(WithFlatFees + "graduated", quantity));
        Assert.Equal(volume, await ChargeAsync(WithFlatFees + "volume", quantity));
    }

    [Theory]
    [InlineData(5, 3500, 3500)]
    [InlineData(6, 4150, 3900)]
    [InlineData(20, 12750, 12000)]
    [InlineData(25, 15750, 15000)]
    public async Task E17_Tiers(int quantity, long graduated, long volume)
    {
        Assert.Equal(graduated, await ChargeAsync(Plain + "graduated", quantity));
        Assert.Equal(volume, await ChargeAsync(Plain + "volume", quantity));
    }

    [Theory]
    [InlineData("0.05", 30, 2)]
    [InlineData("0.5", 1, 1)]
    [InlineData("1.4999", 1, 1)]
    [InlineData("833.333333333333", 12, 10000)]
    [InlineData("0.000000000001", 1_000_000_000_000, 1)]
    public async Task E18_Decimals(string unit, long quantity, long expected) =>
        Assert.Equal(expected, await ChargeAsync($"unit_amount_decimal={unit}&recurring[interval]=month", quantity));

    [Fact]
    public async Task E18_ThirteenDecimals_AreRefused()
    {
        using var world = await World.StartAsync(fixture);
        var refusal = await world.RefusedAsync(
            "/v1/prices",
            $"currency=usd&product={await world.ProductAsync("p")}&unit_amount_decimal=0.0000000000001"
        );
        Assert.Equal(400, refusal.Status);
        Assert.Equal("unit_amount_decimal", refusal.Param);
    }

    [Theory]
    [InlineData("up", 5000)]
    [InlineData("down", 2500)]
    public async Task E19_Package(string round, long expected) =>
        Assert.Equal(
            expected,
            await ChargeAsync($"unit_amount=2500&recurring[interval]=month&transform_quantity[divide_by]=5&transform_quantity[round]={round}", 6)
        );

    [Fact]
    public async Task E19_MeteredPackage()
    {
        using var world = await World.StartAsync(fixture);
        var meter = await world.MeterAsync();
        await world.DefineAsync(
            "minutes",
            $"unit_amount=1000&recurring[interval]=month&recurring[usage_type]=metered&recurring[meter]={meter}&transform_quantity[divide_by]=60&transform_quantity[round]=up"
        );
        await world.ScheduleAsync("phases[0][items][0][price]={minutes}&phases[0][duration][interval]=year");
        await world.AdvanceAsync("2026-01-05");
        await world.UseAsync(150, "2026-01-05");
        await world.AdvanceAsync("2026-02-01");
        Assert.Equal("2026-02-01 3000", await world.BillsAsync());
    }

    [Theory]
    [InlineData("unit_amount_decimal=0.05", null, "0.05")]
    [InlineData("unit_amount_decimal=5", 5L, "5")]
    [InlineData("unit_amount=2000", 2000L, "2000")]
    [InlineData("unit_amount_decimal=1.500", null, "1.5")]
    public async Task E20_PriceEcho(string form, long? whole, string text)
    {
        using var world = await World.StartAsync(fixture);
        var price = await world.PostAsync("/v1/prices", $"currency=usd&product={await world.ProductAsync("p")}&{form}");
        Assert.Equal(whole, (long?)price["unit_amount"]);
        Assert.Equal(text, (string?)price["unit_amount_decimal"]);
    }

    private async Task<long> ChargeAsync(string price, long quantity)
    {
        using var world = await World.StartAsync(fixture);
        await world.DefineAsync("it", string.Concat(price.Split('\n', StringSplitOptions.TrimEntries)));
        await world.ScheduleAsync($"phases[0][items][0][price]={{it}}&phases[0][items][0][quantity]={quantity}&phases[0][duration][interval]=month");
        return (long)(await world.InvoicesAsync())[0]["total"]!;
    }
}
