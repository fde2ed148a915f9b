namespace CpqBilling.Sandbox.Stripe.Tests.Behaviour;

/// <summary>What lands on an invoice, and what is written on it.</summary>
[Collection(SandboxTests.Name)]
public sealed class InvoiceContentTests(SandboxFixture fixture)
{
    /// <summary>On 10 January −7097 and +14194 stay pending; on the 16th −10323 and +20645 are billed.</summary>
    [Theory]
    [InlineData("classic", "2026-01-01 10000, 2026-01-16 10322, 2026-02-01 47097")]
    [InlineData("flexible", "2026-01-01 10000, 2026-01-16 17419, 2026-02-01 40000")]
    public async Task AnInvoiceForAChange_TakesOlderPendingItemsInFlexibleBillingOnly(string mode, string bills)
    {
        using var world = await World.StartAsync(fixture);
        var subscription = await world.SubscribeAsync($"items[0][price]={{M100}}&billing_mode[type]={mode}");
        var item = subscription["items"]!["data"]![0]!["id"];
        await world.AdvanceAsync("2026-01-10");
        await world.PostAsync($"/v1/subscriptions/{subscription["id"]}", $"items[0][id]={item}&items[0][price]={{M200}}");
        await world.AdvanceAsync("2026-01-16");
        await world.PostAsync(
            $"/v1/subscriptions/{subscription["id"]}",
            $"items[0][id]={item}&items[0][price]={{M400}}&proration_behavior=always_invoice"
        );
        await world.AdvanceAsync("2026-02-01");
        Assert.Equal(bills, await world.BillsAsync());
    }

    [Fact]
    public async Task TextsOfThePhase_StandOnItsInvoices()
    {
        using var world = await World.StartAsync(fixture);
        await world.ScheduleAsync(
            """
            phases[0][items][0][price]={M10}&phases[0][duration][interval]=month&phases[0][invoice_settings][description]=First&
            phases[0][invoice_settings][custom_fields][0][name]=PO&phases[0][invoice_settings][custom_fields][0][value]=17&
            phases[1][items][0][price]={M10}&phases[1][duration][interval]=month&phases[1][invoice_settings][footer]=Thanks
            """
        );
        await world.AdvanceAsync("2026-02-01");
        var invoices = await world.InvoicesAsync();
        Assert.Equal(("First", null), ((string?)invoices[0]["description"], (string?)invoices[0]["footer"]));
        Assert.Equal("17", (string?)invoices[0]["custom_fields"]![0]!["value"]);
        Assert.Equal(("First", "Thanks"), ((string?)invoices[1]["description"], (string?)invoices[1]["footer"]));
        Assert.Equal("Thanks", (string?)(await world.SubscriptionAsync())["invoice_settings"]!["footer"]);
    }

    [Fact]
    public async Task MetadataWrittenOnALine_ShowsOverThatOfItsSubscription()
    {
        using var world = await World.StartAsync(fixture);
        await world.SubscribeAsync("items[0][price]={M10}&metadata[a]=sub&metadata[b]=sub");
        var invoice = (await world.InvoicesAsync())[0];
        var line = invoice["lines"]!["data"]![0]!["id"];
        var changed = await world.PostAsync(
            $"/v1/invoices/{invoice["id"]}/update_lines",
            $"lines[0][id]={line}&lines[0][metadata][b]=line&invoice_metadata[c]=x"
        );
        Assert.Equal("""{"a":"sub","b":"line"}""", changed["lines"]!["data"]![0]!["metadata"]!.ToJsonString());
        Assert.Equal("x", (string?)changed["metadata"]!["c"]);
    }

    [Fact]
    public async Task AnItemsNetAmount_IsLessItsDiscounts()
    {
        using var world = await World.StartAsync(fixture);
        var coupon = await world.CouponAsync("percent_off=10&duration=once");
        var item = await world.PostAsync("/v1/invoiceitems", $"customer={world.Customer}&amount=999&currency=usd&discounts[0][coupon]={coupon}");
        Assert.Equal((999, 899), ((long)item["amount"]!, (long)item["net_amount"]!));
    }

    [Fact]
    public async Task PreviewWithOtherDiscounts_OrOfWhatRecursOnly()
    {
        using var world = await World.StartAsync(fixture);
        var subscription = await world.SubscribeAsync("items[0][price]={M100}");
        await world.PostAsync("/v1/invoiceitems", $"customer={world.Customer}&subscription={subscription["id"]}&amount=700&currency=usd");
        var coupon = await world.CouponAsync("percent_off=50&duration=once");
        const string path = "/v1/invoices/create_preview";
        Assert.Equal(10700, (long)(await world.PostAsync(path, $"subscription={subscription["id"]}"))["total"]!);
        Assert.Equal(5350, (long)(await world.PostAsync(path, $"subscription={subscription["id"]}&discounts[0][coupon]={coupon}"))["total"]!);
        Assert.Equal(10000, (long)(await world.PostAsync(path, $"subscription={subscription["id"]}&preview_mode=recurring"))["total"]!);
        Assert.Equal(0, (long)(await world.GetAsync($"/v1/coupons/{coupon}"))["times_redeemed"]!);
    }

    [Fact]
    public async Task PreviewOfAScheduleThatWaits_IsItsFirstInvoice()
    {
        using var world = await World.StartAsync(fixture);
        var schedule = await world.ScheduleAsync("phases[0][items][0][price]={M100}", "start_date=@2026-03-01&end_behavior=cancel");
        var preview = await world.PostAsync("/v1/invoices/create_preview", $"schedule={schedule["id"]}");
        Assert.Equal(("2026-03-01", 10000L), (World.Day(preview["created"]), (long)preview["total"]!));
        await world.PostAsync($"/v1/subscription_schedules/{schedule["id"]}/cancel");
        Assert.Equal("invoice_upcoming_none", (await world.RefusedAsync("/v1/invoices/create_preview", $"schedule={schedule["id"]}")).Code);
    }
}
