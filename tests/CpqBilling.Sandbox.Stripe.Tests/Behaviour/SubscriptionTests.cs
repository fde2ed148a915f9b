namespace CpqBilling.Sandbox.Stripe.Tests.Behaviour;

/// <summary>Subscriptions without a schedule, and direct changes to those that have one.</summary>
[Collection(SandboxTests.Name)]
public sealed class SubscriptionTests(SandboxFixture fixture)
{
    [Fact]
    public async Task AutomaticChargeWithoutAMethod_IsRefused()
    {
        using var world = await World.StartAsync(fixture);
        var refusal = await world.RefusedAsync("/v1/subscriptions", $"customer={world.Customer}&items[0][price]={{M100}}");
        Assert.Equal((400, "resource_missing"), (refusal.Status, refusal.Code));
    }

    [Fact]
    public async Task AutomaticCharge_IsPaidWithinTheRequest()
    {
        using var world = await World.StartAsync(fixture);
        await AttachAsync(world, "pm_card_visa");
        var subscription = await world.PostAsync(
            "/v1/subscriptions",
            $"customer={world.Customer}&items[0][price]={{M100}}&expand[]=latest_invoice.payments"
        );
        Assert.Equal("active", (string?)subscription["status"]);
        Assert.Equal("paid", (string?)subscription["latest_invoice"]!["status"]);
        Assert.Equal(10000, (long?)subscription["latest_invoice"]!["payments"]!["data"]![0]!["amount_paid"]);
    }

    [Fact]
    public async Task ADeclinedFirstCharge_LeavesItIncompleteAndThenExpires()
    {
        using var world = await World.StartAsync(fixture);
        await AttachAsync(world, "pm_card_chargeCustomerFail");
        var subscription = await world.PostAsync("/v1/subscriptions", $"customer={world.Customer}&items[0][price]={{M100}}");
        Assert.Equal("incomplete", (string?)subscription["status"]);
        await world.AdvanceAsync("2026-01-02");
        Assert.Equal("incomplete_expired", (string?)(await world.SubscriptionAsync())["status"]);
        Assert.Equal("void", (string?)(await world.InvoicesAsync())[0]["status"]);
    }

    [Fact]
    public async Task ADeclinedFirstChargeThatMustNotBeIncomplete_IsAnError()
    {
        using var world = await World.StartAsync(fixture);
        await AttachAsync(world, "pm_card_chargeCustomerFail");
        var refusal = await world.RefusedAsync(
            "/v1/subscriptions",
            $"customer={world.Customer}&items[0][price]={{M100}}&payment_behavior=error_if_incomplete"
        );
        Assert.Equal((402, "card_error", "card_declined"), (refusal.Status, refusal.Type, refusal.Code));
    }

    [Fact]
    public async Task CancelingADirectSubscription_GivesNothingBackByDefault()
    {
        using var world = await World.StartAsync(fixture);
        var subscription = await world.SubscribeAsync("items[0][price]={M100}");
        await world.AdvanceAsync("2026-01-16");
        var canceled = await world.Api.DeleteAsync($"/v1/subscriptions/{subscription["id"]}", "cancellation_details[comment]=bye");
        Assert.Equal(("canceled", "bye"), ((string?)canceled["status"], (string?)canceled["cancellation_details"]!["comment"]));
        Assert.Equal("2026-01-01 10000", await world.BillsAsync());
        Assert.Equal(400, (await world.RefusedAsync($"/v1/subscriptions/{subscription["id"]}", "description=x")).Status);
    }

    [Fact]
    public async Task CancelAtPeriodEnd_EndsItThere()
    {
        using var world = await World.StartAsync(fixture);
        var subscription = await world.SubscribeAsync("items[0][price]={M100}");
        var updated = await world.PostAsync($"/v1/subscriptions/{subscription["id"]}", "cancel_at_period_end=true");
        Assert.Equal(("2026-02-01", true), (World.Day(updated["cancel_at"]), (bool?)updated["cancel_at_period_end"]));
        await world.AdvanceAsync("2026-02-02");
        Assert.Equal("canceled", (string?)(await world.SubscriptionAsync())["status"]);
        Assert.Equal("2026-01-01 10000", await world.BillsAsync());
    }

