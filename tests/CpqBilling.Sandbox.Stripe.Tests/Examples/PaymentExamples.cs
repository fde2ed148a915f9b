namespace CpqBilling.Sandbox.Stripe.Tests.Examples;

/// <summary>Cards that pay, decline and ask; what becomes of invoices, customers and updates then.</summary>
[Collection(SandboxTests.Name)]
public sealed class PaymentExamples(SandboxFixture fixture)
{
    [Theory]
    [InlineData("payment_behavior=error_if_incomplete")]
    [InlineData("payment_behavior=pending_if_incomplete")]
    public async Task AnUpdateThatCannotBePaid_ChangesNothing(string behavior)
    {
        using var world = await World.StartAsync(fixture, "2026-04-01");
        var subscription = await PayingAsync(world, "{M30}");
        var id = subscription["id"];
        await DeclineAsync(world);
        await world.AdvanceAsync("2026-04-16");
        var change = $"items[0][id]={subscription["items"]!["data"]![0]!["id"]}&items[0][quantity]=3&proration_behavior=always_invoice&{behavior}";
        if (behavior.EndsWith("error_if_incomplete", StringComparison.Ordinal))
        {
            var before = (await world.SubscriptionAsync()).ToJsonString();
            var refusal = await world.RefusedAsync($"/v1/subscriptions/{id}", change);
            Assert.Equal((402, "card_error", "card_declined"), (refusal.Status, refusal.Type, refusal.Code));
            Assert.Equal(before, (await world.SubscriptionAsync()).ToJsonString());
            Assert.Equal(("2026-04-01 3000", ""), (await world.BillsAsync(), await world.PendingAsync()));
            return;
        }

        var waiting = await world.PostAsync($"/v1/subscriptions/{id}", change);
        Assert.Equal(("active", 1L), ((string?)waiting["status"], (long?)waiting["items"]!["data"]![0]!["quantity"]));
        Assert.Equal(3, (long?)waiting["pending_update"]!["subscription_items"]![0]!["quantity"]);
        Assert.Equal("2026-04-16T23:00:00", World.Day(waiting["pending_update"]!["expires_at"]));
        Assert.Equal("2026-04-01 3000, 2026-04-16 3000", await world.BillsAsync()); // 2 more for 15 of 30 days
    }

    [Fact]
    public async Task APendingUpdate_IsAppliedWhenPaid_AndDroppedWhenNot()
    {
        using var world = await World.StartAsync(fixture, "2026-04-01");
        var subscription = await PayingAsync(world, "{M30}");
        var change =
            $"items[0][id]={subscription["items"]!["data"]![0]!["id"]}&items[0][price]={{M60}}&proration_behavior=always_invoice&payment_behavior=pending_if_incomplete";
        await DeclineAsync(world);
        await world.AdvanceAsync("2026-04-16");
        var waiting = await world.PostAsync($"/v1/subscriptions/{subscription["id"]}", change);
        await world.PostAsync($"/v1/invoices/{waiting["latest_invoice"]}/pay", "payment_method=pm_card_visa");
        var applied = await world.SubscriptionAsync();
        Assert.Null(applied["pending_update"]);
        Assert.Equal(await world.PriceAsync("M60"), (string?)applied["items"]!["data"]![0]!["price"]!["id"]);
        Assert.Contains("customer.subscription.pending_update_applied", await world.EventsAsync());
        change =
            $"items[0][id]={subscription["items"]!["data"]![0]!["id"]}&items[0][quantity]=2&proration_behavior=always_invoice&payment_behavior=pending_if_incomplete";
        waiting = await world.PostAsync($"/v1/subscriptions/{subscription["id"]}", change);
        await world.AdvanceAsync("2026-04-17");
        Assert.Null((await world.SubscriptionAsync())["pending_update"]);
        Assert.Equal("void", (string?)(await world.GetAsync($"/v1/invoices/{waiting["latest_invoice"]}"))["status"]);
        Assert.Contains("customer.subscription.pending_update_expired", await world.EventsAsync());
        await world.AdvanceAsync("2026-05-01");
        Assert.Equal("2026-04-01 3000, 2026-04-16 1500, 2026-04-16 3000, 2026-05-01 6000", await world.BillsAsync());
    }

