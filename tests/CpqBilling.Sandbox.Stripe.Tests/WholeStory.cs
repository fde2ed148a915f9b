namespace CpqBilling.Sandbox.Stripe.Tests;

/// <summary>Brings about every kind of object in every state, over the API, and remembers every answer.</summary>
internal sealed class WholeStory(World world)
{
    private readonly List<JsonObject> _answers = [];

    public World World => world;

    public IReadOnlyList<JsonObject> Answers => _answers;

    public async Task TellAsync()
    {
        await CatalogueAsync();
        await SchedulesAsync();
        await SubscriptionsAsync();
        await PaymentsAsync();
        await InvoicesAsync();
        await RestAsync();
        await ReadEverythingAsync();
    }

    private async Task<JsonObject> PostAsync(string path, string form = "") => Seen(await world.PostAsync(path, form));

    private async Task<JsonObject> GetAsync(string path, string query = "") => Seen(await world.GetAsync(path, query));

    private JsonObject Seen(JsonObject answer)
    {
        _answers.Add(answer);
        return answer;
    }

    private async Task CatalogueAsync()
    {
        await PostAsync(
            $"/v1/customers/{world.Customer}",
            "name=Acme&phone=1&address[line1]=Street&shipping[name]=Dock&shipping[address][city]=Town&metadata[a]=b"
        );
        var product = await PostAsync(
            "/v1/products",
            "name=Plan&images[0]=https://a.example/i.png&marketing_features[0][name]=Fast&package_dimensions[height]=1&package_dimensions[length]=2&package_dimensions[weight]=3&package_dimensions[width]=4&unit_label=seat&default_price_data[currency]=usd&default_price_data[unit_amount]=500"
        );
        await PostAsync($"/v1/products/{product["id"]}", "description=Good&active=true");
        await PostAsync(
            "/v1/prices",
            $"product={product["id"]}&currency=usd&billing_scheme=tiered&tiers_mode=graduated&recurring[interval]=month&tiers[0][up_to]=5&tiers[0][unit_amount]=700&tiers[1][up_to]=inf&tiers[1][flat_amount_decimal]=0.5&expand[]=tiers"
        );
        await PostAsync(
            "/v1/prices",
            $"product={product["id"]}&currency=usd&unit_amount=100&currency_options[eur][unit_amount]=90&expand[]=currency_options&expand[]=product"
        );
        await PostAsync("/v1/prices", $"product={product["id"]}&currency=usd&custom_unit_amount[enabled]=true&custom_unit_amount[minimum]=50");
        await PostAsync(
            "/v1/prices",
            $"product={product["id"]}&currency=usd&unit_amount_decimal=0.5&transform_quantity[divide_by]=3&transform_quantity[round]=up&recurring[interval]=month&nickname=N&lookup_key=k"
        );
        var coupon = await PostAsync(
            "/v1/coupons",
            $"percent_off=12.5&duration=repeating&duration_in_months=3&name=P&applies_to[products][0]={product["id"]}&expand[]=applies_to"
        );
        await PostAsync(
            "/v1/coupons",
            "amount_off=100&currency=usd&duration=forever&max_redemptions=9&currency_options[eur][amount_off]=90&expand[]=currency_options"
        );
        await PostAsync("/v1/promotion_codes", $"promotion[type]=coupon&promotion[coupon]={coupon["id"]}&code=SPRING&expand[]=promotion.coupon");
        await PostAsync(
            "/v1/promotion_codes",
            $"promotion[type]=coupon&promotion[coupon]={coupon["id"]}&restrictions[minimum_amount]=100&restrictions[minimum_amount_currency]=usd"
        );
        await world.PriceAsync("U2");
        var meter = (await world.GetAsync("/v1/billing/meters"))["data"]![0]!["id"];
        await PostAsync($"/v1/billing/meters/{meter}", "display_name=Use");
        await PostAsync("/v1/billing/meter_events", $"event_name=usage&payload[stripe_customer_id]={world.Customer}&payload[value]=3&identifier=one");
        await PostAsync("/v1/billing/meter_event_adjustments", "event_name=usage&type=cancel&cancel[identifier]=one");
        await PostAsync("/v1/webhook_endpoints", "url=http://127.0.0.1:9/&enabled_events[0]=invoice.paid&description=d");
        Seen(await world.Api.DeleteAsync($"/v1/coupons/{(await world.PostAsync("/v1/coupons", "percent_off=1"))["id"]}"));
        Seen(await world.Api.DeleteAsync($"/v1/products/{(await world.PostAsync("/v1/products", "name=Gone"))["id"]}"));
        Seen(await world.Api.DeleteAsync($"/v1/customers/{(await world.PostAsync("/v1/customers", "name=Gone"))["id"]}"));
    }

