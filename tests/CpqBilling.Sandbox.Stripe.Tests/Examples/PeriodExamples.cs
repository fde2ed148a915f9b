namespace CpqBilling.Sandbox.Stripe.Tests.Examples;

/// <summary>Worked examples E01 to E14: schedules and periods.</summary>
[Collection(SandboxTests.Name)]
public sealed class PeriodExamples(SandboxFixture fixture)
{
    private const string Year =
        "phases[0][items][0][price]={M10}&phases[0][items][0][quantity]=3&phases[0][duration][interval]=month&phases[0][duration][interval_count]=12";

    [Fact]
    public async Task E01_TwelveMonths()
    {
        using var world = await World.StartAsync(fixture);
        var schedule = await world.ScheduleAsync(Year);
        var first = (await world.InvoicesAsync()).Single();
        Assert.Equal("draft", (string?)first["status"]);
        Assert.Equal(1769817600, (long?)first["due_date"]);
        Assert.Equal("subscription_create", (string?)first["billing_reason"]);
        Assert.Equal(1798761600, (long?)(await world.SubscriptionAsync())["cancel_at"]);

        await world.AdvanceAsync("2026-01-01T01:00:00");
        Assert.Equal("open", (string?)(await world.InvoicesAsync())[0]["status"]);
        await world.AdvanceAsync("2026-12-24");
        Assert.Empty(await world.EventsAsync("subscription_schedule.expiring"));
        await world.AdvanceAsync("2026-12-25");
        Assert.Single(await world.EventsAsync("subscription_schedule.expiring"));
        await world.AdvanceAsync("2027-01-02");

        var invoices = await world.InvoicesAsync();
        Assert.Equal(12, invoices.Count);
        Assert.Equal(36000, invoices.Sum(invoice => (long)invoice["total"]!));
        for (var month = 0; month < 12; month++)
        {
            var from = new DateTime(2026, 1, 1).AddMonths(month);
            Assert.Equal($"3000 [{from:yyyy-MM-dd}, {from.AddMonths(1):yyyy-MM-dd})", World.Lines(invoices[month]));
            Assert.Equal(month == 0 ? "subscription_create" : "subscription_cycle", (string?)invoices[month]["billing_reason"]);
        }

        var subscription = await world.SubscriptionAsync();
        Assert.Equal("canceled", (string?)subscription["status"]);
        Assert.Equal(1798761600, (long?)subscription["ended_at"]);
        schedule = await world.GetAsync($"/v1/subscription_schedules/{schedule["id"]}");
        Assert.Equal("completed", (string?)schedule["status"]);
        Assert.Equal(1798761600, (long?)schedule["completed_at"]);
    }

    [Fact]
    public async Task E02_Release()
    {
        using var world = await World.StartAsync(fixture);
        var schedule = await world.ScheduleAsync(Year, "end_behavior=release");
        Assert.Null((await world.SubscriptionAsync())["cancel_at"]);
        await world.AdvanceAsync("2027-01-01");
        var invoices = await world.InvoicesAsync();
        Assert.Equal(13, invoices.Count);
        Assert.Equal("subscription_cycle", (string?)invoices[12]["billing_reason"]);
        Assert.Equal(3000, (long?)invoices[12]["total"]);
        var subscription = await world.SubscriptionAsync();
        Assert.Null(subscription["schedule"]);
        schedule = await world.GetAsync($"/v1/subscription_schedules/{schedule["id"]}");
        Assert.Equal("released", (string?)schedule["status"]);
        Assert.Equal((string?)subscription["id"], (string?)schedule["released_subscription"]);
    }

    [Fact]
    public async Task E03_TwoPhasesOnABoundary()
    {
        using var world = await World.StartAsync(fixture);
        await world.ScheduleAsync(
            """
            phases[0][items][0][price]={M10}&phases[0][items][0][quantity]=10&phases[0][duration][interval]=month&
            phases[1][items][0][price]={M10}&phases[1][items][0][quantity]=6&phases[1][items][1][price]={M20}&phases[1][items][1][quantity]=5&
            phases[1][duration][interval]=month&phases[1][duration][interval_count]=11
            """
        );
        await world.AdvanceAsync("2027-01-02");
        var invoices = await world.InvoicesAsync();
        Assert.Equal(12, invoices.Count);
        Assert.Equal(10000, (long?)invoices[0]["total"]);
        Assert.All(invoices.Skip(1), invoice => Assert.Equal(16000, (long?)invoice["total"]));
        Assert.Equal(186000, invoices.Sum(invoice => (long)invoice["total"]!));
        Assert.Empty(await world.EventsAsync("invoiceitem.created"));
    }

