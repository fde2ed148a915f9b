using System.Collections.Immutable;
using CpqBilling.Core.Errors;
using CpqBilling.Core.Requests;
using CpqBilling.Core.StripeState;
using CpqBilling.Stripe.Reading;
using NodaTime;

namespace CpqBilling.Stripe.Tests;

public sealed class StripeStateReaderTests
{
    private static readonly PriceShape QuarterlyShape = new("usd", "prod_1", 1234.567890123456m, new RecurringShape(3, IsMetered: false));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Schedule_IsReadWithOneRequest()
    {
        await using var stripe = await FakeStripe.StartAsync();
        stripe.On("GET", "/v1/subscription_schedules/sub_sched_1", Answer.Ok(Recorded.Schedule()));

        var schedule = Assert.IsType<ScheduleState>(await FindAsync(stripe, "sub_sched_1", StripeKind.Order));

        Assert.Equal(
            ["/v1/subscription_schedules/sub_sched_1?expand[0]=phases.items.price&expand[1]=phases.add_invoice_items.price"],
            stripe.Targets
        );
        Assert.Equal(
            (ScheduleStatus.Active, "cus_1", "sub_1", ScheduleEnd.Cancel),
            (schedule.Status, schedule.CustomerId, schedule.SubscriptionId, schedule.End)
        );
        Assert.Equal(Instant.FromUtc(2026, 1, 1, 0, 0), schedule.CurrentPhaseStart);
        Assert.Equal("8011", schedule.Metadata["salesforce_order_id"]);
        Assert.Equal(2, schedule.Phases.Length);
    }

    [Fact]
    public async Task Phase_HasItemsOneTimeItemsAndCoupons()
    {
        await using var stripe = await FakeStripe.StartAsync();
        stripe.On("GET", "/v1/subscription_schedules/sub_sched_1", Answer.Ok(Recorded.Schedule()));

        var phases = Assert.IsType<ScheduleState>(await FindAsync(stripe, "sub_sched_1", StripeKind.Order)).Phases;

        var (first, second) = (phases[0], phases[1]);
        Assert.Equal((Instant.FromUtc(2026, 1, 1, 0, 0), Instant.FromUtc(2027, 1, 1, 0, 0)), (first.Start, first.End));
        Assert.Equal((ProrationBehavior.None, (Instant?)null), (first.ProrationBehavior, first.TrialEnd));
        Assert.Equal(["c10"], first.Discounts);
        Assert.Equal([3L, null], first.Items.Select(item => item.Quantity));
        Assert.Equal(["c5"], first.Items[0].Discounts);
        Assert.Equal("8021", first.Items[0].Metadata["salesforce_order_item_id"]);
        Assert.Equal(QuarterlyShape, first.Items[0].Price.Shape);
        Assert.Equal((2L, new PriceShape("usd", "prod_1", 5000m, null)), (first.OneTimeItems[0].Quantity, first.OneTimeItems[0].Price.Shape));
        // A promotion code is nothing we ever send: it stands for itself and shows as foreign.
        Assert.Equal(["promo_1"], second.Discounts);
        Assert.Equal(Instant.FromUtc(2027, 1, 2, 0, 0), second.TrialEnd);
    }

    [Fact]
    public async Task TieredPriceOfASchedule_TakesItsTiersFromMemory()
    {
        await using var stripe = await FakeStripe.StartAsync();
        stripe.On("GET", "/v1/subscription_schedules/sub_sched_1", Answer.Ok(Recorded.Schedule(metered: Recorded.TieredPriceWithoutTiers)));
        var shape = new PriceShape(
            "eur",
            "prod_2",
            null,
            new RecurringShape(12, true, "mtr_1"),
            TiersMode.Graduated,
            [new PriceTier(null, 1m, null)]
        );
        var known = new PriceState("price_t", true, shape, ImmutableDictionary<string, string>.Empty);

        var read = await ReadAsync(stripe, List([Named("sub_sched_1", StripeKind.Order)]), known);

        var schedule = Assert.IsType<ScheduleState>(read.Find("sub_sched_1"));
        Assert.Same(known, schedule.Phases[0].Items[1].Price);
        Assert.Single(stripe.Requests);
    }

