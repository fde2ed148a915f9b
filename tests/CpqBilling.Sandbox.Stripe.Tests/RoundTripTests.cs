using System.Collections;
using System.Reflection;
using System.Text.Json;
using Stripe;

namespace CpqBilling.Sandbox.Stripe.Tests;

/// <summary>P23: whatever the server answers, the pinned client can read, and what it reads is what was sent.</summary>
[Collection(SandboxTests.Name)]
public sealed class RoundTripTests(SandboxFixture fixture)
{
    [Fact]
    public async Task EveryKindOfObject_IsReadByTheClient()
    {
        using var world = await World.StartAsync(fixture, customer: "balance=-100&name=Acme&address[line1]=Street&phone=1&metadata[a]=b");
        await BuildAsync(world);
        var paths = await PathsAsync(world);
        foreach (var (path, read) in paths)
        {
            var json = (await world.GetAsync(path)).ToJsonString();
            try
            {
                var entity = read(json);
                Assert.True(entity is not IEnumerable list || list.Cast<object>().Any(), $"{path} shows nothing");
            }
            catch (JsonException unreadable)
            {
                Assert.Fail($"{path}: {unreadable.Message}");
            }
        }
    }

    [Fact]
    public async Task EveryEvent_IsReadByTheClient()
    {
        using var world = await World.StartAsync(fixture);
        await BuildAsync(world);
        var events = await world.GetAsync("/v1/events", "limit=100");
        Assert.NotEmpty(events["data"]!.AsArray());
        var known = typeof(EventTypes)
            .GetFields(BindingFlags.Public | BindingFlags.Static)
            .Select(field => (string?)field.GetValue(null))
            .ToHashSet();
        foreach (var record in events["data"]!.AsArray())
        {
            var read = EventUtility.ParseEvent(record!.ToJsonString());
            Assert.Contains(read.Type, known);
            Assert.NotNull(read.Data.Object);
            Assert.Equal((string?)record["data"]!["object"]!["object"], read.Data.Object.Object);
        }
    }

    /// <summary>Brings about one of everything.</summary>
    private static async Task BuildAsync(World world)
    {
        await world.DefineAsync(
            "tiered",
            "billing_scheme=tiered&tiers_mode=volume&recurring[interval]=month&tiers[0][up_to]=5&tiers[0][unit_amount]=700&tiers[1][up_to]=inf&tiers[1][flat_amount_decimal]=0.5&lookup_key=tiered-key"
        );
        await world.DefineAsync("packed", "unit_amount=700&transform_quantity[divide_by]=3&transform_quantity[round]=up&recurring[interval]=month");
        var (percent, amount) = (
            await world.CouponAsync("percent_off=12.5&duration=repeating&duration_in_months=3&name=P&metadata[a]=b"),
            await world.CouponAsync("amount_off=100&currency=usd&duration=forever&max_redemptions=9")
        );
        await world.PostAsync("/v1/promotion_codes", $"promotion[type]=coupon&promotion[coupon]={percent}&code=SPRING");
        await world.ScheduleAsync(
            $$"""
            phases[0][items][0][price]={tiered}&phases[0][items][0][quantity]=2&phases[0][items][0][metadata][a]=b&phases[0][items][1][price]={U2}&phases[0][items][2][price]={packed}&
            phases[0][items][2][discounts][0][coupon]={{amount}}&phases[0][discounts][0][coupon]={{percent}}&phases[0][metadata][c]=d&
            phases[0][add_invoice_items][0][price]={S500}&phases[0][add_invoice_items][0][period][start][type]=phase_start&
            phases[0][add_invoice_items][0][period][end][type]=timestamp&phases[0][add_invoice_items][0][period][end][timestamp]=@2026-03-01&
            phases[0][invoice_settings][days_until_due]=10&phases[0][collection_method]=send_invoice&phases[0][end_date]=@2026-01-20&
            phases[1][items][0][price]={tiered}&phases[1][items][0][quantity]=7&phases[1][items][1][price]={U2}&phases[1][end_date]=@2026-03-20
            """
        );
        await world.ScheduleAsync(
            "phases[0][items][0][price]={M10}&phases[0][trial]=true&phases[0][duration][interval]=month&phases[1][items][0][price]={M10}&phases[1][duration][interval]=month",
            "start_date=@2026-02-02&billing_mode[type]=classic"
        );
        var method = await world.PostAsync("/v1/payment_methods/pm_card_visa/attach", $"customer={world.Customer}");
        var subscription = await world.PostAsync(
            "/v1/subscriptions",
            $"customer={world.Customer}&default_payment_method={method["id"]}&items[0][price]={{M20}}&metadata[k]=v"
        );
        await world.UseAsync(5, "2026-01-01");
        await world.PostAsync("/v1/invoiceitems", $"customer={world.Customer}&amount=-50&currency=usd&description=Sorry&metadata[a]=b");
        await world.AdvanceAsync("2026-01-10");
        await world.PostAsync(
            $"/v1/subscriptions/{subscription["id"]}",
            $"items[0][id]={subscription["items"]!["data"]![0]!["id"]}&items[0][price]={{M50}}"
        );
        await world.AdvanceAsync("2026-02-03");
        await world.PostAsync($"/v1/customers/{world.Customer}/balance_transactions", "amount=-700&currency=usd");
        await world.AdvanceAsync("2026-03-02");
    }

