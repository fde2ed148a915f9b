namespace CpqBilling.Sandbox.Stripe.Tests.Examples;

/// <summary>Worked examples E27 to E40: prorations.</summary>
[Collection(SandboxTests.Name)]
public sealed class ProrationExamples(SandboxFixture fixture)
{
    [Fact]
    public async Task E27_HalfAMonthOfThirtyDays()
    {
        using var world = await World.StartAsync(fixture, "2026-04-01");
        await ChangeAsync(world, "{M10}", "2026-04-16", "{M20}");
        Assert.Equal("-500 [2026-04-16, 2026-05-01), 1000 [2026-04-16, 2026-05-01)", await world.PendingAsync());
        await world.AdvanceAsync("2026-05-01");
        Assert.Equal("2026-04-01 1000, 2026-05-01 2500", await world.BillsAsync());
    }

    [Theory]
    [InlineData("create_prorations", "2026-01-01 5000, 2026-02-01 12580")]
    [InlineData("always_invoice", "2026-01-01 5000, 2026-01-16 2580, 2026-02-01 10000")]
    [InlineData("none", "2026-01-01 5000, 2026-02-01 10000")]
    public async Task E28_E29_E30_MonthOfThirtyOneDays(string behavior, string bills)
    {
        using var world = await World.StartAsync(fixture);
        await ChangeAsync(world, "{M50}", "2026-01-16", "{M100}", $"&proration_behavior={behavior}");
        Assert.Equal(
            behavior == "create_prorations" ? "-2581 [2026-01-16, 2026-02-01), 5161 [2026-01-16, 2026-02-01)" : "",
            await world.PendingAsync()
        );
        await world.AdvanceAsync("2026-02-01");
        Assert.Equal(bills, await world.BillsAsync());
    }

    [Fact]
    public async Task E31_ToTheSecond()
    {
        using var world = await World.StartAsync(fixture);
        await ChangeAsync(world, "{M49}", "2026-01-10T13:45:30", "{M99}");
        Assert.Equal("-3387 [2026-01-10T13:45:30, 2026-02-01), 6843 [2026-01-10T13:45:30, 2026-02-01)", await world.PendingAsync());
    }

    [Fact]
    public async Task E32_Quantity()
    {
        using var world = await World.StartAsync(fixture);
        var subscription = await world.SubscribeAsync("items[0][price]={M15}&items[0][quantity]=5");
        await world.AdvanceAsync("2026-01-21T12:00:00");
        await world.PostAsync(
            $"/v1/subscriptions/{subscription["id"]}",
            $"items[0][id]={subscription["items"]!["data"]![0]!["id"]}&items[0][quantity]=8"
        );
        Assert.Equal("-2540 [2026-01-21T12:00:00, 2026-02-01), 4065 [2026-01-21T12:00:00, 2026-02-01)", await world.PendingAsync());
        await world.AdvanceAsync("2026-02-01");
        Assert.Equal("2026-01-01 7500, 2026-02-01 13525", await world.BillsAsync());
    }

    [Fact]
    public async Task E33_PhaseSwitchInsideACycle()
    {
        using var world = await World.StartAsync(fixture);
        await world.ScheduleAsync(
            "phases[0][items][0][price]={M10}&phases[0][end_date]=@2026-01-16&phases[1][items][0][price]={M10}&phases[1][items][0][quantity]=3&phases[1][end_date]=@2026-05-01"
        );
        await world.AdvanceAsync("2026-01-16");
        Assert.Equal("-516 [2026-01-16, 2026-02-01), 1548 [2026-01-16, 2026-02-01)", await world.PendingAsync());
        await world.AdvanceAsync("2026-02-01");
        Assert.Equal("2026-01-01 1000, 2026-02-01 4032", await world.BillsAsync());
        Assert.Equal("2026-01-01", World.Day((await world.SubscriptionAsync())["billing_cycle_anchor"]));
    }

    [Theory]
    [InlineData("create_prorations", "2026-01-01 5000, 2026-01-16 7419, 2026-02-16 10000")]
    [InlineData("none", "2026-01-01 5000, 2026-01-16 10000, 2026-02-16 10000")]
    public async Task E34_E35_PhaseSwitchThatResetsTheAnchor(string behavior, string bills)
    {
        using var world = await World.StartAsync(fixture);
        await world.ScheduleAsync(
            $$"""
            phases[0][items][0][price]={M50}&phases[0][end_date]=@2026-01-16&
            phases[1][items][0][price]={M100}&phases[1][billing_cycle_anchor]=phase_start&phases[1][proration_behavior]={{behavior}}&phases[1][end_date]=@2026-05-16
            """
        );
        await world.AdvanceAsync("2026-02-16");
        Assert.Equal(bills, await world.BillsAsync());
        Assert.Contains("10000 [2026-01-16, 2026-02-16)", await world.LinesOfAsync(1));
    }

    [Theory]
    [InlineData("create_prorations", "-516 [2026-01-16, 2026-02-01), 1548 [2026-01-16, 2026-02-01)", "2026-01-01 1000")]
    [InlineData("none", "", "2026-01-01 1000")]
    [InlineData("always_invoice", "", "2026-01-01 1000, 2026-01-16 1032")]
    public async Task E36_UpdateOfTheCurrentPhase(string behavior, string pending, string bills)
    {
        using var world = await World.StartAsync(fixture);
        var schedule = await world.ScheduleAsync(
            "phases[0][items][0][price]={M10}&phases[0][duration][interval]=month&phases[0][duration][interval_count]=12"
        );
        await world.AdvanceAsync("2026-01-16");
        await world.PostAsync(
            $"/v1/subscription_schedules/{schedule["id"]}",
            $"phases[0][start_date]=1767225600&phases[0][end_date]=1798761600&phases[0][items][0][price]={{M10}}&phases[0][items][0][quantity]=3&proration_behavior={behavior}"
        );
        Assert.Equal(pending, await world.PendingAsync());
        Assert.Equal(bills, await world.BillsAsync());
    }