    private async Task SchedulesAsync()
    {
        var (percent, amount) = (
            await world.CouponAsync("percent_off=20&duration=forever"),
            await world.CouponAsync("amount_off=100&currency=usd&duration=once")
        );
        var schedule = Seen(
            await world.ScheduleAsync(
                $$"""
                phases[0][items][0][price]={M10}&phases[0][items][0][quantity]=2&phases[0][items][0][metadata][a]=b&phases[0][items][1][price]={U2}&
                phases[0][items][0][discounts][0][coupon]={{amount}}&phases[0][discounts][0][coupon]={{percent}}&phases[0][metadata][c]=d&
                phases[0][add_invoice_items][0][price]={S500}&phases[0][add_invoice_items][0][period][start][type]=phase_start&
                phases[0][add_invoice_items][0][period][end][type]=timestamp&phases[0][add_invoice_items][0][period][end][timestamp]=@2026-03-01&
                phases[0][invoice_settings][days_until_due]=10&phases[0][collection_method]=send_invoice&phases[0][end_date]=@2026-01-20&
                phases[1][items][0][price]={M10}&phases[1][items][0][quantity]=7&phases[1][items][1][price]={U2}&phases[1][end_date]=@2026-03-20
                """
            )
        );
        await PostAsync($"/v1/subscription_schedules/{schedule["id"]}", "metadata[k]=v&expand[]=subscription&expand[]=phases.items.price");
        await world.UseAsync(5, "2026-01-01");
        var later = Seen(
            await world.ScheduleAsync(
                "phases[0][items][0][price]={M10}&phases[0][trial]=true&phases[0][duration][interval]=month&phases[1][items][0][price]={M10}&phases[1][duration][interval]=month",
                "start_date=@2026-02-02&billing_mode[type]=classic"
            )
        );
        await PostAsync($"/v1/subscription_schedules/{later["id"]}/cancel");
    }

    private async Task SubscriptionsAsync()
    {
        var card = await PostAsync("/v1/payment_methods/pm_card_visa/attach", $"customer={world.Customer}");
        var subscription = await PostAsync(
            "/v1/subscriptions",
            $"customer={world.Customer}&default_payment_method={card["id"]}&items[0][price]={{M20}}&metadata[k]=v&description=D&cancel_at_period_end=false&expand[]=latest_invoice.payments&expand[]=latest_invoice.confirmation_secret&expand[]=default_payment_method"
        );
        await PostAsync($"/v1/subscriptions/{subscription["id"]}", "pause_collection[behavior]=void&pause_collection[resumes_at]=@2026-01-03");
        await world.AdvanceAsync("2026-01-10");
        var item = subscription["items"]!["data"]![0]!["id"];
        await PostAsync(
            "/v1/invoices/create_preview",
            $"subscription={subscription["id"]}&subscription_details[items][0][id]={item}&subscription_details[items][0][quantity]=3"
        );
        await PostAsync($"/v1/subscriptions/{subscription["id"]}", $"items[0][id]={item}&items[0][price]={{M50}}&cancel_at=@2026-05-01");
        await PostAsync($"/v1/subscription_items/{item}", "metadata[a]=b");
        var added = await PostAsync("/v1/subscription_items", $"subscription={subscription["id"]}&price={{Y30}}&quantity=2");
        await GetAsync($"/v1/subscription_items/{added["id"]}");
        Seen(await world.Api.DeleteAsync($"/v1/subscription_items/{added["id"]}"));
        await PostAsync(
            $"/v1/subscriptions/{subscription["id"]}",
            $"discounts[0][coupon]={await world.CouponAsync("percent_off=10")}&expand[]=discounts"
        );
        Seen(await world.Api.DeleteAsync($"/v1/subscriptions/{subscription["id"]}/discount"));
    }

