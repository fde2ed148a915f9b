namespace CpqBilling.Sandbox.Stripe.Tests.Examples;

/// <summary>When a change of a subscription begins a new billing cycle, what it then bills, and what goes on a first invoice.</summary>
[Collection(SandboxTests.Name)]
public sealed class CycleExamples(SandboxFixture fixture)
{
    private const string Classic = "billing_mode[type]=classic";

    [Theory]
    [InlineData("create_prorations", 35000)] // 36500 less 15 of 30 days of 3000
    [InlineData("none", 36500)]
    public async Task Classic_ANewInterval_IsBilledAtOnceAndPreviewed(string behavior, int total)
    {
        using var world = await World.StartAsync(fixture, "2026-04-01");
        var subscription = await world.SubscribeAsync($"items[0][price]={{M30}}&{Classic}");
        await world.AdvanceAsync("2026-04-16");
        var item = subscription["items"]!["data"]![0]!["id"];
        var change = $"items[0][id]={item}&items[0][price]={{Y365}}&proration_behavior={behavior}";
        var preview = await world.PostAsync(
            "/v1/invoices/create_preview",
            $"subscription={subscription["id"]}&subscription_details[items][0][id]={item}&subscription_details[items][0][price]={{Y365}}&subscription_details[proration_behavior]={behavior}"
        );
        Assert.Equal(total, (int)preview["total"]!);
        var changed = await world.PostAsync($"/v1/subscriptions/{subscription["id"]}", change);
        Assert.Equal("2026-04-16", World.Day(changed["billing_cycle_anchor"]));
        Assert.Equal($"2026-04-01 3000, 2026-04-16 {total}", await world.BillsAsync());
        Assert.Equal("open", (string?)(await world.InvoicesAsync())[1]["status"]);
    }

    [Fact]
    public async Task Classic_FromFreeToPaid_IsBilledAtOnce()
    {
        using var world = await World.StartAsync(fixture, "2026-04-01");
        var subscription = await world.SubscribeAsync($"items[0][price]={{M0}}&{Classic}");
        await world.AdvanceAsync("2026-04-16");
        await world.PostAsync(
            $"/v1/subscriptions/{subscription["id"]}",
            $"items[0][id]={subscription["items"]!["data"]![0]!["id"]}&items[0][price]={{M30}}"
        );
        await world.AdvanceAsync("2026-05-17");
        Assert.Equal("2026-04-01 0, 2026-04-16 3000, 2026-05-16 3000", await world.BillsAsync());
    }

    [Theory]
    [InlineData("classic")]
    [InlineData("flexible")]
    public async Task EndingATrialEarly_CreditsNothing(string mode)
    {
        using var world = await World.StartAsync(fixture, "2026-04-01");
        var subscription = await world.SubscribeAsync($"items[0][price]={{M30}}&trial_end=@2026-05-01&billing_mode[type]={mode}");
        await world.AdvanceAsync("2026-04-16");
        await world.PostAsync($"/v1/subscriptions/{subscription["id"]}", "trial_end=now");
        Assert.Equal("2026-04-01 0, 2026-04-16 3000", await world.BillsAsync());
        Assert.Equal("3000 [2026-04-16, 2026-05-16)", await world.LinesOfAsync(1));
    }

    [Fact]
    public async Task Flexible_BackdatedWithoutProrations_ChargesNothingForThePast()
    {
        using var world = await World.StartAsync(fixture, "2026-03-15");
        await world.SubscribeAsync("items[0][price]={M30}&backdate_start_date=@2026-01-01&proration_behavior=none");
        Assert.Equal("", await world.BillsAsync());
        await world.AdvanceAsync("2026-04-01");
        Assert.Equal("2026-04-01 3000", await world.BillsAsync());
    }

    [Theory]
    [InlineData("flexible", 9000)] // January to March, each in full
    [InlineData("classic", 10355)] // two months, 14 of 31 days of March: 1355, and the month from now
    public async Task TheFirstInvoiceOfABackdatedStart_IsOfTheCreation(string mode, int total)
    {
        using var world = await World.StartAsync(fixture, "2026-03-15");
        await world.SubscribeAsync($"items[0][price]={{M30}}&backdate_start_date=@2026-01-01&billing_mode[type]={mode}");
        var invoice = Assert.Single(await world.InvoicesAsync());
        Assert.Equal(("subscription_create", total), ((string)invoice["billing_reason"]!, (int)invoice["total"]!));
    }

    [Fact]
    public async Task PendingItemsOfTheCustomer_GoOnTheFirstInvoice()
    {
        using var direct = await World.StartAsync(fixture);
        await direct.PostAsync("/v1/invoiceitems", $"customer={direct.Customer}&amount=250&currency=usd");
        await direct.SubscribeAsync("items[0][price]={M30}");
        Assert.Equal("2026-01-01 3250", await direct.BillsAsync());
        using var scheduled = await World.StartAsync(fixture);
        await scheduled.PostAsync("/v1/invoiceitems", $"customer={scheduled.Customer}&amount=250&currency=usd");
        await scheduled.ScheduleAsync("phases[0][items][0][price]={M30}&phases[0][duration][interval]=month");
        Assert.Equal("2026-01-01 3250", await scheduled.BillsAsync());
    }

    [Theory]
    [InlineData("classic", "create_prorations", -1500)] // 15 of 30 days of April
    [InlineData("flexible", "create_prorations", -1500)]
    [InlineData("classic", "none", 0)]
    [InlineData("flexible", "none", 0)]
    public async Task ATrialAddedToARunningSubscription_GivesTheUnusedTimeBack(string mode, string behavior, int total)
    {
        using var world = await World.StartAsync(fixture, "2026-04-01");
        var subscription = await world.SubscribeAsync($"items[0][price]={{M30}}&billing_mode[type]={mode}");
        await world.AdvanceAsync("2026-04-16");
        var changed = await world.PostAsync($"/v1/subscriptions/{subscription["id"]}", $"trial_end=@2026-05-10&proration_behavior={behavior}");
        Assert.Equal(("trialing", "2026-05-10"), ((string)changed["status"]!, World.Day(changed["billing_cycle_anchor"])));
        Assert.Equal($"2026-04-01 3000, 2026-04-16 {total}", await world.BillsAsync());
        await world.AdvanceAsync("2026-05-11");
        Assert.Equal("3000 [2026-05-10, 2026-06-10)", await world.LinesOfAsync(2));
    }
}
