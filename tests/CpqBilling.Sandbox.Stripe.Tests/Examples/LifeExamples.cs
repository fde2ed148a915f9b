namespace CpqBilling.Sandbox.Stripe.Tests.Examples;

/// <summary>Worked examples E58 to E70: backdating, trials, cancellation, balance, dunning, previews and clocks.</summary>
[Collection(SandboxTests.Name)]
public sealed class LifeExamples(SandboxFixture fixture)
{
    private const string Year = "phases[0][items][0][price]={M100}&phases[0][duration][interval]=year";

    [Fact]
    public async Task E58_BackdatedFlexible()
    {
        using var world = await World.StartAsync(fixture, "2026-03-15");
        await world.ScheduleAsync(Year, "end_behavior=cancel&start_date=1767225600");
        Assert.Equal("2026-03-15 30000", await world.BillsAsync());
        var lines = (await world.LinesOfAsync(0)).Split(", 1");
        Assert.Equal(3, lines.Length);
        Assert.Equal("2026-01-01", World.Day((await world.SubscriptionAsync())["billing_cycle_anchor"]));
        await world.AdvanceAsync("2026-04-01");
        Assert.Equal("2026-03-15 30000, 2026-04-01 10000", await world.BillsAsync());
    }

    [Fact]
    public async Task E58b_BackdatedScheduleClassic()
    {
        using var world = await World.StartAsync(fixture, "2023-11-15T17:10:33");
        await world.DefineAsync("M24", "unit_amount=2400&recurring[interval]=month");
        await world.ScheduleAsync(
            "phases[0][items][0][price]={M24}&phases[0][duration][interval]=month&phases[0][duration][interval_count]=12",
            $"end_behavior=cancel&billing_mode[type]=classic&start_date={World.At("2023-09-14")}"
        );
        var invoice = (await world.InvoicesAsync()).Single();
        Assert.Equal("7200 [2023-09-14, 2023-12-14)", World.Lines(invoice));
        Assert.True((bool?)invoice["lines"]!["data"]![0]!["parent"]!["subscription_item_details"]!["proration"]);
        await world.AdvanceAsync("2023-12-14");
        Assert.Equal("2023-11-15T17:10:33 7200, 2023-12-14 2400", await world.BillsAsync());
    }

    [Theory]
    [InlineData("classic")]
    [InlineData("flexible")]
    public async Task E58c_BackdatedScheduleThatSkipsItsPast_BillsFromTheNextBoundary(string mode)
    {
        using var world = await World.StartAsync(fixture, "2023-11-15T17:10:33");
        await world.DefineAsync("M24", "unit_amount=2400&recurring[interval]=month");
        await world.ScheduleAsync(
            "phases[0][items][0][price]={M24}&phases[0][duration][interval]=month&phases[0][duration][interval_count]=12&phases[0][proration_behavior]=none",
            $"end_behavior=cancel&billing_mode[type]={mode}&start_date={World.At("2023-09-14")}"
        );
        Assert.Empty(await world.InvoicesAsync());
        await world.AdvanceAsync("2023-12-14");
        Assert.Equal("2023-12-14 2400", await world.BillsAsync());
    }

    [Theory]
    [InlineData("2026-03-01", "2026-02-15", 5000, 15000)]
    [InlineData("2026-02-01", "2026-01-15", 5484, 15484)]
    public async Task E59_BackdatedSubscriptionClassic(string now, string start, long elapsed, long total)
    {
        using var world = await World.StartAsync(fixture, now);
        await world.SubscribeAsync($"items[0][price]={{M100}}&billing_mode[type]=classic&backdate_start_date=@{start}");
        var invoice = (await world.InvoicesAsync()).Single();
        Assert.Equal(total, (long?)invoice["total"]);
        Assert.Contains($"{elapsed} [{start}, {now})", World.Lines(invoice));
    }

    [Fact]
    public async Task E60_TrialPhase()
    {
        using var world = await World.StartAsync(fixture);
        await world.ScheduleAsync(
            """
            phases[0][items][0][price]={M100}&phases[0][trial]=true&phases[0][duration][interval]=day&phases[0][duration][interval_count]=14&
            phases[1][items][0][price]={M100}&phases[1][duration][interval]=month&phases[1][duration][interval_count]=3
            """
        );
        Assert.Equal("trialing", (string?)(await world.SubscriptionAsync())["status"]);
        await world.AdvanceAsync("2026-01-01T01:00:00");
        Assert.Equal("paid", (string?)(await world.InvoicesAsync())[0]["status"]);
        await world.AdvanceAsync("2026-01-11T23:59:59");
        Assert.Empty(await world.EventsAsync("customer.subscription.trial_will_end"));
        await world.AdvanceAsync("2026-01-12");
        Assert.Single(await world.EventsAsync("customer.subscription.trial_will_end"));
        await world.AdvanceAsync("2026-05-01");
        Assert.Equal("2026-01-01 0, 2026-01-15 10000, 2026-02-15 10000, 2026-03-15 10000", await world.BillsAsync());
        Assert.Equal("2026-04-15", World.Day((await world.SubscriptionAsync())["ended_at"]));
    }

