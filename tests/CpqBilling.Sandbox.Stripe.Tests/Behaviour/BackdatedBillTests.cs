namespace CpqBilling.Sandbox.Stripe.Tests.Behaviour;

/// <summary>Schedules that start in the past: what is skipped, and what coupons and trials do to their first invoice.</summary>
[Collection(SandboxTests.Name)]
public sealed class BackdatedBillTests(SandboxFixture fixture)
{
    private const string Year = "phases[0][items][0][price]={M100}&phases[0][duration][interval]=year";

    [Theory]
    [InlineData("classic")]
    [InlineData("flexible")]
    public async Task NoProration_NothingIsBilledBeforeTheNextBoundary(string mode)
    {
        using var world = await World.StartAsync(fixture, "2026-03-15");
        await world.ScheduleAsync($"{Year}&phases[0][proration_behavior]=none", Backdated(mode));
        Assert.Empty(await world.BillsAsync());
        await world.AdvanceAsync("2026-05-01");
        Assert.Equal("2026-04-01 10000, 2026-05-01 10000", await world.BillsAsync());
    }

    [Theory]
    [InlineData("classic")]
    [InlineData("flexible")]
    public async Task RepeatingCoupon_CountsFromTheDayItWasRedeemed(string mode)
    {
        using var world = await World.StartAsync(fixture, "2026-03-15");
        var coupon = await world.CouponAsync("percent_off=25&duration=repeating&duration_in_months=2");
        await world.ScheduleAsync($"{Year}&phases[0][items][0][discounts][0][coupon]={coupon}", Backdated(mode));
        await world.AdvanceAsync("2026-06-01");
        Assert.Equal("2026-03-15 22500, 2026-04-01 7500, 2026-05-01 7500, 2026-06-01 10000", await world.BillsAsync());
    }

    [Theory]
    [InlineData("classic")]
    [InlineData("flexible")]
    public async Task AmountOffAnItem_ComesOffTheElapsedPeriodsTogether(string mode)
    {
        using var world = await World.StartAsync(fixture, "2026-03-15");
        var coupon = await world.CouponAsync("amount_off=1500&currency=usd&duration=forever");
        await world.ScheduleAsync($"{Year}&phases[0][items][0][discounts][0][coupon]={coupon}", Backdated(mode));
        await world.AdvanceAsync("2026-04-01");
        Assert.Equal("2026-03-15 28500, 2026-04-01 8500", await world.BillsAsync());
    }

    [Fact]
    public async Task ChargeInATrialIsNotPaid_TheTrialEndsNevertheless()
    {
        using var world = await World.StartAsync(fixture);
        await world.ScheduleAsync($"{Year}&phases[0][trial_end]={World.At("2026-01-15")}&phases[0][add_invoice_items][0][price]={{S500}}");
        await world.AdvanceAsync("2026-01-10");
        Assert.Equal("trialing", (string?)(await world.SubscriptionAsync())["status"]);
        await world.AdvanceAsync("2026-02-15");
        Assert.Equal("2026-01-01 50000, 2026-01-15 10000, 2026-02-15 10000", await world.BillsAsync());
    }

    private static string Backdated(string mode) => $"end_behavior=cancel&billing_mode[type]={mode}&start_date=1767225600";
}
