namespace CpqBilling.Sandbox.Stripe.Tests.Examples;

/// <summary>Worked examples E21 to E26: charges added to a phase.</summary>
[Collection(SandboxTests.Name)]
public sealed class AddedItemExamples(SandboxFixture fixture)
{
    [Fact]
    public async Task E21_SetUpFee()
    {
        using var world = await World.StartAsync(fixture);
        await world.ScheduleAsync(
            "phases[0][items][0][price]={M100}&phases[0][add_invoice_items][0][price]={S500}&phases[0][duration][interval]=month&phases[0][duration][interval_count]=12"
        );
        var first = (await world.InvoicesAsync())[0];
        Assert.Equal(60000, (long?)first["total"]);
        var fee = first["lines"]!["data"]!.AsArray().Single(line => (long?)line!["amount"] == 50000)!;
        Assert.Equal("invoice_item_details", (string?)fee["parent"]!["type"]);
        Assert.Equal("2026-01-01", World.Day(fee["period"]!["start"]));
        Assert.Equal("2026-02-01", World.Day(fee["period"]!["end"]));
        await world.AdvanceAsync("2026-03-01");
        Assert.Equal("2026-01-01 60000, 2026-02-01 10000, 2026-03-01 10000", await world.BillsAsync());
    }

    [Fact]
    public async Task E22_CpqAmendmentInvoicedByTheClient()
    {
        using var world = await World.StartAsync(fixture);
        await AmendAsync(world);
        await world.AdvanceAsync("2026-07-01");
        Assert.Equal("2026-01-01 12000", await world.BillsAsync());
        var pending = (await world.GetAsync("/v1/invoiceitems", $"customer={world.Customer}&pending=true"))["data"]!.AsArray().Single()!;
        Assert.Equal(6000, (long?)pending["amount"]);
        Assert.Null(pending["invoice"]);
        Assert.False((bool?)pending["proration"]);
        Assert.Single(await world.EventsAsync("invoiceitem.created"));
        var subscription = await world.SubscriptionAsync();
        var item = subscription["items"]!["data"]![0]!;
        Assert.Equal(2, (long?)item["quantity"]);
        Assert.Equal("2026-01-01", World.Day(item["current_period_start"]));
        Assert.Equal("2027-01-01", World.Day(item["current_period_end"]));

        var invoice = await world.PostAsync("/v1/invoices", $"customer={world.Customer}&subscription={subscription["id"]}");
        invoice = await world.PostAsync($"/v1/invoices/{invoice["id"]}/finalize");
        Assert.Equal(6000, (long?)invoice["total"]);
        Assert.NotEqual("subscription_cycle", (string?)invoice["billing_reason"]);
        await world.AdvanceAsync("2027-01-01");
        Assert.Equal("2026-01-01 12000, 2026-07-01 6000, 2027-01-01 24000", await world.BillsAsync());
    }

    [Fact]
    public async Task E22_CpqAmendmentLeftToTheNextCycle()
    {
        using var world = await World.StartAsync(fixture);
        await AmendAsync(world);
        await world.AdvanceAsync("2027-01-01");
        Assert.Equal("2026-01-01 12000, 2027-01-01 30000", await world.BillsAsync());
    }

    [Fact]
    public async Task E23_SameWithProrationByTheService()
    {
        using var world = await World.StartAsync(fixture);
        await world.ScheduleAsync(
            "phases[0][items][0][price]={Y120}&phases[0][end_date]=@2026-07-01&phases[1][items][0][price]={Y120}&phases[1][items][0][quantity]=2&phases[1][end_date]=@2028-01-01"
        );
        await world.AdvanceAsync("2026-07-01");
        Assert.Equal("-6049 [2026-07-01, 2027-01-01), 12099 [2026-07-01, 2027-01-01)", await world.PendingAsync());
        await world.AdvanceAsync("2027-01-01");
        Assert.Equal("2026-01-01 12000, 2027-01-01 30050", await world.BillsAsync());
    }

    [Fact]
    public async Task E24_AlwaysInvoiceWithAddedItem()
    {
        using var world = await World.StartAsync(fixture);
        await world.ScheduleAsync(
            """
            phases[0][items][0][price]={M50}&phases[0][end_date]=@2026-01-16&
            phases[1][items][0][price]={M100}&phases[1][proration_behavior]=always_invoice&phases[1][add_invoice_items][0][price]={S500}&phases[1][end_date]=@2026-04-01
            """
        );
        await world.AdvanceAsync("2026-02-01");
        Assert.Equal("2026-01-01 5000, 2026-01-16 52580, 2026-02-01 10000", await world.BillsAsync());
        var invoice = (await world.InvoicesAsync())[1];
        Assert.Equal("subscription_update", (string?)invoice["billing_reason"]);
        Assert.Equal([-2581, 5161, 50000], invoice["lines"]!["data"]!.AsArray().Select(line => (long)line!["amount"]!).Order());
    }

    [Theory]
    [InlineData(
        "&phases[1][add_invoice_items][0][period][start][type]=phase_start&phases[1][add_invoice_items][0][period][end][type]=phase_end",
        "50000 [2026-01-16, 2026-04-01)"
    )]
    [InlineData("", "50000 [2026-01-01, 2026-02-01)")]
    public async Task E25_ItemPeriod(string period, string expected)
    {
        using var world = await World.StartAsync(fixture);
        await world.ScheduleAsync(
            $$"""
            phases[0][items][0][price]={M50}&phases[0][end_date]=@2026-01-16&
            phases[1][items][0][price]={M100}&phases[1][proration_behavior]=none&phases[1][add_invoice_items][0][price]={S500}&phases[1][end_date]=@2026-04-01{{period}}
            """
        );
        await world.AdvanceAsync("2026-01-16");
        Assert.Equal(expected, await world.PendingAsync());
    }

    [Fact]
    public async Task E26_SecondPhaseOnABoundaryWithAddedItem()
    {
        using var world = await World.StartAsync(fixture);
        await world.ScheduleAsync(
            """
            phases[0][items][0][price]={M100}&phases[0][end_date]=@2026-02-01&
            phases[1][items][0][price]={M100}&phases[1][add_invoice_items][0][price]={S500}&phases[1][end_date]=@2026-04-01
            """
        );
        await world.AdvanceAsync("2026-02-01");
        Assert.Equal("2026-01-01 10000, 2026-02-01 60000", await world.BillsAsync());
        Assert.Equal("", await world.PendingAsync());
    }

    private static async Task<JsonObject> AmendAsync(World world)
    {
        await world.DefineAsync("prorated", "unit_amount=6000");
        return await world.ScheduleAsync(
            """
            phases[0][items][0][price]={Y120}&phases[0][end_date]=@2026-07-01&
            phases[1][items][0][price]={Y120}&phases[1][items][0][quantity]=2&phases[1][end_date]=@2028-01-01&
            phases[1][proration_behavior]=none&phases[1][add_invoice_items][0][price]={prorated}
            """
        );
    }
}
