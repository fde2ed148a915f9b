using CpqBilling.Core.Errors;
using CpqBilling.Core.Planning;
using CpqBilling.Core.Requests;
using CpqBilling.Core.StripeState;
using CpqBilling.Sandbox.Stripe;
using CpqBilling.Stripe.Reading;
using NodaTime;

namespace CpqBilling.Stripe.Tests;

/// <summary>The adapter against a server that keeps state: what is sent can be read again.</summary>
public sealed class SandboxTests
{
    private static readonly StripeSandboxOptions Frozen = new() { FrozenAt = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero) };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ScheduleThatWasMade_IsReadBack()
    {
        await using var sandbox = await StripeSandbox.StartAsync(Frozen, Token);
        var gateway = new StripeGateway(new StripeConnection("sk_test_adapter", sandbox.Address.ToString()));
        var customer = await CreateAsync(gateway, "/v1/customers", new StripeMap().Set("name", "Acme"));
        var product = await CreateAsync(gateway, "/v1/products", new StripeMap().Set("name", "Gold"));
        var price = await CreateAsync(
            gateway,
            "/v1/prices",
            new StripeMap()
                .Set("product", product)
                .Set("currency", "usd")
                .Set("unit_amount_decimal", 1000.5m)
                .SetPath("recurring.interval", "month")
                .SetPath("recurring.interval_count", 3m)
        );
        var phase = new StripeMap()
            .Set("items", StripeList.Of([new StripeMap().Set("price", price).Set("quantity", 2m)]))
            .SetPath("duration.interval", "year");
        var schedule = await CreateAsync(
            gateway,
            "/v1/subscription_schedules",
            new StripeMap()
                .Set("customer", customer)
                .Set("start_date", Instant.FromUtc(2026, 2, 1, 0, 0))
                .Set("end_behavior", "cancel")
                .Set("phases", StripeList.Of([phase]))
                .SetPath("metadata.salesforce_order_id", "8011")
        );

        var list = new StripeReadList([new(schedule, StripeKind.Order, new RecordRef("Order", "8011"))], Meters: true, customer, "8011");
        var reading = await new StripeStateReader(gateway).ReadAsync(list, RememberedStripe.Nothing, "salesforce_", Token);

        var snapshot = Assert.IsType<StripeWasRead>(reading).Snapshot;
        var state = Assert.IsType<ScheduleState>(snapshot.Find(schedule));
        var item = Assert.Single(Assert.Single(state.Phases).Items);
        Assert.Equal(
            (ScheduleStatus.NotStarted, 2L, 1000.5m, 3),
            (state.Status, item.Quantity, item.Price.Shape.UnitAmount, item.Price.Shape.Recurring?.IntervalMonths)
        );
        Assert.Equal([schedule], snapshot.UnlinkedSchedules.Select(found => found.Id));
        Assert.Empty(snapshot.MetersByEventName!);
        Assert.Equal(new StripeCalls(Reads: 3, Writes: 4), gateway.Calls);
    }

    [Fact]
    public async Task SameKeyAgain_MakesOneObject()
    {
        await using var sandbox = await StripeSandbox.StartAsync(Frozen, Token);
        var gateway = new StripeGateway(new StripeConnection("sk_test_adapter", sandbox.Address.ToString()));
        var body = new StripeMap().Set("name", "Acme");

        var first = await gateway.SendAsync(StripeMethod.Post, "/v1/customers", body, "key-1", Token);
        var second = await gateway.SendAsync(StripeMethod.Post, "/v1/customers", body, "key-1", Token);

        Assert.Equal(Assert.IsType<StripeAnswered>(first).Id, Assert.IsType<StripeAnswered>(second).Id);
    }

    private static async Task<string> CreateAsync(StripeGateway gateway, string path, StripeMap body)
    {
        var reply = await gateway.SendAsync(StripeMethod.Post, path, body, $"key-{path}", Token);
        return Assert.IsType<StripeAnswered>(reply).Id;
    }
}
