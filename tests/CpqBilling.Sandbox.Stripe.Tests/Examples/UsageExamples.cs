namespace CpqBilling.Sandbox.Stripe.Tests.Examples;

/// <summary>Worked examples E50 to E57: metered usage.</summary>
[Collection(SandboxTests.Name)]
public sealed class UsageExamples(SandboxFixture fixture)
{
    private const string Both =
        "phases[0][items][0][price]={M50}&phases[0][items][1][price]={U2}&phases[0][duration][interval]=month&phases[0][duration][interval_count]=12";
    private const string Metered = "phases[0][items][0][price]={U2}&phases[0][duration][interval]=month&phases[0][duration][interval_count]=12";

    [Fact]
    public async Task E50_LicensedAndMetered()
    {
        using var world = await World.StartAsync(fixture);
        await world.ScheduleAsync(Both);
        Assert.Equal("2026-01-01 5000", await world.BillsAsync());
        await world.AdvanceAsync("2026-01-20");
        await world.UseAsync(100, "2026-01-05");
        await world.UseAsync(250, "2026-01-20");
        await world.AdvanceAsync("2026-02-01");
        await world.UseAsync(40, "2026-02-01");
        await world.AdvanceAsync("2026-03-01");
        Assert.Equal("2026-01-01 5000, 2026-02-01 5700, 2026-03-01 5080", await world.BillsAsync());
        Assert.Contains("700 [2026-01-01, 2026-02-01)", await world.LinesOfAsync(1));
        Assert.Contains("5000 [2026-02-01, 2026-03-01)", await world.LinesOfAsync(1));
    }

    [Theory]
    [InlineData(7, 14)]
    [InlineData(0, 0)]
    public async Task E51_MeteredOnly(int usage, long total)
    {
        using var world = await World.StartAsync(fixture);
        await world.ScheduleAsync(Metered);
        Assert.Empty(await world.InvoicesAsync());
        await world.AdvanceAsync("2026-01-05");
        await world.UseAsync(usage, "2026-01-05");
        await world.AdvanceAsync("2026-02-01T01:00:00");
        var invoice = (await world.InvoicesAsync()).Single();
        Assert.Equal(total, (long?)invoice["total"]);
        Assert.Equal(usage, (long?)invoice["lines"]!["data"]!.AsArray().Single()!["quantity"]);
        Assert.Equal(total == 0 ? "paid" : "open", (string?)invoice["status"]);
    }

    [Fact]
    public async Task E52_LateUsage()
    {
        using var world = await World.StartAsync(fixture);
        await world.ScheduleAsync(Metered);
        await world.AdvanceAsync("2026-02-01T00:30:00");
        await world.UseAsync(10, "2026-01-31");
        await world.AdvanceAsync("2026-02-01T01:00:00");
        await world.UseAsync(99, "2026-01-31T12:00:00");
        await world.AdvanceAsync("2026-03-01T01:00:00");
        Assert.Equal("2026-02-01 20, 2026-03-01 0", await world.BillsAsync());
    }

    [Fact]
    public async Task E53_IncludedUnits() =>
        Assert.Equal(
            5000,
            await BilledAsync(
                "billing_scheme=tiered&tiers_mode=graduated&tiers[0][up_to]=100000&tiers[0][unit_amount]=0&tiers[1][up_to]=inf&tiers[1][unit_amount_decimal]=0.1",
                150_000
            )
        );

    [Fact]
    public async Task E54_VolumeMetered() =>
        Assert.Equal(
            12000,
            await BilledAsync(
                "billing_scheme=tiered&tiers_mode=volume&tiers[0][up_to]=5&tiers[0][unit_amount]=700&tiers[1][up_to]=10&tiers[1][unit_amount]=650&tiers[2][up_to]=inf&tiers[2][unit_amount]=600",
                20
            )
        );

    [Theory]
    [InlineData("flexible", 175)]
    [InlineData("classic", 75)]
    public async Task E55_PriceChangeInsideThePeriod(string mode, long total)
    {
        using var world = await World.StartAsync(fixture);
        var meter = await world.MeterAsync();
        await world.DefineAsync("low", $"unit_amount_decimal=0.1&recurring[interval]=month&recurring[usage_type]=metered&recurring[meter]={meter}");
        await world.DefineAsync("high", $"unit_amount_decimal=0.15&recurring[interval]=month&recurring[usage_type]=metered&recurring[meter]={meter}");
        var subscription = await world.SubscribeAsync($"items[0][price]={{low}}&billing_mode[type]={mode}");
        await world.AdvanceAsync("2026-01-15");
        await world.UseAsync(1000, "2026-01-05");
        await world.PostAsync(
            $"/v1/subscriptions/{subscription["id"]}",
            $"items[0][id]={subscription["items"]!["data"]![0]!["id"]}&items[0][price]={{high}}"
        );
        await world.AdvanceAsync("2026-01-20");
        await world.UseAsync(500, "2026-01-20");
        await world.AdvanceAsync("2026-02-01T01:00:00");
        Assert.Equal(total, (long?)(await world.InvoicesAsync())[^1]["total"]);
    }

    [Theory]
    [InlineData("flexible", "2026-01-01 5000, 2026-02-01 5060")]
    [InlineData("classic", "2026-01-01 5000, 2026-02-01 5000, 2026-02-01 60")]
    public async Task E56_MeteredItemRemovedOnABoundary(string mode, string bills)
    {
        using var world = await World.StartAsync(fixture);
        await world.ScheduleAsync(
            "phases[0][items][0][price]={M50}&phases[0][items][1][price]={U2}&phases[0][end_date]=@2026-02-01&phases[1][items][0][price]={M50}&phases[1][end_date]=@2026-06-01",
            $"end_behavior=cancel&billing_mode[type]={mode}"
        );
        await world.AdvanceAsync("2026-01-05");
        await world.UseAsync(30, "2026-01-05");
        await world.AdvanceAsync("2026-02-01");
        Assert.Equal(bills, await world.BillsAsync());
    }

    [Fact]
    public async Task E57_FinalInvoice()
    {
        using var world = await World.StartAsync(fixture);
        await world.ScheduleAsync("phases[0][items][0][price]={M50}&phases[0][items][1][price]={U2}&phases[0][end_date]=@2026-02-01");
        await world.AdvanceAsync("2026-01-05");
        await world.UseAsync(40, "2026-01-05");
        await world.AdvanceAsync("2026-02-05");
        Assert.Equal("2026-01-01 5000, 2026-02-01 80", await world.BillsAsync());
        var last = (await world.InvoicesAsync())[1];
        Assert.False((bool?)last["auto_advance"]);
        Assert.Equal("draft", (string?)last["status"]);
        Assert.Equal("canceled", (string?)(await world.SubscriptionAsync())["status"]);
    }

    private async Task<long> BilledAsync(string price, int usage)
    {
        using var world = await World.StartAsync(fixture);
        await world.DefineAsync("it", $"{price}&recurring[interval]=month&recurring[usage_type]=metered&recurring[meter]={await world.MeterAsync()}");
        await world.ScheduleAsync("phases[0][items][0][price]={it}&phases[0][duration][interval]=month&phases[0][duration][interval_count]=12");
        await world.AdvanceAsync("2026-01-05");
        await world.UseAsync(usage, "2026-01-05");
        await world.AdvanceAsync("2026-02-01");
        return (long)(await world.InvoicesAsync())[0]["total"]!;
    }
}
