namespace CpqBilling.Sandbox.Stripe.Tests.Examples;

/// <summary>What was seen at the service itself, in classic billing: the same requests must bring the same objects here.</summary>
[Collection(SandboxTests.Name)]
public sealed class RecordedFacts(SandboxFixture fixture)
{
    private const string Year = "unit_amount=12000&recurring[interval]=year";
    private const string Month = "unit_amount=12000&recurring[interval]=month";

    [Fact]
    public async Task BackdatedSchedule_BillsTheElapsedPeriodsAsOneProration()
    {
        using var world = await World.StartAsync(fixture, "2023-09-22T17:43:40");
        await world.DefineAsync("M10c", "unit_amount=1000&recurring[interval]=month");
        await world.PostAsync(
            "/v1/subscription_schedules",
            $"customer={world.Customer}&start_date=@2023-07-22&end_behavior=cancel&billing_mode[type]=classic&phases[0][items][0][price]={{M10c}}&phases[0][end_date]=@2024-07-22"
        );

        var invoice = (await world.InvoicesAsync()).Single();
        Assert.Equal(
            ("draft", "subscription_create", true),
            (Text(invoice, "status"), Text(invoice, "billing_reason"), (bool)invoice["auto_advance"]!)
        );
        Assert.Equal((3000, 3000, 0), (Number(invoice, "amount_due"), Number(invoice, "amount_remaining"), Number(invoice, "amount_paid")));
        Assert.Equal((1695404620, 1695404620), (Number(invoice, "period_start"), Number(invoice, "period_end")));
        Assert.Equal(1695408220, Number(invoice, "next_payment_attempt"));
        var line = invoice["lines"]!["data"]!.AsArray().Single()!;
        Assert.Equal("3000 [2023-07-22, 2023-10-22)", World.Lines(invoice));
        Assert.Equal("Time on M10c from 22 Jul 2023 until 22 Oct 2023", Text(line, "description"));
        Assert.Equal("3000", Text(line["pricing"]!, "unit_amount_decimal"));
        Assert.True((bool)line["parent"]!["subscription_item_details"]!["proration"]!);

        var subscription = await world.SubscriptionAsync();
        Assert.Equal((1692662400, 1689984000), (Number(subscription, "billing_cycle_anchor"), Number(subscription, "start_date")));
        Assert.Equal((1721606400, 1695404620), (Number(subscription, "cancel_at"), Number(subscription, "canceled_at")));
        Assert.Equal("cancellation_requested", Text(subscription["cancellation_details"]!, "reason"));
        var item = subscription["items"]!["data"]![0]!;
        Assert.Equal((1695404620, 1697932800), (Number(item, "current_period_start"), Number(item, "current_period_end")));
    }

    [Fact]
    public async Task PaidElsewhere_LeavesTheAmountsAsTheyWere()
    {
        using var world = await World.StartAsync(fixture, "2023-11-15T17:10:33");
        await world.DefineAsync("M24c", "unit_amount=2400&recurring[interval]=month");
        await world.PostAsync(
            "/v1/subscription_schedules",
            $"customer={world.Customer}&start_date=@2023-09-14&end_behavior=cancel&billing_mode[type]=classic&phases[0][items][0][price]={{M24c}}&phases[0][end_date]=@2024-09-14"
        );
        var draft = (await world.InvoicesAsync()).Single();
        var invoice = await world.PostAsync($"/v1/invoices/{draft["id"]}/pay", "paid_out_of_band=true");
        Assert.Equal(("paid", false), (Text(invoice, "status"), (bool)invoice["auto_advance"]!));
        Assert.Equal((7200, 7200, 0), (Number(invoice, "amount_due"), Number(invoice, "amount_remaining"), Number(invoice, "amount_paid")));
        Assert.Equal((7200, 0, 0), (Number(invoice, "amount_paid_off_stripe"), Number(invoice, "attempt_count"), Number(invoice, "ending_balance")));
        Assert.Equal("7200 [2023-09-14, 2023-12-14)", World.Lines(invoice));
    }

