using CpqBilling.Core.Planning;
using CpqBilling.Core.Requests;
using CpqBilling.Core.Settings;
using CpqBilling.Engine.Sync;
using Xunit;

namespace CpqBilling.Engine.Tests;

/// <summary>Evergreen orders on both sandboxes, over the days on which Stripe acts by itself.</summary>
public sealed class EvergreenOrderTests
{
    [Fact]
    public async Task FutureOrder_IsReleasedOnItsDay_AndACancellationGoesToTheSubscription()
    {
        await using var billing = await TestBilling.StartAsync("2026-01-01T00:00:00Z");
        await billing.LoadAsync(FirstOrders.Evergreen("2026-01-06"));
        await SendingInvoices(billing).SyncAsync(new("Order", billing.Ids["Order#1"]), "test", CancellationToken.None);
        var schedule = Assert.Single(await billing.ListAsync("/v1/subscription_schedules"));
        Assert.Equal(("not_started", null), (schedule.GetProperty("status").GetString(), schedule.GetProperty("subscription").GetString()));
        Assert.Equal(schedule.GetProperty("id").GetString(), await billing.FieldOfAsync("Order", "Order#1", "Stripe_ID__c"));

        await billing.MoveToAsync("2026-01-07T00:00:00Z");
        var released = Assert.Single(await billing.ListAsync("/v1/subscriptions"));
        var id = released.GetProperty("id").GetString();
        Assert.Equal("active", released.GetProperty("status").GetString());
        Assert.Equal(billing.Ids["Order#1"], released.GetProperty("metadata").GetProperty("salesforce_order_id").GetString());
        await billing.LoadAsync(FirstOrders.EvergreenCanceled("2026-01-09"));
        var report = await billing.SyncAsync("Order#1");

        Assert.Equal(SyncOutcome.Synced, report.Outcome);
        Assert.Equal(id, await billing.FieldOfAsync("Order", "Order#1", "Stripe_ID__c"));
        Assert.Equal(id, await billing.FieldOfAsync("Order", "Order#2", "Stripe_ID__c"));
        // 2026-01-09T00:00:00Z.
        var canceling = Assert.Single(await billing.ListAsync("/v1/subscriptions"));
        Assert.Equal(1767916800, canceling.GetProperty("cancel_at").GetInt64());
        await billing.MoveToAsync("2026-01-10T00:00:00Z");
        Assert.Equal("canceled", Assert.Single(await billing.ListAsync("/v1/subscriptions?status=all")).GetProperty("status").GetString());
        Assert.Equal(SyncOutcome.Unchanged, (await billing.SyncAsync("Order#1")).Outcome);
    }

    [Fact]
    public async Task ReleasedOrder_KeepsItsLinesAndItsWayOfCollecting()
    {
        await using var billing = await TestBilling.StartAsync("2026-01-01T00:00:00Z");
        await billing.LoadAsync(FirstOrders.Evergreen("2026-01-06"));
        await SendingInvoices(billing).SyncAsync(new("Order", billing.Ids["Order#1"]), "test", CancellationToken.None);

        await billing.MoveToAsync("2026-01-07T00:00:00Z");

        var schedule = Assert.Single(await billing.ListAsync("/v1/subscription_schedules"));
        var subscription = Assert.Single(await billing.ListAsync("/v1/subscriptions"));
        Assert.Equal(subscription.GetProperty("id").GetString(), schedule.GetProperty("released_subscription").GetString());
        Assert.Equal("send_invoice", subscription.GetProperty("collection_method").GetString());
        Assert.Equal(30, subscription.GetProperty("days_until_due").GetInt32());
        var item = Assert.Single(subscription.GetProperty("items").GetProperty("data").EnumerateArray());
        // 2026-01-06T00:00:00Z.
        Assert.Equal(1767657600, item.GetProperty("current_period_start").GetInt64());
        Assert.Equal(billing.Ids["OrderItem#1"], item.GetProperty("metadata").GetProperty("salesforce_order_item_id").GetString());
    }