    [Fact]
    public async Task PendingIfIncomplete_IsForUpdatesOnly()
    {
        using var world = await World.StartAsync(fixture);
        var refusal = await world.RefusedAsync(
            "/v1/subscriptions",
            $"customer={world.Customer}&items[0][price]={{M30}}&payment_behavior=pending_if_incomplete"
        );
        Assert.Equal((400, "payment_behavior"), (refusal.Status, refusal.Param));
    }

    [Theory]
    [InlineData("card[number]=4000000000000341", "visa", "0341", "generic_decline")]
    [InlineData("card[token]=tok_chargeCustomerFail", "visa", "0341", "generic_decline")]
    [InlineData("card[number]=5555555555554444&card[exp_month]=7&card[exp_year]=2031", "mastercard", "4444", null)]
    [InlineData("card[number]=378282246310005", "amex", "0005", null)]
    public async Task Cards_AreThoseOfTheNumberGiven(string form, string brand, string last4, string? decline)
    {
        using var world = await World.StartAsync(fixture);
        var method = await world.PostAsync("/v1/payment_methods", $"type=card&{form}");
        Assert.Equal((brand, last4), ((string?)method["card"]!["brand"], (string?)method["card"]!["last4"]));
        Assert.Equal(form.Contains("2031") ? 2031 : 2034, (int)method["card"]!["exp_year"]!);
        await world.PostAsync($"/v1/payment_methods/{method["id"]}/attach", $"customer={world.Customer}");
        var invoice = await InvoiceAsync(world);
        var reply = await world.Api.SendAsync(HttpMethod.Post, $"/v1/invoices/{invoice}/pay", $"payment_method={method["id"]}");
        Assert.Equal((decline is null ? 200 : 402, decline), ((int)reply.Status, (string?)reply.Body["error"]?["decline_code"]));
    }

    [Theory]
    [InlineData("pm_card_visa_chargeDeclined", "card_declined", "generic_decline")]
    [InlineData("pm_card_visa_chargeDeclinedInsufficientFunds", "card_declined", "insufficient_funds")]
    [InlineData("pm_card_chargeDeclinedExpiredCard", "expired_card", "expired_card")]
    public async Task CardsThatAlwaysDecline_CannotBeAttached(string token, string code, string decline)
    {
        using var world = await World.StartAsync(fixture);
        var reply = await world.Api.SendAsync(HttpMethod.Post, $"/v1/payment_methods/{token}/attach", $"customer={world.Customer}");
        var error = reply.Body["error"]!;
        Assert.Equal((402, code, decline), ((int)reply.Status, (string?)error["code"], (string?)error["decline_code"]));
    }

    [Fact]
    public async Task ACardThatAsks_PaysWhenItsOwnerConfirms()
    {
        using var world = await World.StartAsync(fixture);
        var method = await world.PostAsync("/v1/payment_methods/pm_card_authenticationRequired/attach", $"customer={world.Customer}");
        var subscription = await world.PostAsync(
            "/v1/subscriptions",
            $"customer={world.Customer}&items[0][price]={{M30}}&default_payment_method={method["id"]}&expand[]=latest_invoice.confirmation_secret"
        );
        Assert.Equal("incomplete", (string?)subscription["status"]);
        var secret = (string)subscription["latest_invoice"]!["confirmation_secret"]!["client_secret"]!;
        var intent = await world.GetAsync($"/v1/payment_intents/{secret.Split("_secret_")[0]}");
        Assert.Equal(("requires_action", 3000L, secret), ((string?)intent["status"], (long)intent["amount"]!, (string?)intent["client_secret"]));
        Assert.Contains("invoice.payment_action_required", await world.EventsAsync());
        intent = await world.PostAsync($"/v1/payment_intents/{intent["id"]}/confirm");
        Assert.Equal("succeeded", (string?)intent["status"]);
        Assert.Equal("active", (string?)(await world.SubscriptionAsync())["status"]);
    }

