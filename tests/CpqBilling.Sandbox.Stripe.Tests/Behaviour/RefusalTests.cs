namespace CpqBilling.Sandbox.Stripe.Tests.Behaviour;

/// <summary>What is refused has not happened, not even in part.</summary>
[Collection(SandboxTests.Name)]
public sealed class RefusalTests(SandboxFixture fixture)
{
    [Fact]
    public async Task AProductWithAWrongDefaultPrice_DoesNotExist()
    {
        using var api = fixture.NewAccount();
        Assert.Equal(400, (await api.RefusedAsync("/v1/products", "id=half&name=Half&default_price_data[currency]=usd")).Status);
        Assert.Equal(404, (await api.GetRefusedAsync("/v1/products/half")).Status);
        Assert.Empty((await api.GetAsync("/v1/events"))["data"]!.AsArray());
    }

    [Fact]
    public async Task APriceWithATakenKey_LeavesNoProduct()
    {
        using var api = fixture.NewAccount();
        await api.PostAsync("/v1/products", "id=p&name=P");
        await api.PostAsync("/v1/prices", "product=p&currency=usd&unit_amount=1&lookup_key=gold");
        await api.RefusedAsync("/v1/prices", "product_data[name]=Q&currency=usd&unit_amount=1&lookup_key=gold");
        Assert.Single((await api.GetAsync("/v1/products"))["data"]!.AsArray());
    }

    [Fact]
    public async Task ACustomerWithAWrongPaymentMethod_DoesNotExist()
    {
        using var api = fixture.NewAccount();
        Assert.Equal("payment_method", (await api.RefusedAsync("/v1/customers", "name=A&payment_method=none")).Param);
        Assert.Empty((await api.GetAsync("/v1/customers"))["data"]!.AsArray());
    }

    [Fact]
    public async Task TwentyOneItems_TakeFlexibleBilling()
    {
        using var world = await World.StartAsync(fixture);
        var items = string.Join("&", Enumerable.Range(1, 21).Select(price => $"items[{price - 1}][price]={{M{price}}}"));
        var phase =
            string.Join("&", items.Split('&').Select(item => $"phases[0][items]{item["items".Length..]}")) + "&phases[0][end_date]=@2026-06-01";
        var refused = await world.RefusedAsync(
            "/v1/subscription_schedules",
            $"customer={world.Customer}&start_date=now&billing_mode[type]=classic&{phase}"
        );
        Assert.Equal((400, "phases[0][items]"), (refused.Status, refused.Param));
        Assert.Equal("items", (await world.RefusedAsync("/v1/subscriptions", $"customer={world.Customer}&billing_mode[type]=classic&{items}")).Param);
        var made = await world.ScheduleAsync(phase);
        Assert.Equal(21, made["phases"]![0]!["items"]!.AsArray().Count);
        Assert.Equal(23100, (long)(await world.InvoicesAsync())[0]["total"]!);
    }

    [Fact]
    public async Task ASubscription_StaysAsItWas()
    {
        using var world = await World.StartAsync(fixture);
        var subscription = await world.SubscribeAsync("items[0][price]={M100}&metadata[a]=b");
        var before = await world.GetAsync($"/v1/subscriptions/{subscription["id"]}");
        var item = subscription["items"]!["data"]![0]!["id"];
        string[] wrong =
        [
            "metadata[a]=c&description=new&collection_method=charge_automatically&days_until_due=5",
            $"metadata[a]=c&items[0][id]={item}&items[0][quantity]=9&cancel_at=@2025-01-01",
            $"collection_method=charge_automatically&items[0][id]={item}&items[0][price]=none",
        ];
        foreach (var form in wrong)
        {
            Assert.Equal(400, (await world.RefusedAsync($"/v1/subscriptions/{subscription["id"]}", form)).Status);
            Assert.Equal(before.ToJsonString(), (await world.GetAsync($"/v1/subscriptions/{subscription["id"]}")).ToJsonString());
        }

        Assert.Equal("", await world.PendingAsync());
    }

    [Fact]
    public async Task AScheduleAndItsSubscription_StayAsTheyWere()
    {
        using var world = await World.StartAsync(fixture);
        var schedule = await world.ScheduleAsync(
            "phases[0][items][0][price]={M100}&phases[0][end_date]=@2026-06-01",
            "billing_mode[type]=classic&end_behavior=cancel"
        );
        var (path, subscription) = ($"/v1/subscription_schedules/{schedule["id"]}", $"/v1/subscriptions/{schedule["subscription"]}");
        var before = (await world.GetAsync(path)).ToJsonString() + (await world.GetAsync(subscription)).ToJsonString();
        string[] wrong =
        [
            "metadata[a]=b&end_behavior=release&default_settings[description]=new&default_settings[default_payment_method]=none",
            "default_settings[collection_method]=charge_automatically&default_settings[invoice_settings][days_until_due]=9",
            "phases[0][start_date]=@2026-01-01&phases[0][end_date]=@2026-06-01&phases[0][items][0][price]={M100}&phases[0][items][1][price]={Y120}",
        ];
        foreach (var form in wrong)
        {
            Assert.Equal(400, (await world.RefusedAsync(path, form)).Status);
            Assert.Equal(before, (await world.GetAsync(path)).ToJsonString() + (await world.GetAsync(subscription)).ToJsonString());
        }

        var item = (await world.SubscriptionAsync())["items"]!["data"]![0]!["id"];
        Assert.Equal(400, (await world.RefusedAsync($"/v1/subscription_items/{item}", "quantity=3&price=none")).Status);
        Assert.Equal(before, (await world.GetAsync(path)).ToJsonString() + (await world.GetAsync(subscription)).ToJsonString());
    }

