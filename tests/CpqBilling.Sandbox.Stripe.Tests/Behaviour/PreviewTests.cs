namespace CpqBilling.Sandbox.Stripe.Tests.Behaviour;

/// <summary>A preview shows what the change then brings, and leaves nothing behind.</summary>
[Collection(SandboxTests.Name)]
public sealed class PreviewTests(SandboxFixture fixture)
{
    private const string Items = "[items][0][price]={M100}";

    [Fact]
    public async Task OfAScheduleThatDoesNotExistYet()
    {
        using var world = await World.StartAsync(fixture);
        var preview = await world.PostAsync(
            "/v1/invoices/create_preview",
            $"customer={world.Customer}&schedule_details[phases][0][start_date]=now&schedule_details[phases][0]{Items}&schedule_details[phases][0][duration][interval]=year&schedule_details[phases][0][add_invoice_items][0][price]={{S500}}"
        );
        Assert.Equal((60000L, "upcoming", "draft"), ((long?)preview["total"], (string?)preview["billing_reason"], (string?)preview["status"]));
        Assert.Empty((await world.GetAsync("/v1/subscription_schedules", $"customer={world.Customer}"))["data"]!.AsArray());
        Assert.Empty(await world.InvoicesAsync());
    }

    [Fact]
    public async Task OfAScheduleUpdate_EqualsTheUpdate()
    {
        using var world = await World.StartAsync(fixture);
        var schedule = await world.ScheduleAsync("phases[0][items][0][price]={M50}&phases[0][duration][interval]=year");
        await world.AdvanceAsync("2026-01-16");
        const string phase = "[start_date]=@2026-01-01&phases[0][end_date]=@2027-01-01&phases[0][items][0][price]={M100}";
        var details = string.Join("&", ("phases[0]" + phase).Split('&').Select(pair => "schedule_details[phases]" + pair["phases".Length..]));
        var preview = await world.PostAsync(
            "/v1/invoices/create_preview",
            $"schedule={schedule["id"]}&{details}&schedule_details[proration_behavior]=always_invoice"
        );
        Assert.Equal(2580, (long?)preview["total"]);
        Assert.Equal("", await world.PendingAsync());
        await world.PostAsync($"/v1/subscription_schedules/{schedule["id"]}", $"phases[0]{phase}&proration_behavior=always_invoice");
        Assert.Equal("2026-01-01 5000, 2026-01-16 2580", await world.BillsAsync());
    }

    [Fact]
    public async Task WithNothingToCome_IsNotFound()
    {
        using var world = await World.StartAsync(fixture);
        var refusal = await world.RefusedAsync("/v1/invoices/create_preview", $"customer={world.Customer}");
        Assert.Equal((404, "invoice_upcoming_none"), (refusal.Status, refusal.Code));
    }

    [Fact]
    public async Task OfTheNextRenewal_TakesItemsThatAreOnlyTried()
    {
        using var world = await World.StartAsync(fixture);
        var subscription = await world.SubscribeAsync("items[0][price]={M100}");
        var preview = await world.PostAsync(
            "/v1/invoices/create_preview",
            $"subscription={subscription["id"]}&invoice_items[0][amount]=250&invoice_items[0][currency]=usd"
        );
        Assert.Equal(10250, (long?)preview["total"]);
        Assert.Equal("2026-02-01", World.Day(preview["created"]));
        Assert.Equal("", await world.PendingAsync());
    }

    [Fact]
    public async Task ScheduleAndSubscriptionTogether_AreRefused()
    {
        using var world = await World.StartAsync(fixture);
        Assert.Equal(400, (await world.RefusedAsync("/v1/invoices/create_preview", "schedule=a&subscription=b")).Status);
    }
}
