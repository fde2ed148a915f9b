namespace CpqBilling.Sandbox.Stripe.Tests.Examples;

/// <summary>Worked examples E41 to E49: coupons.</summary>
[Collection(SandboxTests.Name)]
public sealed class CouponExamples(SandboxFixture fixture)
{
    private const string Year = "phases[0][items][0][price]={M100}&phases[0][duration][interval]=year";

    [Fact]
    public async Task E41_RepeatingForThreeMonths()
    {
        using var world = await World.StartAsync(fixture);
        var coupon = await world.CouponAsync("percent_off=25&duration=repeating&duration_in_months=3");
        await world.ScheduleAsync($"{Year}&phases[0][discounts][0][coupon]={coupon}");
        var subscription = await world.GetAsync($"/v1/subscriptions/{(await world.SubscriptionAsync())["id"]}", "expand[]=discounts");
        Assert.Equal(1775001600, (long?)subscription["discounts"]![0]!["end"]);
        await world.AdvanceAsync("2027-01-02");
        var totals = (await world.InvoicesAsync()).ConvertAll(invoice => (long)invoice["total"]!);
        Assert.Equal([7500, 7500, 7500, .. Enumerable.Repeat(10000L, 9)], totals);
        Assert.Equal(112500, totals.Sum());
    }

    [Theory]
    [InlineData(1500, 8500)]
    [InlineData(20000, 0)]
    public async Task E42_AmountOffOnce(int off, long first)
    {
        using var world = await World.StartAsync(fixture);
        var coupon = await world.CouponAsync($"amount_off={off}&currency=usd&duration=once");
        await world.ScheduleAsync($"{Year}&phases[0][discounts][0][coupon]={coupon}");
        await world.AdvanceAsync("2026-02-01");
        Assert.Equal($"2026-01-01 {first}, 2026-02-01 10000", await world.BillsAsync());
        Assert.Equal(first == 0 ? "paid" : "open", (string?)(await world.InvoicesAsync())[0]["status"]);
    }

    [Fact]
    public async Task E43_AYearlyInvoiceInsideTheWindow_IsDiscountedWhole()
    {
        using var world = await World.StartAsync(fixture);
        var coupon = await world.CouponAsync("percent_off=50&duration=repeating&duration_in_months=4");
        await world.ScheduleAsync(
            $"phases[0][items][0][price]={{Y1200}}&phases[0][duration][interval]=year&phases[0][duration][interval_count]=2&phases[0][discounts][0][coupon]={coupon}"
        );
        await world.AdvanceAsync("2027-01-01");
        Assert.Equal("2026-01-01 60000, 2027-01-01 120000", await world.BillsAsync());
    }

    [Theory]
    [InlineData("percent_off=20&duration=forever", "amount_off=500&currency=usd&duration=forever", 7500)]
    [InlineData("amount_off=500&currency=usd&duration=forever", "percent_off=20&duration=forever", 7600)]
    public async Task E44_Stacked(string first, string second, long total)
    {
        using var world = await World.StartAsync(fixture);
        await world.ScheduleAsync(
            $"{Year}&phases[0][discounts][0][coupon]={await world.CouponAsync(first)}&phases[0][discounts][1][coupon]={await world.CouponAsync(second)}"
        );
        Assert.Equal($"2026-01-01 {total}", await world.BillsAsync());
    }

    [Fact]
    public async Task E45_ItemDiscountThenPhaseDiscount()
    {
        using var world = await World.StartAsync(fixture);
        var (ten, twenty) = (await world.CouponAsync("percent_off=10&duration=forever"), await world.CouponAsync("percent_off=20&duration=forever"));
        await world.ScheduleAsync(
            $$"""
            phases[0][items][0][price]={M100}&phases[0][items][0][discounts][0][coupon]={{ten}}&phases[0][items][1][price]={M50}&
            phases[0][discounts][0][coupon]={{twenty}}&phases[0][duration][interval]=month
            """
        );
        var invoice = (await world.InvoicesAsync())[0];
        Assert.Equal(14000, (long?)invoice["subtotal"]);
        Assert.Equal(11200, (long?)invoice["total"]);
        Assert.Equal([1000, 2800], invoice["total_discount_amounts"]!.AsArray().Select(taken => (long)taken!["amount"]!).Order());
    }

    [Fact]
    public async Task E46_AmountOffIsSplit()
    {
        using var world = await World.StartAsync(fixture);
        var coupon = await world.CouponAsync("amount_off=1000&currency=usd");
        await world.ScheduleAsync(
            $"phases[0][items][0][price]={{M60}}&phases[0][items][1][price]={{M30}}&phases[0][discounts][0][coupon]={coupon}&phases[0][duration][interval]=month"
        );
        var invoice = (await world.InvoicesAsync())[0];
        Assert.Equal(8000, (long?)invoice["total"]);
        var lines = invoice["lines"]!["data"]!
            .AsArray()
            .ToDictionary(line => (long)line!["amount"]!, line => (long)line!["discount_amounts"]![0]!["amount"]!);
        Assert.Equal(667, lines[6000]);
        Assert.Equal(333, lines[3000]);
    }

    [Fact]
    public async Task E47_OnlyForAProduct()
    {
        using var world = await World.StartAsync(fixture);
        await world.PriceAsync("M60");
        var coupon = await world.CouponAsync($"percent_off=50&applies_to[products][0]={await world.ProductAsync("M60")}");
        await world.ScheduleAsync(
            $"phases[0][items][0][price]={{M60}}&phases[0][items][1][price]={{M30}}&phases[0][discounts][0][coupon]={coupon}&phases[0][duration][interval]=month"
        );
        Assert.Equal("2026-01-01 6000", await world.BillsAsync());
    }

    [Fact]
    public async Task E48_DiscountedFirstPhase()
    {
        using var world = await World.StartAsync(fixture);
        var coupon = await world.CouponAsync("percent_off=50&duration=forever");
        await world.ScheduleAsync(
            $$"""
            phases[0][items][0][price]={M100}&phases[0][discounts][0][coupon]={{coupon}}&phases[0][duration][interval]=month&phases[0][duration][interval_count]=6&
            phases[1][items][0][price]={M100}&phases[1][discounts]=&phases[1][duration][interval]=month&phases[1][duration][interval_count]=6
            """
        );
        await world.AdvanceAsync("2027-01-02");
        var totals = (await world.InvoicesAsync()).ConvertAll(invoice => (long)invoice["total"]!);
        Assert.Equal([.. Enumerable.Repeat(5000L, 6), .. Enumerable.Repeat(10000L, 6)], totals);
    }

    [Fact]
    public async Task E49_MaxRedemptions()
    {
        using var world = await World.StartAsync(fixture);
        var coupon = await world.CouponAsync("percent_off=10&duration=forever&max_redemptions=1");
        await world.ScheduleAsync($"{Year}&phases[0][discounts][0][coupon]={coupon}");
        var refusal = await world.RefusedAsync(
            "/v1/subscription_schedules",
            $"customer={world.Customer}&start_date=now&{Year}&phases[0][discounts][0][coupon]={coupon}"
        );
        Assert.Equal((400, "coupon_expired"), (refusal.Status, refusal.Code));
        var answer = await world.GetAsync($"/v1/coupons/{coupon}");
        Assert.Equal(1, (long?)answer["times_redeemed"]);
        Assert.False((bool?)answer["valid"]);
    }
}