    [Fact]
    public async Task Voiding_GivesTheBalanceBack()
    {
        using var world = await World.StartAsync(fixture, customer: "balance=-2000");
        var invoice = await InvoiceAsync(world);
        Assert.Equal(0, (long?)(await world.CustomerAsync())["balance"]);
        await world.PostAsync($"/v1/invoices/{invoice}/void");
        Assert.Equal(-2000, (long?)(await world.CustomerAsync())["balance"]);
        var last = (await world.GetAsync($"/v1/customers/{world.Customer}/balance_transactions"))["data"]![0]!;
        Assert.Equal(("unapplied_from_invoice", -2000L), ((string?)last["type"], (long)last["amount"]!));
    }

    [Fact]
    public async Task FailedPayments_AreToldAndMakeTheCustomerDelinquent()
    {
        using var world = await World.StartAsync(fixture);
        var method = await world.PostAsync("/v1/payment_methods/pm_card_chargeCustomerFail/attach", $"customer={world.Customer}");
        await world.PostAsync($"/v1/customers/{world.Customer}", $"invoice_settings[default_payment_method]={method["id"]}");
        await world.PostAsync("/v1/subscriptions", $"customer={world.Customer}&items[0][price]={{M30}}");
        string[] told =
        [
            "payment_method.attached",
            "payment_intent.created",
            "charge.failed",
            "payment_intent.payment_failed",
            "invoice.payment_failed",
        ];
        Assert.Equal(told, (await world.EventsAsync()).Where(told.Contains));
        var invoice = (await world.InvoicesAsync())[0]["id"];
        var payment = (await world.GetAsync("/v1/invoice_payments", $"invoice={invoice}"))["data"]![0]!;
        Assert.Equal(("open", 3000L), ((string?)payment["status"], (long)payment["amount_requested"]!));
        Assert.True((bool?)(await world.CustomerAsync())["delinquent"]);
        await world.PostAsync($"/v1/invoices/{invoice}/pay", "payment_method=pm_card_visa");
        Assert.False((bool?)(await world.CustomerAsync())["delinquent"]);
        await world.PostAsync($"/v1/payment_methods/{method["id"]}/detach");
        Assert.Equal("payment_method.detached", (await world.EventsAsync())[^1]);
    }

    [Fact]
    public async Task AnOverdueInvoice_MakesTheCustomerDelinquentUntilItIsPaid()
    {
        using var world = await World.StartAsync(fixture);
        var subscription = await world.SubscribeAsync("items[0][price]={Y30}");
        await world.AdvanceAsync("2026-02-01");
        Assert.True((bool?)(await world.CustomerAsync())["delinquent"]);
        await world.PostAsync($"/v1/invoices/{subscription["latest_invoice"]}/pay", "paid_out_of_band=true");
        Assert.False((bool?)(await world.CustomerAsync())["delinquent"]);
    }

    [Fact]
    public async Task ATrialThatNobodyPaysFor_PausesAndIsResumed()
    {
        using var world = await World.StartAsync(fixture, "2026-04-01");
        var subscription = await world.PostAsync(
            "/v1/subscriptions",
            $"customer={world.Customer}&items[0][price]={{M30}}&trial_end=@2026-04-15&trial_settings[end_behavior][missing_payment_method]=pause"
        );
        await world.AdvanceAsync("2026-05-20");
        Assert.Equal(("paused", "2026-04-01 0"), ((string?)(await world.SubscriptionAsync())["status"], await world.BillsAsync()));
        var method = await world.PostAsync("/v1/payment_methods/pm_card_visa/attach", $"customer={world.Customer}");
        await world.PostAsync($"/v1/subscriptions/{subscription["id"]}", $"default_payment_method={method["id"]}");
        var resumed = await world.PostAsync($"/v1/subscriptions/{subscription["id"]}/resume");
        Assert.Equal(("active", "2026-05-20"), ((string?)resumed["status"], World.Day(resumed["billing_cycle_anchor"])));
        await world.AdvanceAsync("2026-06-20");
        Assert.Equal("2026-04-01 0, 2026-05-20 3000, 2026-06-20 3000", await world.BillsAsync());
        var events = await world.EventsAsync();
        Assert.Contains("customer.subscription.paused", events);
        Assert.Contains("customer.subscription.resumed", events);
    }