    [Fact]
    public async Task UnitAddedLater_IsBilledForTheRestOfItsFirstPeriod()
    {
        await using var billing = await WithAPlannedUnitAsync();

        await billing.MoveToAsync("2026-02-02T00:00:00Z");

        // January 120.00; February twice 120.00 and, for 16 of January's 31 days, 120.00 × 16 / 31 = 61.94.
        var totals = (await billing.ListAsync("/v1/invoices")).Select(invoice => invoice.GetProperty("total").GetInt32());
        Assert.Equal([12000, 30194], totals.Order());
    }

    [Fact]
    public async Task UnitAddedToday_WhileAnotherIsPlanned_LeavesThePlan()
    {
        await using var billing = await WithAPlannedUnitAsync();
        await billing.MoveToAsync("2026-01-08T00:00:00Z");
        await billing.LoadAsync(FirstOrders.EvergreenAddedNext("2026-01-08"));

        var report = await SendingInvoices(billing).SyncAsync(new("Order", billing.Ids["Order#3"]), "test", CancellationToken.None);

        Assert.Equal(SyncOutcome.Synced, report.Outcome);
        Assert.Single(await billing.ListAsync("/v1/subscription_schedules"));
        await billing.MoveToAsync("2026-02-02T00:00:00Z");
        // January 120.00; February three times 120.00, 120.00 × 24 / 31 = 92.90 from the 8th and 120.00 × 16 / 31 = 61.94 from the 16th.
        var totals = (await billing.ListAsync("/v1/invoices")).Select(invoice => invoice.GetProperty("total").GetInt32());
        Assert.Equal([12000, 51484], totals.Order());
        Assert.Equal("released", Assert.Single(await billing.ListAsync("/v1/subscription_schedules")).GetProperty("status").GetString());
    }

    [Fact]
    public async Task OrderOfLater_WithAPlannedChange_IsAmendedWhileItsScheduleRuns()
    {
        await using var billing = await TestBilling.StartAsync("2026-01-01T00:00:00Z");
        await billing.LoadAsync(FirstOrders.Evergreen("2026-01-06"));
        await billing.LoadAsync(FirstOrders.EvergreenAdded("2026-01-16"));
        await SendingInvoices(billing).SyncAsync(new("Order", billing.Ids["Order#1"]), "test", CancellationToken.None);
        await billing.MoveToAsync("2026-01-08T00:00:00Z");
        Assert.Equal(
            SyncOutcome.Unchanged,
            (await SendingInvoices(billing).SyncAsync(new("Order", billing.Ids["Order#1"]), "test", CancellationToken.None)).Outcome
        );
        await billing.LoadAsync(FirstOrders.EvergreenAddedNext("2026-01-20"));

        var report = await SendingInvoices(billing).SyncAsync(new("Order", billing.Ids["Order#3"]), "test", CancellationToken.None);

        Assert.Equal(SyncOutcome.Synced, report.Outcome);
        await billing.MoveToAsync("2026-02-07T00:00:00Z");
        // 120.00 on the 6th; a month later three times 120.00, 120.00 × 21 / 31 = 81.29 and 120.00 × 17 / 31 = 65.81.
        var totals = (await billing.ListAsync("/v1/invoices")).Select(invoice => invoice.GetProperty("total").GetInt32());
        Assert.Equal([12000, 50710], totals.Order());
        // It was applied while the first schedule still held the subscription.
        var schedule = Assert.Single(await billing.ListAsync("/v1/subscription_schedules")).GetProperty("id").GetString();
        Assert.Equal(schedule, await billing.FieldOfAsync("Order", "Order#3", "Stripe_ID__c"));
    }