    private static async Task<List<(string Path, Func<string, IStripeEntity> Read)>> PathsAsync(World world)
    {
        var owned = $"customer={world.Customer}&limit=100";
        List<(string Path, Func<string, IStripeEntity> Read)> paths =
        [
            ("/v1/account", StripeEntity.FromJson<global::Stripe.Account>),
            ($"/v1/customers/{world.Customer}?expand[]=subscriptions&expand[]=tax", StripeEntity.FromJson<Customer>),
            ($"/v1/customers/{world.Customer}/balance_transactions", StripeEntity.FromJson<StripeList<CustomerBalanceTransaction>>),
            ($"/v1/customers?test_clock={world.Clock}&expand[]=data.test_clock", StripeEntity.FromJson<StripeList<Customer>>),
            ("/v1/products?limit=100", StripeEntity.FromJson<StripeList<Product>>),
            ("/v1/prices?limit=100&expand[]=data.tiers&expand[]=data.product", StripeEntity.FromJson<StripeList<Price>>),
            ("/v1/coupons?expand[]=data.applies_to", StripeEntity.FromJson<StripeList<Coupon>>),
            ("/v1/promotion_codes?expand[]=data.promotion.coupon", StripeEntity.FromJson<StripeList<PromotionCode>>),
            ("/v1/billing/meters", StripeEntity.FromJson<StripeList<global::Stripe.Billing.Meter>>),
            ("/v1/test_helpers/test_clocks", StripeEntity.FromJson<StripeList<global::Stripe.TestHelpers.TestClock>>),
            ($"/v1/payment_methods?customer={world.Customer}", StripeEntity.FromJson<StripeList<PaymentMethod>>),
            (
                $"/v1/subscription_schedules?{owned}&expand[]=data.phases.items.price&expand[]=data.subscription",
                StripeEntity.FromJson<StripeList<SubscriptionSchedule>>
            ),
            (
                $"/v1/subscriptions?{owned}&status=all&expand[]=data.discounts.source.coupon&expand[]=data.latest_invoice",
                StripeEntity.FromJson<StripeList<Subscription>>
            ),
            ($"/v1/invoiceitems?{owned}", StripeEntity.FromJson<StripeList<InvoiceItem>>),
            ($"/v1/invoices?{owned}&expand[]=data.payments&expand[]=data.discounts", StripeEntity.FromJson<StripeList<Invoice>>),
            ("/v1/invoice_payments", StripeEntity.FromJson<StripeList<InvoicePayment>>),
        ];
        var subscription = await world.SubscriptionAsync();
        paths.Add(($"/v1/subscription_items?subscription={subscription["id"]}", StripeEntity.FromJson<StripeList<SubscriptionItem>>));
        foreach (var invoice in await world.InvoicesAsync())
        {
            paths.Add(($"/v1/invoices/{invoice["id"]}/lines", StripeEntity.FromJson<StripeList<InvoiceLineItem>>));
        }

        var meter = (await world.GetAsync("/v1/billing/meters"))["data"]![0]!["id"];
        paths.Add(
            (
                $"/v1/billing/meters/{meter}/event_summaries?customer={world.Customer}&start_time={World.At("2026-01-01")}&end_time={World.At("2026-02-01")}&value_grouping_window=day",
                StripeEntity.FromJson<StripeList<global::Stripe.Billing.MeterEventSummary>>
            )
        );
        return paths;
    }
}