    [Fact]
    public async Task APriceInSeveralCurrencies_IsBilledInTheOneAskedFor()
    {
        using var world = await World.StartAsync(fixture);
        await world.DefineAsync("multi", "unit_amount=3000&recurring[interval]=month&currency_options[eur][unit_amount]=2700");
        var subscription = await world.SubscribeAsync("items[0][price]={multi}&items[0][quantity]=2&currency=eur");
        Assert.Equal("eur", (string?)subscription["currency"]);
        await world.AdvanceAsync("2026-02-01");
        Assert.Equal("2026-01-01 5400, 2026-02-01 5400", await world.BillsAsync());
        Assert.Equal(["eur", "eur"], (await world.InvoicesAsync()).Select(invoice => (string?)invoice["currency"]));
    }

    [Fact]
    public async Task CurrenciesOfThreeDigits_AreChargedInTens()
    {
        using var world = await World.StartAsync(fixture);
        await world.PostAsync("/v1/invoiceitems", $"customer={world.Customer}&amount=5124&currency=kwd");
        var invoice = await world.PostAsync(
            "/v1/invoices",
            $"customer={world.Customer}&currency=kwd&pending_invoice_items_behavior=include&collection_method=send_invoice&days_until_due=1"
        );
        invoice = await world.PostAsync($"/v1/invoices/{invoice["id"]}/finalize");
        Assert.Equal((5124L, 5120L, 4L), ((long)invoice["total"]!, (long)invoice["amount_due"]!, (long)invoice["ending_balance"]!));
    }

    [Fact]
    public async Task ACustomerIsCreatedWithACardAndItAsDefault()
    {
        using var api = fixture.NewAccount();
        var customer = await api.PostAsync("/v1/customers", "payment_method=pm_card_visa&invoice_settings[default_payment_method]=pm_card_visa");
        var method = (await api.GetAsync($"/v1/customers/{customer["id"]}/payment_methods"))["data"]![0]!;
        Assert.Equal((string?)method["id"], (string?)customer["invoice_settings"]!["default_payment_method"]);
    }

    [Fact]
    public async Task ARefund_GivesBackPartAndThenTheRest()
    {
        using var world = await World.StartAsync(fixture);
        await PayingAsync(world, "{M30}");
        var charge = (await world.GetAsync("/v1/charges", $"customer={world.Customer}"))["data"]![0]!;
        var refund = await world.PostAsync("/v1/refunds", $"charge={charge["id"]}&amount=1000&reason=requested_by_customer");
        Assert.Equal((1000L, "succeeded"), ((long)refund["amount"]!, (string?)refund["status"]));
        Assert.Equal("amount", (await world.RefusedAsync("/v1/refunds", $"charge={charge["id"]}&amount=2001")).Param);
        await world.PostAsync("/v1/refunds", $"payment_intent={charge["payment_intent"]}");
        var after = await world.GetAsync($"/v1/charges/{charge["id"]}", "expand[]=refunds");
        Assert.Equal((3000L, true, 2), ((long)after["amount_refunded"]!, (bool)after["refunded"]!, after["refunds"]!["data"]!.AsArray().Count));
        Assert.Equal("charge_already_refunded", (await world.RefusedAsync("/v1/refunds", $"charge={charge["id"]}")).Code);
    }

    private static async Task<JsonObject> PayingAsync(World world, string price)
    {
        var method = await world.PostAsync("/v1/payment_methods/pm_card_visa/attach", $"customer={world.Customer}");
        await world.PostAsync($"/v1/customers/{world.Customer}", $"invoice_settings[default_payment_method]={method["id"]}");
        return await world.PostAsync("/v1/subscriptions", $"customer={world.Customer}&items[0][price]={price}");
    }

    private static async Task DeclineAsync(World world)
    {
        var method = await world.PostAsync("/v1/payment_methods/pm_card_chargeCustomerFail/attach", $"customer={world.Customer}");
        await world.PostAsync($"/v1/customers/{world.Customer}", $"invoice_settings[default_payment_method]={method["id"]}");
    }

    private static async Task<string> InvoiceAsync(World world)
    {
        await world.PostAsync("/v1/invoiceitems", $"customer={world.Customer}&amount=10000&currency=usd");
        var invoice = await world.PostAsync("/v1/invoices", $"customer={world.Customer}&pending_invoice_items_behavior=include");
        return (string)(await world.PostAsync($"/v1/invoices/{invoice["id"]}/finalize", "auto_advance=false"))["id"]!;
    }
}