    [Fact]
    public async Task E61_CancelWithDefaults()
    {
        using var world = await World.StartAsync(fixture);
        var schedule = await world.ScheduleAsync(Year);
        await world.AdvanceAsync("2026-01-16");
        schedule = await world.PostAsync($"/v1/subscription_schedules/{schedule["id"]}/cancel");
        Assert.Equal("canceled", (string?)schedule["status"]);
        Assert.Equal("canceled", (string?)(await world.SubscriptionAsync())["status"]);
        var invoice = (await world.InvoicesAsync())[1];
        Assert.Equal(-5161, (long?)invoice["total"]);
        Assert.Equal(0, (long?)invoice["amount_due"]);
        Assert.Equal(-5161, (long?)invoice["ending_balance"]);
        Assert.Equal(-5161, (long?)(await world.CustomerAsync())["balance"]);
    }

    [Fact]
    public async Task E62_CancelWithoutCreditOrInvoice()
    {
        using var world = await World.StartAsync(fixture);
        var schedule = await world.ScheduleAsync(Year);
        await world.AdvanceAsync("2026-01-16");
        await world.PostAsync($"/v1/subscription_schedules/{schedule["id"]}/cancel", "prorate=false&invoice_now=false");
        Assert.Equal("2026-01-01 10000", await world.BillsAsync());
        Assert.Equal("", await world.PendingAsync());
        Assert.Equal(0, (long?)(await world.CustomerAsync())["balance"]);
    }

    [Fact]
    public async Task E63_Release()
    {
        using var world = await World.StartAsync(fixture);
        var schedule = await world.ScheduleAsync(Year);
        await world.AdvanceAsync("2026-01-16");
        schedule = await world.PostAsync($"/v1/subscription_schedules/{schedule["id"]}/release");
        Assert.Equal("released", (string?)schedule["status"]);
        Assert.Null(schedule["subscription"]);
        Assert.Equal(World.At("2026-01-16"), (long?)schedule["released_at"]);
        var subscription = await world.SubscriptionAsync();
        Assert.Equal((string?)subscription["id"], (string?)schedule["released_subscription"]);
        Assert.Equal("active", (string?)subscription["status"]);
        Assert.Null(subscription["cancel_at"]);
        await world.AdvanceAsync("2026-02-01");
        Assert.Equal("2026-01-01 10000, 2026-02-01 10000", await world.BillsAsync());
    }

    [Fact]
    public async Task E64_CreditBalance()
    {
        using var world = await World.StartAsync(fixture, customer: "balance=-2000");
        await world.ScheduleAsync(Year);
        await world.AdvanceAsync("2026-01-01T01:00:00");
        var invoice = (await world.InvoicesAsync())[0];
        Assert.Equal(-2000, (long?)invoice["starting_balance"]);
        Assert.Equal(8000, (long?)invoice["amount_due"]);
        Assert.Equal(0, (long?)(await world.CustomerAsync())["balance"]);
    }

    [Fact]
    public async Task E65_BelowTheMinimum()
    {
        using var world = await World.StartAsync(fixture);
        await world.DefineAsync("cents", "unit_amount=30&recurring[interval]=month");
        var method = await world.PostAsync("/v1/payment_methods/pm_card_visa/attach", $"customer={world.Customer}");
        await world.PostAsync($"/v1/customers/{world.Customer}", $"invoice_settings[default_payment_method]={method["id"]}");
        await world.PostAsync(
            "/v1/subscription_schedules",
            $"customer={world.Customer}&start_date=now&phases[0][items][0][price]={{cents}}&phases[0][duration][interval]=year"
        );
        await world.AdvanceAsync("2026-01-01T01:00:00");
        var january = (await world.InvoicesAsync())[0];
        Assert.Equal(("paid", 0L), ((string?)january["status"], (long?)january["amount_due"]));
        Assert.Equal(30, (long?)(await world.CustomerAsync())["balance"]);
        await world.AdvanceAsync("2026-02-01T01:00:00");
        var february = (await world.InvoicesAsync())[1];
        Assert.Equal(("paid", 60L, 60L), ((string?)february["status"], (long?)february["amount_due"], (long?)february["amount_paid"]));
        Assert.Equal(0, (long?)(await world.CustomerAsync())["balance"]);
        Assert.Contains("charge.succeeded", await world.EventsAsync());
    }

    [Fact]
    public async Task E66_Dunning()
    {
        using var world = await World.StartAsync(fixture);
        await world.PostAsync("/v1/subscription_schedules", $"customer={world.Customer}&start_date=now&{Year}");
        Assert.Equal("draft", (string?)(await world.InvoicesAsync())[0]["status"]);
        await world.AdvanceAsync("2026-01-01T01:00:00");
        var invoice = (await world.InvoicesAsync())[0];
        Assert.Equal(("open", true, 1L), ((string?)invoice["status"], (bool?)invoice["attempted"], (long?)invoice["attempt_count"]));
        Assert.Single(await world.EventsAsync("invoice.payment_failed"));
        Assert.Equal("past_due", (string?)(await world.SubscriptionAsync())["status"]);
        invoice = await world.PostAsync($"/v1/invoices/{invoice["id"]}/pay", "paid_out_of_band=true");
        Assert.Equal(("paid", 10000L), ((string?)invoice["status"], (long?)invoice["amount_paid_off_stripe"]));
        Assert.Equal("active", (string?)(await world.SubscriptionAsync())["status"]);
    }