    private async Task PaymentsAsync()
    {
        var buyer = (string)(await PostAsync("/v1/customers", $"test_clock={world.Clock}&email=other@example.com"))["id"]!;
        var bad = await PostAsync("/v1/payment_methods/pm_card_chargeCustomerFail/attach", $"customer={buyer}");
        var asks = await PostAsync(
            "/v1/payment_methods",
            "type=card&card[number]=4000002760003184&billing_details[name]=B&billing_details[address][city]=C"
        );
        await PostAsync($"/v1/payment_methods/{asks["id"]}/attach", $"customer={buyer}");
        await PostAsync($"/v1/payment_methods/{asks["id"]}", "billing_details[email]=b@example.com");
        var declined = await PostAsync(
            "/v1/subscriptions",
            $"customer={buyer}&items[0][price]={{M20}}&default_payment_method={bad["id"]}&expand[]=latest_invoice"
        );
        await PostAsync($"/v1/invoices/{declined["latest_invoice"]!["id"]}/pay", "payment_method=pm_card_visa&expand[]=payments");
        var waiting = await PostAsync(
            "/v1/subscriptions",
            $"customer={buyer}&items[0][price]={{M30}}&default_payment_method={asks["id"]}&expand[]=latest_invoice.confirmation_secret"
        );
        var intent = ((string)waiting["latest_invoice"]!["confirmation_secret"]!["client_secret"]!).Split("_secret_")[0];
        await GetAsync($"/v1/payment_intents/{intent}", "expand[]=payment_method");
        await PostAsync($"/v1/payment_intents/{intent}/confirm", "expand[]=latest_charge");
        await PostAsync("/v1/refunds", $"payment_intent={intent}&amount=100");
        foreach (var form in (string[])["payment_method=pm_card_visa&confirm=true", "payment_method=pm_card_authenticationRequired&confirm=true", ""])
        {
            await PostAsync("/v1/setup_intents", $"customer={buyer}&{form}&description=For later");
        }

        var refused = (string)(await PostAsync("/v1/setup_intents", "usage=on_session&automatic_payment_methods[enabled]=true"))["id"]!;
        await world.RefusedAsync($"/v1/setup_intents/{refused}/confirm", "payment_method=pm_card_visa_chargeDeclined");
        await GetAsync("/v1/setup_intents", "limit=100");
        await PostAsync($"/v1/setup_intents/{refused}/cancel", "cancellation_reason=abandoned");
        var item = declined["items"]!["data"]![0]!["id"];
        await PostAsync(
            $"/v1/subscriptions/{declined["id"]}",
            $"items[0][id]={item}&items[0][quantity]=3&proration_behavior=always_invoice&payment_behavior=pending_if_incomplete"
        );
        Seen(
            await world.Api.DeleteAsync(
                $"/v1/subscriptions/{waiting["id"]}",
                "cancellation_details[comment]=bye&cancellation_details[feedback]=unused"
            )
        );
        var trial = await PostAsync(
            "/v1/subscriptions",
            $"customer={buyer}&items[0][price]={{M10}}&trial_end=@2026-01-20&trial_settings[end_behavior][missing_payment_method]=pause"
        );
        await world.AdvanceAsync("2026-01-21");
        await GetAsync($"/v1/subscriptions/{trial["id"]}");
        foreach (var path in (string[])["payment_intents", "charges", "payment_methods"])
        {
            await GetAsync($"/v1/{path}", $"customer={buyer}&limit=100");
        }

        await GetAsync("/v1/refunds");
        await PostAsync($"/v1/payment_methods/{asks["id"]}/detach");
    }