    [Fact]
    public async Task ADraft_StaysAsItWas()
    {
        using var api = fixture.NewAccount();
        var customer = (await api.PostAsync("/v1/customers", "name=A"))["id"];
        var invoice = (await api.PostAsync("/v1/invoices", $"customer={customer}&metadata[a]=b"))["id"];
        var before = (await api.GetAsync($"/v1/invoices/{invoice}")).ToJsonString();
        await api.RefusedAsync($"/v1/invoices/{invoice}", "metadata[a]=c&description=x&due_date=1900000000");
        Assert.Equal(before, (await api.GetAsync($"/v1/invoices/{invoice}")).ToJsonString());
    }

    [Fact]
    public async Task AnInvoiceItem_StaysAsItWas()
    {
        using var api = fixture.NewAccount();
        var customer = (await api.PostAsync("/v1/customers", "name=A"))["id"];
        var item = (await api.PostAsync("/v1/invoiceitems", $"customer={customer}&amount=500&currency=usd"))["id"];
        var before = (await api.GetAsync($"/v1/invoiceitems/{item}")).ToJsonString();
        await api.RefusedAsync($"/v1/invoiceitems/{item}", "metadata[a]=c&amount=900&period[start]=200&period[end]=100");
        Assert.Equal(before, (await api.GetAsync($"/v1/invoiceitems/{item}")).ToJsonString());
    }

    [Fact]
    public async Task AmountsInAnotherCurrency_AreRefused()
    {
        using var world = await World.StartAsync(fixture);
        var euros = await world.CouponAsync("amount_off=500&currency=eur&duration=once");
        var refusal = await world.RefusedAsync(
            "/v1/subscription_schedules",
            $"customer={world.Customer}&phases[0][items][0][price]={{M100}}&phases[0][discounts][0][coupon]={euros}"
        );
        Assert.Equal((400, "phases[0][discounts][0][coupon]"), (refusal.Status, refusal.Param));
        var invoice = (await world.PostAsync("/v1/invoices", $"customer={world.Customer}&currency=usd"))["id"];
        refusal = await world.RefusedAsync("/v1/invoiceitems", $"customer={world.Customer}&invoice={invoice}&amount=500&currency=eur");
        Assert.Equal((400, "currency"), (refusal.Status, refusal.Param));
    }

    [Fact]
    public async Task ACouponWithOptionsForOtherCurrencies_TakesOffTheirAmount()
    {
        using var world = await World.StartAsync(fixture);
        await world.DefineAsync("euro", "currency=eur&unit_amount=10000&recurring[interval]=month");
        var coupon = await world.CouponAsync("amount_off=500&currency=usd&duration=once&currency_options[eur][amount_off]=450");
        await world.ScheduleAsync($"phases[0][items][0][price]={{euro}}&phases[0][discounts][0][coupon]={coupon}");
        Assert.Equal("2026-01-01 9550", await world.BillsAsync());
    }

    [Theory]
    [InlineData("customer={other}", "cannot be redeemed by this customer")]
    [InlineData("restrictions[first_time_transaction]=true", "prior transactions")]
    [InlineData("restrictions[minimum_amount]=10001&restrictions[minimum_amount_currency]=usd", "larger amount")]
    [InlineData("expires_at=@2025-12-31", "Coupon expired")]
    public async Task PromotionCodesWithLimits_AreHeldToThem(string limit, string message)
    {
        using var world = await World.StartAsync(fixture);
        var other = (string)(await world.PostAsync("/v1/customers", "name=Other"))["id"]!;
        var coupon = await world.CouponAsync("percent_off=10&duration=once");
        var code = await world.PostAsync(
            "/v1/promotion_codes",
            $"promotion[type]=coupon&promotion[coupon]={coupon}&{limit.Replace("{other}", other, StringComparison.Ordinal)}"
        );
        await world.SubscribeAsync("items[0][price]={M10}");
        await world.PostAsync($"/v1/invoices/{(await world.InvoicesAsync())[0]["id"]}/pay", "paid_out_of_band=true");
        var refusal = await world.RefusedAsync(
            "/v1/subscription_schedules",
            $"customer={world.Customer}&phases[0][items][0][price]={{M100}}&phases[0][discounts][0][promotion_code]={code["id"]}"
        );
        Assert.Contains(message, refusal.Message);
    }

    [Fact]
    public async Task ACodeWithALeastAmount_IsTakenWhereItIsReachedAndNowhereLater()
    {
        using var world = await World.StartAsync(fixture);
        var coupon = await world.CouponAsync("percent_off=10&duration=forever");
        var code = await world.PostAsync(
            "/v1/promotion_codes",
            $"promotion[type]=coupon&promotion[coupon]={coupon}&restrictions[minimum_amount]=10000&restrictions[minimum_amount_currency]=usd"
        );
        var month = "[items][0][price]={M100}&phases[{0}][duration][interval]=month";
        var refusal = await world.RefusedAsync(
            "/v1/subscription_schedules",
            $"customer={world.Customer}&phases[0]{month.Replace("{0}", "0")}&phases[1]{month.Replace("{0}", "1")}&phases[1][discounts][0][promotion_code]={code["id"]}"
        );
        Assert.Equal("phases[1][discounts][0][promotion_code]", refusal.Param);
        await world.ScheduleAsync($"phases[0]{month.Replace("{0}", "0")}&phases[0][discounts][0][promotion_code]={code["id"]}");
        Assert.Equal("2026-01-01 9000", await world.BillsAsync());
    }
}