    [Fact]
    public async Task TieredPriceOfASchedule_IsAskedForWhenUnknown()
    {
        await using var stripe = await FakeStripe.StartAsync();
        stripe
            .On("GET", "/v1/subscription_schedules/sub_sched_1", Answer.Ok(Recorded.Schedule(metered: Recorded.TieredPriceWithoutTiers)))
            .On("GET", "/v1/prices/price_t", Answer.Ok(Recorded.TieredPrice));

        var schedule = Assert.IsType<ScheduleState>(await FindAsync(stripe, "sub_sched_1", StripeKind.Order));

        Assert.Equal(2, schedule.Phases[0].Items[1].Price.Shape.Tiers.Length);
    }

    [Fact]
    public async Task TieredPrice_IsReadWithTiersAndMeter()
    {
        await using var stripe = await FakeStripe.StartAsync();
        stripe.On("GET", "/v1/prices/price_t", Answer.Ok(Recorded.TieredPrice));

        var price = Assert.IsType<PriceState>(await FindAsync(stripe, "price_t", StripeKind.Price));

        Assert.Equal(["/v1/prices/price_t?expand[0]=tiers"], stripe.Targets);
        Assert.False(price.IsActive);
        Assert.Equal(
            ("eur", "prod_2", (decimal?)null, TaxBehavior.Exclusive),
            (price.Shape.Currency, price.Shape.Product, price.Shape.UnitAmount, price.Shape.TaxBehavior)
        );
        Assert.Equal(new RecurringShape(12, IsMetered: true, "mtr_1"), price.Shape.Recurring);
        Assert.Equal([new PriceTier(10, null, 500m), new PriceTier(null, 0.5m, null)], price.Shape.Tiers);
    }

    [Fact]
    public async Task Subscription_TakesFurtherPagesOfItems()
    {
        await using var stripe = await FakeStripe.StartAsync();
        stripe
            .On("GET", "/v1/subscriptions/sub_1", Answer.Ok(Recorded.Subscription.Replace("PRICE", Recorded.Price)))
            .On("GET", "/v1/subscription_items", Answer.Ok(Recorded.SubscriptionItems.Replace("PRICE", Recorded.TieredPrice)));

        var subscription = Assert.IsType<SubscriptionState>(await FindAsync(stripe, "sub_1", StripeKind.Order));

        Assert.Contains("/v1/subscription_items?subscription=sub_1&limit=100&starting_after=si_1", stripe.Targets);
        Assert.Equal([("si_1", 4L), ("si_2", null)], subscription.Items.Select(item => (item.Id, item.Quantity)));
        // Of several intervals the shortest counts.
        Assert.Equal(Instant.FromUtc(2026, 2, 1, 0, 0), subscription.CurrentPeriodEnd);
        Assert.Equal(Instant.FromUtc(2027, 1, 1, 0, 0), subscription.CancelAt);
    }

    [Fact]
    public async Task CatalogueObjects_AreRead()
    {
        await using var stripe = await FakeStripe.StartAsync();
        stripe
            .On("GET", "/v1/customers/cus_1", Answer.Ok("""{"id":"cus_1","object":"customer","metadata":{"k":"v"}}"""))
            .On("GET", "/v1/products/prod_1", Answer.Ok("""{"id":"prod_1","object":"product","metadata":{}}"""))
            .On(
                "GET",
                "/v1/coupons/c10",
                Answer.Ok(
                    """{"id":"c10","object":"coupon","name":"Ten","amount_off":1000,"percent_off":null,"currency":"usd","duration":"repeating","duration_in_months":3}"""
                )
            )
            .On(
                "GET",
                "/v1/coupons/25%OFF",
                Answer.Ok("""{"id":"25%OFF","object":"coupon","name":null,"amount_off":null,"percent_off":12.5,"duration":"once"}""")
            )
            .On("GET", "/v1/invoices/in_1", Answer.Ok("""{"id":"in_1","object":"invoice","status":"open","metadata":{}}"""));
        var ids = new[]
        {
            Named("cus_1", StripeKind.Customer),
            Named("prod_1", StripeKind.Product),
            Named("c10", StripeKind.Coupon),
            Named("25%OFF", StripeKind.Coupon),
            Named("in_1", StripeKind.Order),
        };

        var read = await ReadAsync(stripe, List(ids));

        var customer = Assert.IsType<CustomerState>(read.Find("cus_1"));
        Assert.Equal((null, "v"), (customer.LastSent, customer.Metadata["k"]));
        Assert.IsType<ProductState>(read.Find("prod_1"));
        Assert.Equal(new CouponState("c10", "Ten", 1000m, null, "usd", CouponDuration.Repeating, 3), read.Find("c10"));
        Assert.Equal(new CouponState("25%OFF", null, null, 12.5m, null, CouponDuration.Once, null), read.Find("25%OFF"));
        Assert.IsType<InvoiceState>(read.Find("in_1"));
    }