    [Theory]
    [InlineData("flexible", -5162)]
    [InlineData("classic", -5161)]
    public async Task E37_TwoChangesInOnePeriod(string mode, long credit)
    {
        using var world = await World.StartAsync(fixture);
        var id = await ChangeAsync(world, "{M100}", "2026-01-16", "{M200}", "", $"&billing_mode[type]={mode}");
        Assert.Equal("-5161 [2026-01-16, 2026-02-01), 10323 [2026-01-16, 2026-02-01)", await world.PendingAsync());
        await world.AdvanceAsync("2026-01-24");
        await ChangeItemAsync(world, id, "{M50}", "");
        Assert.EndsWith($", {credit} [2026-01-24, 2026-02-01), 1290 [2026-01-24, 2026-02-01)", await world.PendingAsync());
    }

    [Fact]
    public async Task E38_DiscountedProration()
    {
        using var world = await World.StartAsync(fixture);
        var coupon = await world.CouponAsync("percent_off=20&duration=forever");
        await ChangeAsync(world, "{M100}", "2026-01-16", "{M200}", "", $"&discounts[0][coupon]={coupon}");
        Assert.Equal("-4129 [2026-01-16, 2026-02-01), 8258 [2026-01-16, 2026-02-01)", await world.PendingAsync());
        var pending = await world.GetAsync("/v1/invoiceitems", $"customer={world.Customer}&pending=true");
        Assert.All(pending["data"]!.AsArray(), item => Assert.False((bool?)item!["discountable"]));
        await world.AdvanceAsync("2026-02-01");
        Assert.Equal("2026-01-01 8000, 2026-02-01 20129", await world.BillsAsync());
    }

    [Fact]
    public async Task E39_SameDayAmendment()
    {
        using var world = await World.StartAsync(fixture);
        await world.DefineAsync("prorated", "unit_amount=12000");
        var schedule = await world.ScheduleAsync("phases[0][items][0][price]={Y120}&phases[0][duration][interval]=year");
        await world.AdvanceAsync("2026-01-01T06:00:00");
        schedule = await world.PostAsync(
            $"/v1/subscription_schedules/{schedule["id"]}",
            """
            phases[0][start_date]=1767225600&phases[0][end_date]=now&phases[0][items][0][price]={Y120}&
            phases[1][start_date]=now&phases[1][items][0][price]={Y120}&phases[1][items][0][quantity]=2&phases[1][proration_behavior]=none&
            phases[1][add_invoice_items][0][price]={prorated}&phases[1][end_date]=1798761600
            """
        );
        Assert.Equal(1767247200, (long?)schedule["phases"]![0]!["end_date"]);
        Assert.Equal(1767247200, (long?)schedule["phases"]![1]!["start_date"]);
        var pending = (await world.GetAsync("/v1/invoiceitems", $"customer={world.Customer}&pending=true"))["data"]!.AsArray().Single()!;
        Assert.Equal(12000, (long?)pending["amount"]);
        Assert.False((bool?)pending["proration"]);
        Assert.Equal(2, (long?)(await world.SubscriptionAsync())["items"]!["data"]![0]!["quantity"]);
    }

    [Theory]
    [InlineData("&phases[1][billing_cycle_anchor]=phase_start", "flexible", "120000 [2026-02-01, 2027-02-01)", "2026-01-01 10000, 2026-02-01 120000")]
    [InlineData("", "classic", "120000 [2026-02-01, 2027-02-01)", "2026-01-01 10000, 2026-02-01 120000")]
    [InlineData("", "flexible", "109808 [2026-02-01, 2027-01-01)", "2026-01-01 10000, 2026-02-01 109808, 2027-01-01 10192")]
    public async Task E40_IntervalChangeAtABoundary(string anchor, string mode, string line, string bills)
    {
        using var world = await World.StartAsync(fixture);
        await world.ScheduleAsync(
            $"phases[0][items][0][price]={{M100}}&phases[0][duration][interval]=month&phases[1][items][0][price]={{Y1200}}&phases[1][duration][interval]=year{anchor}",
            $"end_behavior=cancel&billing_mode[type]={mode}"
        );
        await world.AdvanceAsync("2027-02-02");
        Assert.Equal(bills, await world.BillsAsync());
        Assert.Equal(line, await world.LinesOfAsync(1));
    }

    /// <summary>Subscribes, lets time pass and changes the price; yields the subscription's id.</summary>
    private static async Task<string> ChangeAsync(World world, string from, string at, string to, string how = "", string create = "")
    {
        var subscription = await world.SubscribeAsync($"items[0][price]={from}{create}");
        await world.AdvanceAsync(at);
        await ChangeItemAsync(world, (string)subscription["id"]!, to, how);
        return (string)subscription["id"]!;
    }

    private static async Task ChangeItemAsync(World world, string id, string to, string how)
    {
        var item = (await world.SubscriptionAsync())["items"]!["data"]![0]!["id"];
        await world.PostAsync($"/v1/subscriptions/{id}", $"items[0][id]={item}&items[0][price]={to}{how}");
    }
}