    [Theory]
    [InlineData("2023-11-14T19:52:57", "2023-08-11", Year, 11000, 22000, "2023-09-11", "2024-08-11", 1699991577)]
    [InlineData("2023-10-11T18:37:46", "2023-09-08", Year, 11000, 22000, "2023-10-08", "2024-09-08", 1697049466)]
    [InlineData("2023-11-14T19:54:38", "2023-08-11", Month, 36000, 72000, "2023-09-11", "2023-12-11", 1699991678)]
    public async Task AmendmentToday_LeavesItsOneTimeItemPending(
        string now,
        string start,
        string price,
        int unit,
        int amount,
        string from,
        string to,
        long date
    )
    {
        using var world = await World.StartAsync(fixture, now);
        await world.DefineAsync("first", price);
        await world.DefineAsync("second", price);
        await world.DefineAsync("proration", $"unit_amount={unit}");
        var end = World.At(start) + (366 * 86_400);
        var first = $"phases[0][items][0][price]={{first}}";
        var schedule = await world.PostAsync(
            "/v1/subscription_schedules",
            $"customer={world.Customer}&start_date=@{start}&end_behavior=cancel&billing_mode[type]=classic&{first}&phases[0][end_date]={end}"
        );
        await world.PostAsync(
            $"/v1/subscription_schedules/{schedule["id"]}",
            $$"""
            {{first}}&phases[0][start_date]=@{{start}}&phases[0][end_date]=now&
            phases[1][start_date]=now&phases[1][end_date]={{end}}&phases[1][proration_behavior]=none&
            phases[1][items][0][price]={first}&phases[1][items][1][price]={second}&phases[1][items][1][quantity]=2&
            phases[1][add_invoice_items][0][price]={proration}&phases[1][add_invoice_items][0][quantity]=2&
            phases[1][add_invoice_items][0][metadata][salesforce_proration]=true&
            phases[1][add_invoice_items][0][period][start][type]=timestamp&phases[1][add_invoice_items][0][period][start][timestamp]=@{{from}}&
            phases[1][add_invoice_items][0][period][end][type]=timestamp&phases[1][add_invoice_items][0][period][end][timestamp]=@{{to}}
            """
        );

        Assert.Equal($"{amount} [{from}, {to})", await world.PendingAsync());
        var item = (await world.GetAsync("/v1/invoiceitems", $"customer={world.Customer}&pending=true"))["data"]!.AsArray().Single()!;
        Assert.Equal((date, 2, false, true), (Number(item, "date"), Number(item, "quantity"), (bool)item["proration"]!, (bool)item["discountable"]!));
        Assert.Equal("proration", Text(item, "description"));
        Assert.Equal($"{unit}", Text(item["pricing"]!, "unit_amount_decimal"));
        Assert.Equal("true", Text(item["metadata"]!, "salesforce_proration"));
        Assert.Equal(Text(await world.SubscriptionAsync(), "id"), Text(item["parent"]!["subscription_details"]!, "subscription"));
    }

    [Fact]
    public async Task OneTimeOrder_IsOneOpenInvoice()
    {
        using var world = await World.StartAsync(fixture, "2023-10-19T15:21:09");
        await world.DefineAsync("once", "unit_amount=10000");
        await world.PostAsync(
            "/v1/invoiceitems",
            $"customer={world.Customer}&pricing[price]={{once}}&period[start]=@2023-09-19&period[end]=@2024-09-19&metadata[salesforce_order_item_id]=802A"
        );
        var draft = await world.PostAsync(
            "/v1/invoices",
            $"customer={world.Customer}&pending_invoice_items_behavior=include&metadata[salesforce_order_id]=801A&rendering[pdf][page_size]=letter"
        );
        var invoice = await world.PostAsync($"/v1/invoices/{draft["id"]}/finalize", "auto_advance=false");
        Assert.Equal(("open", "manual", false), (Text(invoice, "status"), Text(invoice, "billing_reason"), (bool)invoice["auto_advance"]!));
        Assert.Equal((10000, 10000, 0), (Number(invoice, "amount_due"), Number(invoice, "amount_remaining"), Number(invoice, "amount_paid")));
        Assert.Equal((0, 0, 1697728869), (Number(invoice, "attempt_count"), Number(invoice, "ending_balance"), Number(invoice, "period_start")));
        Assert.Equal("letter", Text(invoice["rendering"]!["pdf"]!, "page_size"));
        var line = invoice["lines"]!["data"]!.AsArray().Single()!;
        Assert.Equal("10000 [2023-09-19, 2024-09-19)", World.Lines(invoice));
        Assert.Equal(("once", "802A"), (Text(line, "description"), Text(line["metadata"]!, "salesforce_order_item_id")));
        Assert.Equal("invoice_item_details", Text(line["parent"]!, "type"));
    }

    private static string? Text(JsonNode owner, string name) => (string?)owner[name];

    private static long Number(JsonNode owner, string name) => (long)owner[name]!;
}