    [Fact]
    public async Task Deleted_IsSaidWithItsKind()
    {
        await using var stripe = await FakeStripe.StartAsync();
        stripe.On("GET", "/v1/customers/cus_1", Answer.Ok("""{"id":"cus_1","object":"customer","deleted":true}"""));

        Assert.Equal(new DeletedObject("cus_1", "customer"), await FindAsync(stripe, "cus_1", StripeKind.Customer));
    }

    // Garbage and ids of another kind are treated as absent.
    [Theory]
    [InlineData("cus_gone", StripeKind.Customer, 1)]
    [InlineData("prod_1", StripeKind.Customer, 1)]
    [InlineData("../prices/price_1", StripeKind.Customer, 1)]
    [InlineData("..", StripeKind.Customer, 0)]
    [InlineData(" ", StripeKind.Price, 0)]
    [InlineData("si_1", StripeKind.Order, 0)]
    [InlineData("sub_sched_9", StripeKind.Order, 1)]
    public async Task NotThere_IsMissing(string id, StripeKind kind, int requests)
    {
        await using var stripe = await FakeStripe.StartAsync();
        stripe.On("GET", "/v1/prices/price_1", Answer.Ok(Recorded.Price));

        Assert.Equal(new MissingObject(id), await FindAsync(stripe, id, kind));
        Assert.Equal(requests, stripe.Requests.Count);
    }

    [Fact]
    public async Task AnswerOfAnotherKind_IsMissing()
    {
        await using var stripe = await FakeStripe.StartAsync();
        stripe.On("GET", "/v1/prices/plan_1", Answer.Ok("""{"id":"plan_1","object":"plan"}"""));

        Assert.Equal(new MissingObject("plan_1"), await FindAsync(stripe, "plan_1", StripeKind.Price));
    }

    [Fact]
    public async Task Remembered_CostsNoRequestExceptSchedules()
    {
        await using var stripe = await FakeStripe.StartAsync();
        stripe.On("GET", "/v1/subscription_schedules/sub_sched_1", Answer.Ok(Recorded.Schedule()));
        var customer = new CustomerState("cus_1", "{}", ImmutableDictionary<string, string>.Empty);

        var read = await ReadAsync(stripe, List([Named("cus_1", StripeKind.Customer), Named("sub_sched_1", StripeKind.Order)]), customer);

        Assert.Same(customer, read.Find("cus_1"));
        Assert.Single(stripe.Requests);
    }

    [Fact]
    public async Task Meters_AreListedPageByPage()
    {
        await using var stripe = await FakeStripe.StartAsync();
        stripe.On(
            "GET",
            "/v1/billing/meters",
            Answer.Ok("""{"object":"list","data":[{"id":"mtr_1","event_name":"calls"}],"has_more":true}"""),
            Answer.Ok("""{"object":"list","data":[{"id":"mtr_2","event_name":"bytes","default_aggregation":{"formula":"last"}}],"has_more":false}""")
        );

        var read = await ReadAsync(stripe, List([]) with { Meters = true });

        Assert.Equal([("bytes", "mtr_2"), ("calls", "mtr_1")], read.MetersByEventName!.Select(meter => (meter.Key, meter.Value)).Order());
        Assert.Equal([("mtr_2", UsageFormula.Last)], read.MeterFormulas.Select(meter => (meter.Key, meter.Value)));
        Assert.Equal(
            ["/v1/billing/meters?status=active&limit=100", "/v1/billing/meters?status=active&limit=100&starting_after=mtr_1"],
            stripe.Targets
        );
    }

    [Fact]
    public async Task NothingAskedFor_CostsNothing()
    {
        await using var stripe = await FakeStripe.StartAsync();

        var read = await ReadAsync(stripe, List([]));

        Assert.Null(read.MetersByEventName);
        Assert.Empty(stripe.Requests);
    }

