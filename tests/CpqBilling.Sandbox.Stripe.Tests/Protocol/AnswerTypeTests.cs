using Stripe;

namespace CpqBilling.Sandbox.Stripe.Tests.Protocol;

/// <summary>What a request stores comes back with the types that the pinned client reads.</summary>
[Collection(SandboxTests.Name)]
public sealed class AnswerTypeTests(SandboxFixture fixture)
{
    [Fact]
    public async Task NumbersAndTimesOfStoredParts_AreNumbers()
    {
        using var world = await World.StartAsync(fixture);
        var subscription = Read<Subscription>(
            await world.SubscribeAsync("items[0][price]={M10}&billing_cycle_anchor_config[day_of_month]=31&billing_cycle_anchor_config[hour]=6")
        );
        Assert.Equal((31L, 6L), (subscription.BillingCycleAnchorConfig.DayOfMonth, subscription.BillingCycleAnchorConfig.Hour));
        subscription = Read<Subscription>(
            await world.PostAsync($"/v1/subscriptions/{subscription.Id}", "pause_collection[behavior]=void&pause_collection[resumes_at]=@2026-02-15")
        );
        Assert.Equal(new DateTime(2026, 2, 15, 0, 0, 0, DateTimeKind.Utc), subscription.PauseCollection.ResumesAt);
        var price = Read<Price>(
            await world.PostAsync(
                "/v1/prices",
                $"product={await world.ProductAsync("p")}&currency=usd&unit_amount=100&currency_options[eur][unit_amount]=90&currency_options[gbp][unit_amount_decimal]=0.5&expand[]=currency_options"
            )
        );
        Assert.Equal((90L, 0.5m), (price.CurrencyOptions["eur"].UnitAmount, price.CurrencyOptions["gbp"].UnitAmountDecimal));
        var coupon = Read<Coupon>(
            await world.PostAsync("/v1/coupons", "amount_off=100&currency=usd&currency_options[eur][amount_off]=90&expand[]=currency_options")
        );
        Assert.Equal(90, coupon.CurrencyOptions["eur"].AmountOff);
        var custom = Read<Price>(
            await world.PostAsync(
                "/v1/prices",
                $"product={await world.ProductAsync("p")}&currency=usd&custom_unit_amount[enabled]=true&custom_unit_amount[minimum]=50"
            )
        );
        Assert.Equal(50, custom.CustomUnitAmount.Minimum);
    }

    [Fact]
    public async Task EverythingElseThatCanBeAnswered_IsReadByTheClient()
    {
        using var world = await World.StartAsync(fixture);
        await world.MeterAsync();
        var usage = $"event_name=usage&payload[stripe_customer_id]={world.Customer}&payload[value]=3&identifier=use-1";
        Assert.Equal("use-1", Read<global::Stripe.Billing.MeterEvent>(await world.PostAsync("/v1/billing/meter_events", usage)).Identifier);
        Assert.Equal(
            "complete",
            Read<global::Stripe.Billing.MeterEventAdjustment>(
                await world.PostAsync("/v1/billing/meter_event_adjustments", "event_name=usage&type=cancel&cancel[identifier]=use-1")
            ).Status
        );
        var endpoint = Read<WebhookEndpoint>(
            await world.PostAsync("/v1/webhook_endpoints", "url=http://127.0.0.1:9/&enabled_events[0]=invoice.paid")
        );
        Assert.StartsWith("whsec_", endpoint.Secret);
        Assert.Single(Read<StripeList<WebhookEndpoint>>(await world.GetAsync("/v1/webhook_endpoints")));
        await world.SubscribeAsync("items[0][price]={M10}");
        var preview = Read<Invoice>(await world.PostAsync("/v1/invoices/create_preview", $"customer={world.Customer}"));
        Assert.Equal(1000, preview.Total);
        var found = Read<StripeSearchResult<Customer>>(await world.GetAsync("/v1/customers/search", "query=email:\"buyer@example.com\""));
        Assert.Single(found);
        Assert.True(Read<Customer>(await world.Api.DeleteAsync($"/v1/customers/{world.Customer}")).Deleted);
    }

    [Fact]
    public async Task FormsThatCannotBeRead_AreToldToThoseWhoMayAsk()
    {
        using var stranger = new Api(fixture.Address, "garbage_key_0123456789");
        Assert.Equal(401, (await stranger.RefusedAsync("/v1/customers", "metadata[a][b=x")).Status);
        using var api = fixture.NewAccount();
        Assert.Equal(404, (await api.RefusedAsync("/v1/nothing", "metadata[a][b=x")).Status);
        Assert.Equal(400, (await api.RefusedAsync("/v1/customers", "metadata[a][b=x")).Status);
    }

    [Fact]
    public async Task ACursorThatLeftTheFilter_StillMarksItsPlace()
    {
        using var api = fixture.NewAccount();
        var customer = (await api.PostAsync("/v1/customers", "name=A"))["id"];
        List<string> drafts = [];
        for (var i = 0; i < 4; i++)
        {
            await api.PostAsync("/v1/invoiceitems", $"customer={customer}&amount=100&currency=usd");
            drafts.Insert(0, (string)(await api.PostAsync("/v1/invoices", $"customer={customer}&pending_invoice_items_behavior=include"))["id"]!);
        }

        var first = await api.GetAsync("/v1/invoices", "status=draft&limit=2");
        Assert.Equal(drafts[..2], first["data"]!.AsArray().Select(invoice => (string)invoice!["id"]!));
        await api.PostAsync($"/v1/invoices/{drafts[1]}/finalize");
        var next = await api.GetAsync("/v1/invoices", $"status=draft&limit=2&starting_after={drafts[1]}");
        Assert.Equal(drafts[2..], next["data"]!.AsArray().Select(invoice => (string)invoice!["id"]!));
        var before = await api.GetAsync("/v1/invoices", $"status=draft&limit=2&ending_before={drafts[1]}");
        Assert.Equal([drafts[0]], before["data"]!.AsArray().Select(invoice => (string)invoice!["id"]!));
    }

    [Theory]
    [InlineData("items[0][price]={M10}&billing_cycle_anchor=@2026-02-02", "billing_cycle_anchor")]
    [InlineData("items[0][price]={M10}&billing_cycle_anchor=@2025-12-31", "billing_cycle_anchor")]
    [InlineData("items[0][price]={M10}&billing_cycle_anchor_config[day_of_month]=32", "billing_cycle_anchor_config[day_of_month]")]
    [InlineData("items[0][price]={M10}&currency=eur", "currency")]
    public async Task WrongStartsOfSubscriptions(string form, string param)
    {
        using var world = await World.StartAsync(fixture);
        Assert.Equal(
            param,
            (await world.RefusedAsync("/v1/subscriptions", $"customer={world.Customer}&collection_method=send_invoice&days_until_due=1&{form}")).Param
        );
    }

    private static T Read<T>(JsonObject json)
        where T : IStripeEntity => StripeEntity.FromJson<T>(json.ToJsonString());
}
