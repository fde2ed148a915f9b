namespace CpqBilling.Sandbox.Stripe.Tests.Behaviour;

/// <summary>Which events an operation causes, in order.</summary>
[Collection(SandboxTests.Name)]
public sealed class EventOrderTests(SandboxFixture fixture)
{
    private const string Year = "phases[0][items][0][price]={M100}&phases[0][duration][interval]=year";

    [Fact]
    public async Task ScheduleThatStartsNow()
    {
        using var world = await World.StartAsync(fixture);
        Assert.Equal(
            ["customer.subscription.created", "invoice.created", "subscription_schedule.created"],
            await CausedAsync(world, () => world.ScheduleAsync(Year))
        );
    }

    [Fact]
    public async Task ScheduleThatStartedInThePastClassic()
    {
        using var world = await World.StartAsync(fixture, "2026-03-15");
        Assert.Equal(
            ["customer.subscription.created", "invoiceitem.created", "invoice.created", "subscription_schedule.created"],
            await CausedAsync(world, () => world.ScheduleAsync(Year, "start_date=@2026-01-01&billing_mode[type]=classic"))
        );
    }

    [Fact]
    public async Task ScheduleThatStartsLater()
    {
        using var world = await World.StartAsync(fixture);
        Assert.Equal(["subscription_schedule.created"], await CausedAsync(world, () => world.ScheduleAsync(Year, "start_date=@2026-01-05")));
        Assert.Equal(
            ["customer.subscription.created", "invoice.created", "subscription_schedule.updated"],
            await CausedAsync(world, () => world.AdvanceAsync("2026-01-05"))
        );
    }

    [Fact]
    public async Task RenewalAndFinalisation()
    {
        using var world = await World.StartAsync(fixture);
        await world.ScheduleAsync(Year);
        Assert.Equal(["invoice.finalized", "invoice.sent"], await CausedAsync(world, () => world.AdvanceAsync("2026-01-02")));
        Assert.Equal(
            ["invoice.overdue", "customer.subscription.updated", "customer.updated", "customer.subscription.updated", "invoice.created"],
            await CausedAsync(world, () => world.AdvanceAsync("2026-02-01"))
        );
    }

    [Fact]
    public async Task PhaseChangeInsideAPeriod()
    {
        using var world = await World.StartAsync(fixture);
        await world.ScheduleAsync(
            "phases[0][items][0][price]={M10}&phases[0][end_date]=@2026-01-16&phases[1][items][0][price]={M10}&phases[1][items][0][quantity]=3"
        );
        await world.AdvanceAsync("2026-01-02");
        Assert.Equal(
            ["invoiceitem.created", "invoiceitem.created", "customer.subscription.updated", "subscription_schedule.updated"],
            await CausedAsync(world, () => world.AdvanceAsync("2026-01-16"))
        );
    }

    [Fact]
    public async Task UpdateOfTheRunningPhase()
    {
        using var world = await World.StartAsync(fixture);
        var schedule = await world.ScheduleAsync(Year);
        await world.AdvanceAsync("2026-01-16");
        const string phase = "phases[0][start_date]=@2026-01-01&phases[0][end_date]=@2027-01-01&phases[0][items][0][price]={M100}";
        Assert.Equal(
            ["subscription_schedule.updated", "customer.subscription.updated", "invoiceitem.created", "invoiceitem.created"],
            await CausedAsync(
                world,
                () => world.PostAsync($"/v1/subscription_schedules/{schedule["id"]}", $"{phase}&phases[0][items][0][quantity]=2")
            )
        );
        Assert.Equal(
            ["subscription_schedule.updated", "customer.subscription.updated"],
            await CausedAsync(
                world,
                () =>
                    world.PostAsync(
                        $"/v1/subscription_schedules/{schedule["id"]}",
                        $"{phase}&phases[0][items][0][quantity]=2&phases[1][items][0][price]={{M10}}"
                    )
            )
        );
        Assert.Equal(
            [],
            await CausedAsync(
                world,
                () =>
                    world.PostAsync(
                        $"/v1/subscription_schedules/{schedule["id"]}",
                        $"{phase}&phases[0][items][0][quantity]=2&phases[1][items][0][price]={{M10}}"
                    )
            )
        );
    }

    [Fact]
    public async Task Release()
    {
        using var world = await World.StartAsync(fixture);
        var schedule = await world.ScheduleAsync(Year);
        Assert.Equal(
            ["subscription_schedule.updated", "customer.subscription.updated", "subscription_schedule.released"],
            await CausedAsync(world, () => world.PostAsync($"/v1/subscription_schedules/{schedule["id"]}/release"))
        );
    }

    [Fact]
    public async Task Cancel()
    {
        using var world = await World.StartAsync(fixture);
        var schedule = await world.ScheduleAsync(Year);
        await world.AdvanceAsync("2026-01-16");
        var caused = await CausedAsync(world, () => world.PostAsync($"/v1/subscription_schedules/{schedule["id"]}/cancel"));
        Assert.Equal(
            ["invoiceitem.created", "invoice.created", "customer.subscription.deleted", "subscription_schedule.canceled", "invoice.updated"],
            [.. caused.Take(2), .. caused.TakeLast(3)]
        );
        Assert.Contains("invoice.finalized", caused);
    }

    [Fact]
    public async Task EndOfASchedule()
    {
        using var world = await World.StartAsync(fixture);
        await world.ScheduleAsync("phases[0][items][0][price]={M100}&phases[0][duration][interval]=month");
        await world.AdvanceAsync("2026-01-31T12:00:00");
        Assert.Equal(
            ["customer.subscription.deleted", "subscription_schedule.completed"],
            await CausedAsync(world, () => world.AdvanceAsync("2026-02-01"))
        );
    }

    /// <summary>Types of the events that an action causes; those of clock and catalogue are left out.</summary>
    private static async Task<List<string>> CausedAsync(World world, Func<Task> act)
    {
        await world.PriceAsync("M100");
        await world.PriceAsync("M10");
        var before = (await BillingEventsAsync(world)).Count;
        await act();
        return [.. (await BillingEventsAsync(world)).Skip(before)];
    }

    // Events of the catalogue carry the base clock's time and would mix with those of the test clock.
    private static async Task<List<string>> BillingEventsAsync(World world) =>
        [.. (await world.EventsAsync()).Where(type => type.Split('.')[0] is "subscription_schedule" or "customer" or "invoice" or "invoiceitem")];
}