    [Fact]
    public async Task UnlinkedSchedules_AreThoseOfTheInitialOrderThatLive()
    {
        await using var stripe = await FakeStripe.StartAsync();
        var schedules = Recorded.List(
            Recorded.Schedule("sub_sched_ours"),
            Recorded.Schedule("sub_sched_canceled", status: "canceled"),
            Recorded.Schedule("sub_sched_other", orderId: "8099")
        );
        stripe.On("GET", "/v1/subscription_schedules", Answer.Ok(schedules));

        var read = await ReadAsync(stripe, List([]) with { LookupCustomerId = "cus_1" });

        Assert.Equal(["sub_sched_ours"], read.UnlinkedSchedules.Select(schedule => schedule.Id));
        Assert.StartsWith("/v1/subscription_schedules?customer=cus_1&limit=100&expand[0]=data.phases.items.price", stripe.Targets.Single());
    }

    [Theory]
    // Another order's schedule that is not over binds the customer to its currency; the order's own does not.
    [InlineData("8099", "active", "gbp")]
    [InlineData("8099", "not_started", "gbp")]
    [InlineData("8099", "completed", null)]
    [InlineData("8099", "released", null)]
    [InlineData("8099", "canceled", null)]
    [InlineData("8011", "active", null)]
    public async Task CurrencyOfTheCustomer_IsThatOfAnotherScheduleThatIsNotOver(string orderId, string status, string? currency)
    {
        await using var stripe = await FakeStripe.StartAsync();
        var schedule = Recorded
            .Schedule("sub_sched_1", status, orderId)
            .Replace("\"add_invoice_items\"", "\"currency\":\"gbp\",\"add_invoice_items\"", StringComparison.Ordinal);
        stripe.On("GET", "/v1/subscription_schedules", Answer.Ok(Recorded.List(schedule)));

        var read = await ReadAsync(stripe, List([]) with { LookupCustomerId = "cus_1" });

        Assert.Equal(currency, read.CustomerCurrency);
    }

    [Fact]
    public async Task SchedulesOfACustomerThatIsGone_AreNotAskedFor()
    {
        await using var stripe = await FakeStripe.StartAsync();
        stripe.On("GET", "/v1/customers/cus_1", Answer.Ok("""{"id":"cus_1","object":"customer","deleted":true}"""));

        var read = await ReadAsync(stripe, List([Named("cus_1", StripeKind.Customer)]) with { LookupCustomerId = "cus_1" });

        Assert.Empty(read.UnlinkedSchedules);
        Assert.Single(stripe.Requests);
    }

    [Theory]
    [InlineData(401, "StripeUnauthorized")]
    [InlineData(429, "StripeLimit")]
    public async Task RefusalThatSaysNothingOfTheObject_StopsTheReading(int status, string name)
    {
        await using var stripe = await FakeStripe.StartAsync();
        stripe.On("GET", "/v1/customers/cus_1", Answer.Refused(status, """{"type":"invalid_request_error","message":"No."}"""));

        var reading = await new StripeStateReader(stripe.Gateway()).ReadAsync(
            List([Named("cus_1", StripeKind.Customer), Named("prod_1", StripeKind.Product)]),
            RememberedStripe.Nothing,
            "salesforce_",
            Token
        );

        var error = Assert.IsType<StripeNotRead>(reading).Error;
        Assert.Equal((name, "8011"), (error.Name, error.Record.Id));
    }

    private static async Task<StripeObject?> FindAsync(FakeStripe stripe, string id, StripeKind kind) =>
        (await ReadAsync(stripe, List([Named(id, kind)]))).Find(id);

    private static async Task<StripeSnapshot> ReadAsync(FakeStripe stripe, StripeReadList list, params StripeObject[] known)
    {
        var remembered = RememberedStripe.Nothing with { Objects = known.ToImmutableDictionary(stripeObject => stripeObject.Id) };
        var reading = await new StripeStateReader(stripe.Gateway()).ReadAsync(list, remembered, "salesforce_", Token);
        return Assert.IsType<StripeWasRead>(reading).Snapshot;
    }

    private static StripeReadList List(NamedStripeId[] ids) => new([.. ids], Meters: false, LookupCustomerId: null, "8011");

    private static NamedStripeId Named(string id, StripeKind kind) => new(id, kind, new RecordRef("Order", "x"));
}