    [Fact]
    public async Task E04_Annual()
    {
        using var world = await World.StartAsync(fixture);
        await world.ScheduleAsync(
            "phases[0][items][0][price]={Y1200}&phases[0][items][0][quantity]=5&phases[0][duration][interval]=year&phases[0][duration][interval_count]=3"
        );
        await world.AdvanceAsync("2029-01-02");
        Assert.Equal("2026-01-01 600000, 2027-01-01 600000, 2028-01-01 600000", await world.BillsAsync());
        Assert.Equal("2029-01-01", World.Day((await world.SubscriptionAsync())["ended_at"]));
    }

    [Fact]
    public async Task E05_Quarterly()
    {
        using var world = await World.StartAsync(fixture);
        await world.ScheduleAsync("phases[0][items][0][price]={Q300}&phases[0][duration][interval]=month&phases[0][duration][interval_count]=12");
        await world.AdvanceAsync("2027-01-02");
        Assert.Equal("2026-01-01 30000, 2026-04-01 30000, 2026-07-01 30000, 2026-10-01 30000", await world.BillsAsync());
    }

    [Fact]
    public async Task E06_MonthEndAnchor()
    {
        using var world = await World.StartAsync(fixture, "2026-01-31");
        await world.ScheduleAsync("phases[0][items][0][price]={M100}&phases[0][end_date]=@2026-05-31");
        await world.AdvanceAsync("2026-06-01");
        Assert.Equal("2026-01-31 10000, 2026-02-28 10000, 2026-03-31 10000, 2026-04-30 10000", await world.BillsAsync());
        Assert.Equal("10000 [2026-01-31, 2026-02-28)", await world.LinesOfAsync(0));
        Assert.Equal("10000 [2026-02-28, 2026-03-31)", await world.LinesOfAsync(1));
        Assert.Equal("10000 [2026-03-31, 2026-04-30)", await world.LinesOfAsync(2));
        Assert.Equal("10000 [2026-04-30, 2026-05-31)", await world.LinesOfAsync(3));
    }

    [Fact]
    public async Task E06_MonthEndAnchorInALeapYear()
    {
        using var world = await World.StartAsync(fixture, "2028-01-31");
        await world.ScheduleAsync("phases[0][items][0][price]={M100}&phases[0][end_date]=@2028-03-31");
        Assert.Equal("10000 [2028-01-31, 2028-02-29)", await world.LinesOfAsync(0));
    }

    [Fact]
    public async Task E07_SemiAnnual()
    {
        using var world = await World.StartAsync(fixture, "2026-08-31");
        await world.DefineAsync("half", "unit_amount=60000&recurring[interval]=month&recurring[interval_count]=6");
        await world.ScheduleAsync("phases[0][items][0][price]={half}&phases[0][duration][interval]=month&phases[0][duration][interval_count]=18");
        await world.AdvanceAsync("2028-03-01");
        Assert.Equal("2026-08-31 60000, 2027-02-28 60000, 2027-08-31 60000", await world.BillsAsync());
        Assert.Equal("2028-02-29", World.Day((await world.SubscriptionAsync())["ended_at"]));
    }

    [Fact]
    public async Task E08_Ramp()
    {
        using var world = await World.StartAsync(fixture);
        var phases = string.Join(
            "&",
            new[] { "Y1000", "Y1100", "Y1210" }.Select(
                (price, index) =>
                    $"phases[{index}][items][0][price]={{{price}}}&phases[{index}][duration][interval]=year&phases[{index}][metadata][segment]={index + 1}"
            )
        );
        var schedule = await world.ScheduleAsync(phases);
        Assert.Equal("1", (string?)(await world.SubscriptionAsync())["metadata"]!["segment"]);
        await world.AdvanceAsync("2027-06-01");
        Assert.Equal("2", (string?)(await world.SubscriptionAsync())["metadata"]!["segment"]);
        schedule = await world.GetAsync($"/v1/subscription_schedules/{schedule["id"]}");
        Assert.Equal("2027-01-01", World.Day(schedule["current_phase"]!["start_date"]));
        await world.AdvanceAsync("2029-01-02");
        Assert.Equal("2026-01-01 100000, 2027-01-01 110000, 2028-01-01 121000", await world.BillsAsync());
        Assert.Empty(await world.EventsAsync("invoiceitem.created"));
    }