    private async Task InvoicesAsync()
    {
        await PostAsync($"/v1/customers/{world.Customer}/balance_transactions", "amount=-700&currency=usd&description=Gift");
        var item = await PostAsync("/v1/invoiceitems", $"customer={world.Customer}&amount=-50&currency=usd&description=Sorry&metadata[a]=b");
        await PostAsync($"/v1/invoiceitems/{item["id"]}", "amount=2500&discountable=true");
        var draft = await PostAsync(
            "/v1/invoices",
            $"customer={world.Customer}&pending_invoice_items_behavior=include&collection_method=send_invoice&days_until_due=3&rendering[amount_tax_display]=exclude_tax&custom_fields[0][name]=PO&custom_fields[0][value]=7&footer=F"
        );
        await PostAsync(
            $"/v1/invoices/{draft["id"]}",
            $"description=Hello&discounts[0][coupon]={await world.CouponAsync("percent_off=50")}&expand[]=discounts"
        );
        await PostAsync($"/v1/invoices/{draft["id"]}/add_lines", "lines[0][amount]=900&lines[0][description]=More");
        await PostAsync($"/v1/invoices/{draft["id"]}/send");
        await PostAsync($"/v1/invoices/{draft["id"]}/mark_uncollectible");
        await PostAsync($"/v1/invoices/{draft["id"]}/void");
        await world.PostAsync("/v1/invoiceitems", $"customer={world.Customer}&amount=10000&currency=usd");
        var paid = await world.PostAsync("/v1/invoices", $"customer={world.Customer}&pending_invoice_items_behavior=include");
        await PostAsync($"/v1/invoices/{paid["id"]}/finalize", "auto_advance=false");
        await PostAsync($"/v1/invoices/{paid["id"]}/pay", "paid_out_of_band=true&expand[]=payments");
        await PostAsync("/v1/credit_notes", $"invoice={paid["id"]}&amount=300&credit_amount=300&reason=duplicate&metadata[a]=b");
        await world.PostAsync("/v1/invoiceitems", $"customer={world.Customer}&amount=800&currency=usd");
        var owed = await world.PostAsync(
            "/v1/invoices",
            $"customer={world.Customer}&pending_invoice_items_behavior=include&collection_method=send_invoice&days_until_due=3"
        );
        var line = (await world.PostAsync($"/v1/invoices/{owed["id"]}/finalize"))["lines"]!["data"]![0]!["id"];
        var note = await PostAsync(
            "/v1/credit_notes",
            $"invoice={owed["id"]}&lines[0][type]=invoice_line_item&lines[0][invoice_line_item]={line}&lines[0][amount]=100"
        );
        await GetAsync($"/v1/credit_notes/{note["id"]}/lines");
        await PostAsync($"/v1/credit_notes/{note["id"]}/void");
        var gone = await world.PostAsync("/v1/invoices", $"customer={world.Customer}");
        Seen(await world.Api.DeleteAsync($"/v1/invoices/{gone["id"]}"));
        Seen(
            await world.Api.DeleteAsync(
                $"/v1/invoiceitems/{(await world.PostAsync("/v1/invoiceitems", $"customer={world.Customer}&amount=1&currency=usd"))["id"]}"
            )
        );
    }

    private async Task RestAsync()
    {
        await world.AdvanceAsync("2026-02-03");
        await world.AdvanceAsync("2026-03-02");
        await GetAsync("/v1/account");
        await GetAsync($"/v1/test_helpers/test_clocks/{world.Clock}");
        await GetAsync("/v1/customers/search", "query=name:\"Acme\"");
    }

    private async Task ReadEverythingAsync()
    {
        var owned = $"customer={world.Customer}&limit=100";
        await GetAsync($"/v1/customers/{world.Customer}", "expand[]=subscriptions&expand[]=tax");
        await GetAsync("/v1/customers", $"test_clock={world.Clock}&expand[]=data.test_clock");
        await GetAsync($"/v1/customers/{world.Customer}/balance_transactions", "limit=100");
        await GetAsync("/v1/products", "limit=100&expand[]=data.default_price");
        await GetAsync("/v1/prices", "limit=100");
        await GetAsync("/v1/coupons", "limit=100");
        await GetAsync("/v1/promotion_codes");
        await GetAsync("/v1/billing/meters");
        await GetAsync("/v1/webhook_endpoints");
        await GetAsync("/v1/test_helpers/test_clocks");
        await GetAsync("/v1/subscription_schedules", $"{owned}&expand[]=data.phases.items.price");
        await GetAsync("/v1/subscriptions", $"{owned}&status=all&expand[]=data.discounts.source.coupon&expand[]=data.latest_invoice");
        await GetAsync("/v1/invoiceitems", owned);
        await GetAsync("/v1/invoices", $"{owned}&expand[]=data.payments&expand[]=data.discounts");
        await GetAsync("/v1/invoice_payments", "limit=100");
        await GetAsync("/v1/credit_notes", owned);
        foreach (var invoice in await world.InvoicesAsync())
        {
            await GetAsync($"/v1/invoices/{invoice["id"]}/lines", "limit=100");
        }

        var meter = (await world.GetAsync("/v1/billing/meters"))["data"]![0]!["id"];
        await GetAsync(
            $"/v1/billing/meters/{meter}/event_summaries",
            $"customer={world.Customer}&start_time=@2026-01-01&end_time=@2026-02-01&value_grouping_window=day"
        );
        var query = "limit=100";
        for (var more = true; more; )
        {
            var page = await GetAsync("/v1/events", query);
            more = (bool)page["has_more"]!;
            query = $"limit=100&starting_after={page["data"]!.AsArray()[^1]!["id"]}";
        }
    }
}
