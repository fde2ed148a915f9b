namespace CpqBilling.Sandbox.Stripe.Tests.Protocol;

/// <summary>P02 to P09, P26 to P28, P32 and P33: what schedules refuse and accept.</summary>
[Collection(SandboxTests.Name)]
public sealed class ScheduleRuleTests(SandboxFixture fixture)
{
    private const string Year = "phases[0][items][0][price]={M100}&phases[0][duration][interval]=year";

    [Fact]
    public async Task P02_IterationsDependOnTheVersion()
    {
        using var world = await World.StartAsync(fixture);
        var form = await world.ExpandAsync($"customer={world.Customer}&start_date=now&phases[0][items][0][price]={{M100}}&phases[0][iterations]=12");
        var refusal = await world.Api.RefusedAsync("/v1/subscription_schedules", form, "2026-10-28.endive");
        Assert.Equal((400, "parameter_unknown", "phases[0][iterations]"), (refusal.Status, refusal.Code, refusal.Param));
        var schedule = await world.Api.PostAsync("/v1/subscription_schedules", form, "2022-08-01");
        Assert.Equal("2027-01-01", World.Day(schedule["phases"]![0]!["end_date"]));
        Assert.Equal("classic", (string?)schedule["billing_mode"]!["type"]);
    }

    [Fact]
    public async Task P03_PhaseStartOnCreate_IsUnknown()
    {
        using var world = await World.StartAsync(fixture);
        var refusal = await world.RefusedAsync("/v1/subscription_schedules", $"customer={world.Customer}&{Year}&phases[0][start_date]=now");
        Assert.Equal("Received unknown parameter: phases[0][start_date]", refusal.Message);
    }

    [Fact]
    public async Task P04_UpdateWithoutAnyStart_HasNoAnchor()
    {
        using var world = await World.StartAsync(fixture);
        var schedule = await world.ScheduleAsync(Year);
        var refusal = await world.RefusedAsync($"/v1/subscription_schedules/{schedule["id"]}", Year);
        Assert.Contains("missing at least one phase with a `start_date` to anchor end dates to", refusal.Message);
        Assert.Equal("phases", refusal.Param);
    }

    [Theory]
    [InlineData("@2026-01-02")]
    [InlineData("@2025-12-31")]
    public async Task P05_UpdateWithAnotherCurrentStart_IsRefused(string start)
    {
        using var world = await World.StartAsync(fixture);
        var schedule = await world.ScheduleAsync(Year);
        var refusal = await world.RefusedAsync($"/v1/subscription_schedules/{schedule["id"]}", $"{Year}&phases[0][start_date]={start}");
        Assert.Contains("You can only adjust the end date to a future date for the current phase.", refusal.Message);
    }

    [Fact]
    public async Task P06_SamePriceTwiceInAPhase_IsRefused()
    {
        using var world = await World.StartAsync(fixture);
        var refusal = await world.RefusedAsync(
            "/v1/subscription_schedules",
            $"customer={world.Customer}&start_date=now&{Year}&phases[0][items][1][price]={{M100}}"
        );
        Assert.Equal((400, "phases[0][items]"), (refusal.Status, refusal.Param));
    }

    [Fact]
    public async Task P07_ElevenPhases_AreRefused()
    {
        using var world = await World.StartAsync(fixture);
        var refusal = await world.RefusedAsync("/v1/subscription_schedules", $"customer={world.Customer}&start_date=now&{Phases(0, 11)}");
        Assert.Equal((400, "phases"), (refusal.Status, refusal.Param));
    }

    [Fact]
    public async Task P07_PastPhasesDoNotCount()
    {
        using var world = await World.StartAsync(fixture);
        var schedule = await world.ScheduleAsync(Phases(0, 10));
        await world.AdvanceAsync("2026-03-15");
        var start = World.At("2026-03-01");
        schedule = await world.PostAsync($"/v1/subscription_schedules/{schedule["id"]}", $"phases[0][start_date]={start}&{Phases(0, 10)}");
        Assert.Equal(12, schedule["phases"]!.AsArray().Count);
        Assert.Equal("2027-01-01", World.Day(schedule["phases"]![11]!["end_date"]));
    }

