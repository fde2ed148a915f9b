namespace CpqBilling.Sandbox.Stripe.Tests.Behaviour;

/// <summary>How trials, schedules and billing modes end, and what becomes of what they leave.</summary>
[Collection(SandboxTests.Name)]
public sealed class EndingTests(SandboxFixture fixture)
{
    private const string Trial =
        "phases[0][items][0][price]={M100}&phases[0][start_date]=@2026-01-01&phases[0][end_date]=@2026-06-01&phases[0][trial_end]=";

    [Theory]
    [InlineData("now", "2026-01-01 0, 2026-01-05 10000, 2026-02-05 10000")]
    [InlineData("@2026-01-20", "2026-01-01 0, 2026-01-20 10000")]
    public async Task ATrialOfTheRunningPhase_CanBeMoved(string end, string bills)
    {
        using var world = await World.StartAsync(fixture);
        var schedule = await world.ScheduleAsync(
            "phases[0][items][0][price]={M100}&phases[0][end_date]=@2026-06-01&phases[0][trial_end]=@2026-01-15"
        );
        await world.AdvanceAsync("2026-01-05");
        await world.PostAsync($"/v1/subscription_schedules/{schedule["id"]}", Trial + end);
        await world.AdvanceAsync("2026-02-10");
        Assert.Equal(bills, await world.BillsAsync());
        Assert.Contains((string?)(await world.SubscriptionAsync())["status"], (string[])["active", "past_due"]);
    }

    [Theory]
    [InlineData("cancel", "canceled", 1)]
    [InlineData("create_invoice", "past_due", 2)]
    public async Task ATrialWithoutAPaymentMethod_EndsAsAsked(string behavior, string status, int invoices)
    {
        using var world = await World.StartAsync(fixture);
        await world.PostAsync(
            "/v1/subscriptions",
            $"customer={world.Customer}&items[0][price]={{M100}}&trial_period_days=14&trial_settings[end_behavior][missing_payment_method]={behavior}"
        );
        await world.AdvanceAsync("2026-01-16");
        Assert.Equal(status, (string?)(await world.SubscriptionAsync())["status"]);
        Assert.Equal(invoices, (await world.InvoicesAsync()).Count);
    }

    [Theory]
    [InlineData("", null)]
    [InlineData("preserve_cancel_date=true", "2026-04-01")]
    public async Task AReleasedSubscription_EndsOnlyWhenTheDateIsKept(string form, string? end)
    {
        using var world = await World.StartAsync(fixture);
        var schedule = await world.ScheduleAsync("phases[0][items][0][price]={M100}&phases[0][end_date]=@2026-04-01");
        var released = await world.PostAsync($"/v1/subscription_schedules/{schedule["id"]}/release", form);
        Assert.Equal((string?)schedule["subscription"], (string?)released["released_subscription"]);
        Assert.Null(released["subscription"]);
        var cancelAt = (await world.SubscriptionAsync())["cancel_at"];
        Assert.Equal(end, cancelAt is null ? null : World.Day(cancelAt));
        await world.AdvanceAsync("2026-04-02");
        Assert.Equal(end is null ? 4 : 3, (await world.InvoicesAsync()).Count);
    }

    [Fact]
    public async Task ASubscription_MigratesToFlexibleAndNotBack()
    {
        using var world = await World.StartAsync(fixture);
        var subscription = await world.SubscribeAsync("items[0][price]={M100}&billing_mode[type]=classic");
        var path = $"/v1/subscriptions/{subscription["id"]}/migrate";
        Assert.Equal("flexible", (string?)(await world.PostAsync(path, "billing_mode[type]=flexible"))["billing_mode"]!["type"]);
        Assert.Equal(
            (400, "billing_mode[type]"),
            (
                (await world.RefusedAsync(path, "billing_mode[type]=classic")).Status,
                (await world.RefusedAsync(path, "billing_mode[type]=classic")).Param
            )
        );
    }

    [Fact]
    public async Task PreviewOfACancellation_GivesTheRestBack()
    {
        using var world = await World.StartAsync(fixture);
        var subscription = await world.SubscribeAsync("items[0][price]={M100}");
        await world.AdvanceAsync("2026-01-16");
        var preview = await world.PostAsync(
            "/v1/invoices/create_preview",
            $"subscription={subscription["id"]}&subscription_details[cancel_now]=true"
        );
        Assert.Equal(-5161, (long)preview["total"]!);
        Assert.Equal("active", (string?)(await world.SubscriptionAsync())["status"]);
    }

    [Fact]
    public async Task LinesOfADraft_AreAddedAndRemoved()
    {
        using var world = await World.StartAsync(fixture);
        var invoice = (await world.PostAsync("/v1/invoices", $"customer={world.Customer}"))["id"];
        var changed = await world.PostAsync(
            $"/v1/invoices/{invoice}/add_lines",
            "lines[0][amount]=700&lines[0][description]=Training&lines[1][amount]=300&lines[1][description]=Travel"
        );
        Assert.Equal(1000, (long)changed["total"]!);
        var lines = changed["lines"]!["data"]!.AsArray().ToDictionary(line => (string)line!["description"]!, line => (string)line!["id"]!);
        changed = await world.PostAsync(
            $"/v1/invoices/{invoice}/remove_lines",
            $"lines[0][id]={lines["Training"]}&lines[0][behavior]=unassign&lines[1][id]={lines["Travel"]}&lines[1][behavior]=delete"
        );
        Assert.Equal(0, (long)changed["total"]!);
        Assert.StartsWith("700 ", await world.PendingAsync());
        await world.PostAsync($"/v1/invoices/{invoice}/finalize");
        Assert.Equal("invoice_not_editable", (await world.RefusedAsync($"/v1/invoices/{invoice}/add_lines", "lines[0][amount]=1")).Code);
    }

    [Fact]
    public async Task ItemDiscountsOfASplitPhase_Stay()
    {
        using var world = await World.StartAsync(fixture);
        var coupon = await world.CouponAsync("percent_off=10&duration=forever");
        var schedule = await world.ScheduleAsync(
            $"phases[0][items][0][price]={{M100}}&phases[0][items][0][discounts][0][coupon]={coupon}&phases[0][end_date]=@2026-06-01"
        );
        await world.AdvanceAsync("2026-01-16");
        await world.PostAsync($"/v1/subscriptions/{schedule["subscription"]}", "items[0][price]={M10}&proration_behavior=none");
        var phases = (await world.GetAsync($"/v1/subscription_schedules/{schedule["id"]}"))["phases"]!.AsArray();
        Assert.Equal(2, phases.Count);
        Assert.Equal(coupon, (string?)phases[1]!["items"]![0]!["discounts"]![0]!["coupon"]);
        await world.AdvanceAsync("2026-02-01");
        Assert.Equal("2026-01-01 9000, 2026-02-01 10000", await world.BillsAsync());
    }
}