    [Fact]
    public async Task ACancelDateInsideThePeriod_GivesTheRestBack()
    {
        using var world = await World.StartAsync(fixture);
        var subscription = await world.SubscribeAsync("items[0][price]={M100}");
        await world.AdvanceAsync("2026-01-10");
        await world.PostAsync($"/v1/subscriptions/{subscription["id"]}", "cancel_at=@2026-01-16");
        Assert.Equal("-5161 [2026-01-16, 2026-02-01)", await world.PendingAsync());
        await world.PostAsync($"/v1/subscriptions/{subscription["id"]}", "cancel_at=");
        Assert.Equal("-5161 [2026-01-16, 2026-02-01), 5161 [2026-01-16, 2026-02-01)", await world.PendingAsync());
    }

    [Fact]
    public async Task AnchorSetToNow_BillsAFullPeriodAtOnce()
    {
        using var world = await World.StartAsync(fixture);
        var subscription = await world.SubscribeAsync("items[0][price]={M100}");
        await world.AdvanceAsync("2026-01-16");
        await world.PostAsync($"/v1/subscriptions/{subscription["id"]}", "billing_cycle_anchor[type]=now");
        Assert.Equal("2026-01-01 10000, 2026-01-16 4839", await world.BillsAsync());
        Assert.Equal("Invalid object", (await world.RefusedAsync($"/v1/subscriptions/{subscription["id"]}", "billing_cycle_anchor=now")).Message);
    }

    [Fact]
    public async Task ChangingItemsUnderASchedule_SplitsThePhase()
    {
        using var world = await World.StartAsync(fixture);
        var schedule = await world.ScheduleAsync("phases[0][items][0][price]={M10}&phases[0][duration][interval]=year");
        await world.AdvanceAsync("2026-01-16");
        var item = (await world.SubscriptionAsync())["items"]!["data"]![0]!["id"];
        await world.PostAsync($"/v1/subscriptions/{schedule["subscription"]}", $"items[0][id]={item}&items[0][quantity]=4&proration_behavior=none");
        schedule = await world.GetAsync($"/v1/subscription_schedules/{schedule["id"]}");
        Assert.Equal(2, schedule["phases"]!.AsArray().Count);
        Assert.Equal("2026-01-16", World.Day(schedule["current_phase"]!["start_date"]));
        Assert.Equal(4, (long?)schedule["phases"]![1]!["items"]![0]!["quantity"]);
    }

    [Fact]
    public async Task ItemsOnTheirOwn_AreChangesOfTheSubscription()
    {
        using var world = await World.StartAsync(fixture);
        var subscription = await world.SubscribeAsync("items[0][price]={M10}");
        var added = await world.PostAsync(
            "/v1/subscription_items",
            $"subscription={subscription["id"]}&price={{M20}}&quantity=2&proration_behavior=none"
        );
        Assert.Equal(2, (long?)added["quantity"]);
        Assert.Equal(2, (await world.SubscriptionAsync())["items"]!["data"]!.AsArray().Count);
        await world.Api.DeleteAsync($"/v1/subscription_items/{added["id"]}", "proration_behavior=none");
        Assert.Single((await world.SubscriptionAsync())["items"]!["data"]!.AsArray());
        await world.AdvanceAsync("2026-02-01");
        Assert.Equal("2026-01-01 1000, 2026-02-01 1000", await world.BillsAsync());
    }

    private static async Task AttachAsync(World world, string token)
    {
        var method = await world.PostAsync($"/v1/payment_methods/{token}/attach", $"customer={world.Customer}");
        await world.PostAsync($"/v1/customers/{world.Customer}", $"invoice_settings[default_payment_method]={method["id"]}");
    }
}