    [Fact]
    public async Task E67_Overdue()
    {
        using var world = await World.StartAsync(fixture);
        await world.ScheduleAsync("phases[0][items][0][price]={M10}&phases[0][items][0][quantity]=3&phases[0][duration][interval]=year");
        await world.AdvanceAsync("2026-01-30T23:59:59");
        Assert.Equal("active", (string?)(await world.SubscriptionAsync())["status"]);
        await world.AdvanceAsync("2026-01-31");
        Assert.Single(await world.EventsAsync("invoice.overdue"));
        Assert.Equal("past_due", (string?)(await world.SubscriptionAsync())["status"]);
        await world.AdvanceAsync("2026-03-02");
        var invoices = await world.InvoicesAsync();
        Assert.Equal(3, invoices.Count);
        await world.PostAsync($"/v1/invoices/{invoices[2]["id"]}/pay", "paid_out_of_band=true");
        Assert.Equal("active", (string?)(await world.SubscriptionAsync())["status"]);
    }

    [Fact]
    public async Task E68_MetadataByPhase()
    {
        using var world = await World.StartAsync(fixture);
        await world.ScheduleAsync(
            """
            phases[0][items][0][price]={M10}&phases[0][duration][interval]=month&phases[0][metadata][channel]=self-serve&phases[0][metadata][region]=apac&phases[0][metadata][upsell-products]=alpha&
            phases[1][items][0][price]={M10}&phases[1][duration][interval]=month&phases[1][metadata][channel]=sales&phases[1][metadata][churn-risk]=high&phases[1][metadata][upsell-products]=
            """
        );
        await world.AdvanceAsync("2026-02-01");
        var metadata = (await world.SubscriptionAsync())["metadata"]!.AsObject();
        Assert.Equal(
            "channel=sales churn-risk=high region=apac",
            string.Join(" ", metadata.OrderBy(pair => pair.Key).Select(pair => $"{pair.Key}={pair.Value}"))
        );
    }

    [Theory]
    [InlineData("always_invoice", 2580)]
    [InlineData("create_prorations", 12580)]
    public async Task E69_PreviewEqualsReality(string behavior, long total)
    {
        using var world = await World.StartAsync(fixture);
        var subscription = await world.SubscribeAsync("items[0][price]={M50}");
        var item = subscription["items"]!["data"]![0]!["id"];
        await world.PriceAsync("M100");
        var events = (await world.EventsAsync()).Count;
        var change =
            $"subscription_details[items][0][id]={item}&subscription_details[items][0][price]={{M100}}&subscription_details[proration_behavior]={behavior}";
        var preview = await world.PostAsync(
            "/v1/invoices/create_preview",
            $"subscription={subscription["id"]}&subscription_details[proration_date]=@2026-01-16&{change}"
        );
        Assert.Equal(total, (long?)preview["total"]);
        Assert.StartsWith("upcoming_in_", (string?)preview["id"]);
        Assert.Equal("2026-01-01 5000", await world.BillsAsync());
        Assert.Equal("", await world.PendingAsync());
        Assert.Equal(events, (await world.EventsAsync()).Count);

        await world.AdvanceAsync("2026-01-16");
        await world.PostAsync(
            $"/v1/subscriptions/{subscription["id"]}",
            $"items[0][id]={item}&items[0][price]={{M100}}&proration_behavior={behavior}"
        );
        await world.AdvanceAsync("2026-02-01");
        Assert.Equal(total, (long?)(await world.InvoicesAsync())[1]["total"]);
    }

    [Fact]
    public async Task E70_ClockLimit()
    {
        using var world = await World.StartAsync(fixture);
        var path = $"/v1/test_helpers/test_clocks/{world.Clock}/advance";
        Assert.Equal("frozen_time", (await world.RefusedAsync(path, "frozen_time=@2025-12-31")).Param);
        Assert.Equal(400, (await world.RefusedAsync(path, "frozen_time=@2028-01-02")).Status);
        await world.ScheduleAsync(Year);
        Assert.Equal(400, (await world.RefusedAsync(path, "frozen_time=@2026-03-02")).Status);
        Assert.Equal("advancing", (string?)(await world.PostAsync(path, "frozen_time=@2026-03-01"))["status"]);
    }

    [Fact]
    public async Task E70_AClockWithoutSubscriptions_GoesTwoYears()
    {
        using var world = await World.StartAsync(fixture);
        await world.AdvanceAsync("2028-01-01");
        Assert.Equal("2028-01-01", world.Now);
    }
}