    [Fact]
    public async Task AnswerLost_WhileAChangeIsPlanned_TheUnitIsAddedOnce()
    {
        await using var billing = await WithAPlannedUnitAsync();
        await billing.MoveToAsync("2026-01-08T00:00:00Z");
        await billing.LoadAsync(FirstOrders.EvergreenAddedNext("2026-01-08"));
        await billing.LoseAnswersAsync("/v1/subscription_schedules");

        var broken = await SendingInvoices(billing).SyncAsync(new("Order", billing.Ids["Order#3"]), "test", CancellationToken.None);
        await billing.ClearFaultsAsync();
        billing.Restart();
        var finished = await SendingInvoices(billing).SyncAsync(new("Order", billing.Ids["Order#3"]), "test", CancellationToken.None);

        Assert.Equal("", string.Join(' ', finished.Errors.Select(error => $"{error.Code} {error.Message}")));
        Assert.Equal((SyncOutcome.Failed, SyncOutcome.Synced), (broken.Outcome, finished.Outcome));
        await billing.MoveToAsync("2026-02-02T00:00:00Z");
        var totals = (await billing.ListAsync("/v1/invoices")).Select(invoice => invoice.GetProperty("total").GetInt32());
        Assert.Equal([12000, 51484], totals.Order());
    }

    [Fact]
    public async Task QuantityChangedByHand_TwiceADay_GoesBackBothTimes()
    {
        await using var billing = await TestBilling.StartAsync("2026-01-01T00:00:00Z", new() { OnDrift = DriftRule.Overwrite });
        await billing.LoadAsync(FirstOrders.Evergreen("2026-01-01"));
        await SendingInvoices(billing).SyncAsync(new("Order", billing.Ids["Order#1"]), "test", CancellationToken.None);
        foreach (var hour in new[] { 9, 15 })
        {
            await billing.MoveToAsync($"2026-01-05T{hour:D2}:00:00Z");
            var item = (await QuantityAsync(billing)).Id;
            var body = new StripeMap().Set("quantity", 3m).Set("proration_behavior", "none");
            await billing.Org.Stripe.SendAsync(StripeMethod.Post, $"/v1/subscription_items/{item}", body, $"by-hand-{hour}", CancellationToken.None);
            Assert.Equal(3, (await QuantityAsync(billing)).Quantity);

            var report = await SendingInvoices(billing).SyncAsync(new("Order", billing.Ids["Order#1"]), "test", CancellationToken.None);

            Assert.Equal(SyncOutcome.Synced, report.Outcome);
            Assert.Equal(1, (await QuantityAsync(billing)).Quantity);
        }
    }

    /// <summary>One unit from 1 January on; on the 5th another is planned for the 16th.</summary>
    private static async Task<TestBilling> WithAPlannedUnitAsync()
    {
        var billing = await TestBilling.StartAsync("2026-01-01T00:00:00Z");
        await billing.LoadAsync(FirstOrders.Evergreen("2026-01-01"));
        await SendingInvoices(billing).SyncAsync(new("Order", billing.Ids["Order#1"]), "test", CancellationToken.None);
        await billing.MoveToAsync("2026-01-05T00:00:00Z");
        await billing.LoadAsync(FirstOrders.EvergreenAdded("2026-01-16"));
        await SendingInvoices(billing).SyncAsync(new("Order", billing.Ids["Order#2"]), "test", CancellationToken.None);
        return billing;
    }

    private static async Task<(string Id, int Quantity)> QuantityAsync(TestBilling billing)
    {
        var subscription = Assert.Single(await billing.ListAsync("/v1/subscriptions"));
        var item = Assert.Single(subscription.GetProperty("items").GetProperty("data").EnumerateArray());
        return (item.GetProperty("id").GetString()!, item.GetProperty("quantity").GetInt32());
    }

    private static SyncShell SendingInvoices(TestBilling billing) =>
        new(
            billing.Org with
            {
                Mappings = new()
                {
                    Defaults = FirstOrders
                        .Default(
                            "subscription_schedule",
                            "default_settings.collection_method",
                            "send_invoice",
                            "default_settings.invoice_settings.days_until_due",
                            "Net 30"
                        )
                        .Defaults.AddRange(
                            FirstOrders.Default("subscription", "collection_method", "send_invoice", "days_until_due", "Net 30").Defaults
                        ),
                },
            }
        );
}