    [Fact]
    public async Task P08_WrongTypesOfPrice()
    {
        using var world = await World.StartAsync(fixture);
        var refusal = await world.RefusedAsync(
            "/v1/subscription_schedules",
            $"customer={world.Customer}&start_date=now&phases[0][items][0][price]={{S500}}"
        );
        Assert.Equal("The price specified is set to `type=one_time` but this field only accepts prices with `type=recurring`.", refusal.Message);
        refusal = await world.RefusedAsync(
            "/v1/subscription_schedules",
            $"customer={world.Customer}&start_date=now&{Year}&phases[0][add_invoice_items][0][price]={{M100}}"
        );
        Assert.Equal("The price specified is set to `type=recurring` but this field only accepts prices with `type=one_time`.", refusal.Message);
        Assert.Equal("phases[0][add_invoice_items][0][price]", refusal.Param);
    }

    [Fact]
    public async Task P09_AnArchivedPrice_StaysOnItsScheduleOnly()
    {
        using var world = await World.StartAsync(fixture);
        var schedule = await world.ScheduleAsync(Year);
        await world.PostAsync($"/v1/prices/{await world.PriceAsync("M100")}", "active=false");
        var refusal = await world.RefusedAsync("/v1/subscription_schedules", $"customer={world.Customer}&start_date=now&{Year}");
        Assert.Equal((400, "phases[0][items][0][price]"), (refusal.Status, refusal.Param));
        Assert.Contains("This field only accepts active prices.", refusal.Message);
        await world.AdvanceAsync("2026-02-01");
        Assert.Equal("2026-01-01 10000, 2026-02-01 10000", await world.BillsAsync());
        schedule = await world.PostAsync(
            $"/v1/subscription_schedules/{schedule["id"]}",
            "phases[0][start_date]=@2026-01-01&phases[0][end_date]=@2026-06-01&phases[0][items][0][price]={M100}&phases[0][items][0][quantity]=2"
        );
        Assert.Equal(2, (long?)schedule["phases"]![0]!["items"]![0]!["quantity"]);
    }

    [Fact]
    public async Task P26_ReleaseThenCancel_IsRefused()
    {
        using var world = await World.StartAsync(fixture);
        var schedule = await world.ScheduleAsync(Year);
        await world.PostAsync($"/v1/subscription_schedules/{schedule["id"]}/release");
        var refusal = await world.RefusedAsync($"/v1/subscription_schedules/{schedule["id"]}/cancel", "");
        Assert.Contains(
            "You cannot cancel a subscription schedule that is currently in the `released` status. It must be in `not_started, active` status to be canceled.",
            refusal.Message
        );
    }

    [Fact]
    public async Task P27_CancelingASubscriptionUnderASchedule_IsRefused()
    {
        using var world = await World.StartAsync(fixture);
        var schedule = await world.ScheduleAsync(Year);
        var refusal = await world.RefusedAsync($"/v1/subscriptions/{schedule["subscription"]}", "cancel_at_period_end=true");
        Assert.Contains($"managed by the subscription schedule `{schedule["id"]}`", refusal.Message);
    }

    [Fact]
    public async Task P28_FromSubscriptionTwice_IsRefused()
    {
        using var world = await World.StartAsync(fixture);
        var subscription = await world.SubscribeAsync("items[0][price]={M100}");
        var schedule = await world.PostAsync("/v1/subscription_schedules", $"from_subscription={subscription["id"]}");
        Assert.Equal(("active", "2026-02-01"), ((string?)schedule["status"], World.Day(schedule["phases"]![0]!["end_date"])));
        var refusal = await world.RefusedAsync("/v1/subscription_schedules", $"from_subscription={subscription["id"]}");
        Assert.Contains($"already attached to a schedule: `{schedule["id"]}`", refusal.Message);
    }

    [Fact]
    public async Task P32_QuantityOfAMeteredItem_IsRefused()
    {
        using var world = await World.StartAsync(fixture);
        var refusal = await world.RefusedAsync(
            "/v1/subscription_schedules",
            $"customer={world.Customer}&start_date=now&phases[0][items][0][price]={{U2}}&phases[0][items][0][quantity]=1"
        );
        Assert.Equal((400, "phases[0][items][0][quantity]"), (refusal.Status, refusal.Param));
    }