    [Fact]
    public async Task E09_FutureStart()
    {
        using var world = await World.StartAsync(fixture);
        var schedule = await world.ScheduleAsync(
            "phases[0][items][0][price]={M100}&phases[0][duration][interval]=year",
            "end_behavior=cancel&start_date=1769904000"
        );
        Assert.Equal("not_started", (string?)schedule["status"]);
        Assert.Null(schedule["subscription"]);
        Assert.Empty(await world.InvoicesAsync());
        Assert.Single((await world.GetAsync("/v1/subscription_schedules", $"customer={world.Customer}&scheduled=true"))["data"]!.AsArray());
        await world.AdvanceAsync("2026-02-01");
        var subscription = await world.SubscriptionAsync();
        Assert.Equal("active", (string?)subscription["status"]);
        Assert.Equal(1769904000, (long?)subscription["start_date"]);
        Assert.Equal("draft", (string?)(await world.InvoicesAsync())[0]["status"]);
        await world.AdvanceAsync("2026-02-01T01:00:00");
        var invoice = (await world.InvoicesAsync())[0];
        Assert.Equal("open", (string?)invoice["status"]);
        Assert.Equal(10000, (long?)invoice["total"]);
    }

    [Fact]
    public async Task E10_MixedIntervals()
    {
        using var world = await World.StartAsync(fixture);
        const string phases = "phases[0][items][0][price]={M10}&phases[0][items][1][price]={Y120}&phases[0][duration][interval]=year";
        await world.ScheduleAsync(phases);
        await world.AdvanceAsync("2027-01-02");
        var invoices = await world.InvoicesAsync();
        Assert.Equal(12, invoices.Count);
        Assert.Equal(13000, (long?)invoices[0]["total"]);
        Assert.All(invoices.Skip(1), invoice => Assert.Equal(1000, (long?)invoice["total"]));
        var refusal = await world.RefusedAsync(
            "/v1/subscription_schedules",
            $"customer={world.Customer}&start_date=now&billing_mode[type]=classic&{phases}"
        );
        Assert.Equal(400, refusal.Status);
        Assert.Contains("Found mismatch in interval field.", refusal.Message);
    }

    [Fact]
    public async Task E11_TruncatedEnd()
    {
        using var world = await World.StartAsync(fixture);
        await world.ScheduleAsync("phases[0][items][0][price]={M100}&phases[0][end_date]=@2026-03-16");
        await world.AdvanceAsync("2026-04-15");
        Assert.Equal("2026-01-01 10000, 2026-02-01 10000, 2026-03-01 4839", await world.BillsAsync());
        Assert.Equal("4839 [2026-03-01, 2026-03-16)", await world.LinesOfAsync(2));
    }

    [Fact]
    public async Task E12_SevenMonthsOfAQuarterlyPrice()
    {
        using var world = await World.StartAsync(fixture);
        await world.ScheduleAsync("phases[0][items][0][price]={Q300}&phases[0][duration][interval]=month&phases[0][duration][interval_count]=7");
        await world.AdvanceAsync("2026-09-01");
        Assert.Equal("2026-01-01 30000, 2026-04-01 30000, 2026-07-01 10109", await world.BillsAsync());
    }

    [Fact]
    public async Task E13_YearlyWithACancelDate()
    {
        using var world = await World.StartAsync(fixture, "2023-01-01");
        await world.SubscribeAsync("items[0][price]={Y120}&cancel_at=@2024-07-01");
        await world.AdvanceAsync("2024-08-01");
        Assert.Equal("2023-01-01 12000, 2024-01-01 5967", await world.BillsAsync());
        Assert.Equal("canceled", (string?)(await world.SubscriptionAsync())["status"]);
    }

    [Fact]
    public async Task E14_Yen()
    {
        using var world = await World.StartAsync(fixture);
        await world.DefineAsync("yen", "currency=jpy&unit_amount=500&recurring[interval]=month");
        await world.ScheduleAsync("phases[0][items][0][price]={yen}&phases[0][items][0][quantity]=3&phases[0][duration][interval]=month");
        var invoice = (await world.InvoicesAsync())[0];
        Assert.Equal(1500, (long?)invoice["total"]);
        Assert.Equal("500", (string?)invoice["lines"]!["data"]![0]!["pricing"]!["unit_amount_decimal"]);
    }
}
