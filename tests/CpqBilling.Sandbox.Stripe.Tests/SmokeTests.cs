using Stripe;

namespace CpqBilling.Sandbox.Stripe.Tests;

/// <summary>The connector's main path through the pinned client.</summary>
[Collection(SandboxTests.Name)]
public sealed class SmokeTests(SandboxFixture fixture)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ScheduleOfOneYear_CreatesSubscriptionAndDraft()
    {
        using var api = fixture.NewAccount();
        var client = new StripeClient(new StripeClientOptions { ApiKey = api.Key, ApiBase = fixture.Address.ToString().TrimEnd('/') });
        var customer = await client.V1.Customers.CreateAsync(
            new CustomerCreateOptions { Name = "Acme", Email = "a@example.com" },
            cancellationToken: Cancellation
        );
        var product = await client.V1.Products.CreateAsync(new ProductCreateOptions { Name = "Gold" }, cancellationToken: Cancellation);
        var price = await client.V1.Prices.CreateAsync(
            new PriceCreateOptions
            {
                Currency = "usd",
                Product = product.Id,
                UnitAmount = 1000,
                Recurring = new PriceRecurringOptions { Interval = "month" },
            },
            cancellationToken: Cancellation
        );
        var schedule = await client.V1.SubscriptionSchedules.CreateAsync(
            new SubscriptionScheduleCreateOptions
            {
                Customer = customer.Id,
                StartDate = SubscriptionScheduleStartDate.Now,
                EndBehavior = "cancel",
                DefaultSettings = new SubscriptionScheduleDefaultSettingsOptions
                {
                    CollectionMethod = "send_invoice",
                    InvoiceSettings = new SubscriptionScheduleDefaultSettingsInvoiceSettingsOptions { DaysUntilDue = 30 },
                },
                Phases =
                [
                    new SubscriptionSchedulePhaseOptions
                    {
                        Items = [new SubscriptionSchedulePhaseItemOptions { Price = price.Id, Quantity = 3 }],
                        Duration = new SubscriptionSchedulePhaseDurationOptions { Interval = "month", IntervalCount = 12 },
                        AddInvoiceItems =
                        [
                            new SubscriptionSchedulePhaseAddInvoiceItemOptions
                            {
                                PriceData = new SubscriptionSchedulePhaseAddInvoiceItemPriceDataOptions
                                {
                                    Currency = "usd",
                                    Product = product.Id,
                                    UnitAmountDecimal = -500.5m,
                                },
                            },
                        ],
                    },
                ],
                Expand = ["phases.items.price.product", "subscription.latest_invoice"],
            },
            cancellationToken: Cancellation
        );

        Assert.Equal("active", schedule.Status);
        Assert.Equal("Gold", schedule.Phases[0].Items[0].Price.Product.Name);
        Assert.Equal(2499, schedule.Subscription.LatestInvoice.Total);
        Assert.Equal("draft", schedule.Subscription.LatestInvoice.Status);
    }
}