    [Fact]
    public async Task P33_DueDaysWithoutSending_AreRefused()
    {
        using var world = await World.StartAsync(fixture);
        var refusal = await world.RefusedAsync(
            "/v1/subscription_schedules",
            $"customer={world.Customer}&start_date=now&{Year}&default_settings[invoice_settings][days_until_due]=30"
        );
        Assert.Equal(400, refusal.Status);
        Assert.Contains("You can only specify 'due_date' or 'days_until_due'", refusal.Message);
    }

    [Fact]
    public async Task AddedItemsOfTheRunningPhase_AreChargedAgainWhenResent()
    {
        using var world = await World.StartAsync(fixture);
        var schedule = await world.ScheduleAsync($"{Year}&phases[0][add_invoice_items][0][price]={{S500}}");
        await world.AdvanceAsync("2026-01-10");
        const string same = "phases[0][start_date]=@2026-01-01&phases[0][end_date]=@2027-01-01&phases[0][items][0][price]={M100}";
        schedule = await world.PostAsync($"/v1/subscription_schedules/{schedule["id"]}", same);
        Assert.Empty(schedule["phases"]![0]!["add_invoice_items"]!.AsArray());
        Assert.Equal("", await world.PendingAsync());
        await world.PostAsync($"/v1/subscription_schedules/{schedule["id"]}", $"{same}&phases[0][add_invoice_items][0][price]={{S500}}");
        Assert.Equal("50000 [2026-01-01, 2026-02-01)", await world.PendingAsync());
    }

    [Fact]
    public async Task ANegativeOneTimeCharge_IsACreditWithAPriceOfItsOwn()
    {
        using var world = await World.StartAsync(fixture);
        var product = await world.ProductAsync("credit");
        var schedule = await world.ScheduleAsync(
            $$"""
            {{Year}}&phases[0][add_invoice_items][0][price_data][currency]=usd&phases[0][add_invoice_items][0][price_data][product]={{product}}&
            phases[0][add_invoice_items][0][price_data][unit_amount_decimal]=-2500
            """
        );
        Assert.Equal("2026-01-01 7500", await world.BillsAsync());
        var price = await world.GetAsync($"/v1/prices/{schedule["phases"]![0]!["add_invoice_items"]![0]!["price"]}");
        Assert.Equal((false, "one_time", -2500L), ((bool?)price["active"], (string?)price["type"], (long?)price["unit_amount"]));
    }

    [Fact]
    public async Task ARefusedRequest_LeavesNoInlinePrices()
    {
        using var world = await World.StartAsync(fixture);
        var product = await world.ProductAsync("inline");
        var item =
            $"phases[0][items][0][price_data][currency]=usd&phases[0][items][0][price_data][product]={product}&phases[0][items][0][price_data][unit_amount]=700&phases[0][items][0][price_data][recurring][interval]=month";
        await world.RefusedAsync("/v1/subscription_schedules", $"customer={world.Customer}&start_date=now&{item}&phases[1][items][0][price]=none");
        Assert.Empty((await world.GetAsync("/v1/prices"))["data"]!.AsArray());
        Assert.DoesNotContain("price.created", await world.EventsAsync());
        await world.ScheduleAsync(item);
        Assert.Single((await world.GetAsync("/v1/prices"))["data"]!.AsArray());
        Assert.Contains("price.created", await world.EventsAsync());
    }

    [Fact]
    public async Task APhaseThatHasEndedAlready_MayLeadToTheRunningOne()
    {
        using var world = await World.StartAsync(fixture, "2026-03-15");
        var schedule = await world.ScheduleAsync(
            "phases[0][items][0][price]={M10}&phases[0][end_date]=@2026-03-01&phases[1][items][0][price]={M20}&phases[1][end_date]=@2026-06-01",
            "end_behavior=cancel&start_date=@2026-01-01"
        );
        Assert.Equal("2026-03-01", World.Day(schedule["current_phase"]!["start_date"]));
        Assert.Equal("2026-03-15 4000", await world.BillsAsync());
    }

    private static string Phases(int first, int count) =>
        string.Join(
            "&",
            Enumerable.Range(first, count).Select(index => $"phases[{index}][items][0][price]={{M10}}&phases[{index}][duration][interval]=month")
        );
}
