using System.Text.Json;
using System.Text.Json.Nodes;
using CpqBilling.Core.Requests;
using CpqBilling.Engine.Sync;
using CpqBilling.Stripe;
using Xunit;

namespace CpqBilling.Engine.Tests;

/// <summary>First orders on both sandboxes: what Stripe bills, what Salesforce is told, and what happens when something is wrong.</summary>
public sealed class FirstOrderTests
{
    [Fact]
    public async Task MonthlyOrderOfTwoMonthsAgo_BillsThreeMonthsOnOneInvoice()
    {
        await using var billing = await TestBilling.StartAsync("2026-03-01T00:00:00Z");
        await billing.LoadAsync(FirstOrders.Monthly(price: 10));

        var first = await billing.SyncAsync("Order#1");
        var second = await billing.SyncAsync("Order#1");

        var invoice = Assert.Single(await billing.ListAsync("/v1/invoices"));
        Assert.Equal(3000, invoice.GetProperty("total").GetInt32());
        Assert.Empty(invoice.GetProperty("metadata").EnumerateObject());
        var line = Assert.Single(invoice.GetProperty("lines").GetProperty("data").EnumerateArray());
        Assert.Equal((1, 3000), (line.GetProperty("quantity").GetInt32(), line.GetProperty("amount").GetInt32()));
        var subscription = Assert.Single(await billing.ListAsync("/v1/subscriptions"));
        Assert.Equal(billing.Ids["Order#1"], subscription.GetProperty("metadata").GetProperty("salesforce_order_id").GetString());
        Assert.Equal((SyncOutcome.Synced, SyncOutcome.Unchanged), (first.Outcome, second.Outcome));
        Assert.Single(await billing.ListAsync("/v1/subscription_schedules"));
        Assert.Equal(["Order Order#1, Order Order#1: Success"], await billing.SyncRecordsAsync());
    }

    [Fact]
    public async Task MissingTerm_IsAnErrorOnTheOrder_AndItsRecordTurnsToSuccess()
    {
        await using var billing = await TestBilling.StartAsync("2026-01-01T00:00:00Z");
        var records = Contracts.Annual();
        ((JsonObject)records["SBQQ__Quote__c"]![0]!).Remove("SBQQ__SubscriptionTerm__c");
        await billing.LoadAsync(records);

        var refused = await billing.SyncAsync("Order#1");
        var before = await billing.SyncRecordsAsync();
        await billing.LoadAsync(FirstOrders.Change("SBQQ__Quote__c", "Quote#1", "SBQQ__SubscriptionTerm__c", 12));
        var synced = await billing.SyncAsync("Order#1");

        Assert.Contains("SBQQ__Quote__c.SBQQ__SubscriptionTerm__c", Assert.Single(refused.Errors).Message, StringComparison.Ordinal);
        Assert.Equal(["Order Order#1, Order Order#1: Error"], before);
        Assert.Equal(SyncOutcome.Synced, synced.Outcome);
        Assert.Equal(["Order Order#1, Order Order#1: Success"], await billing.SyncRecordsAsync());
    }

    [Fact]
    public async Task ErrorOfALine_IsResolvedByTheSuccessOfItsOrder()
    {
        await using var billing = await TestBilling.StartAsync("2026-01-01T00:00:00Z");
        await billing.LoadAsync(Contracts.Annual());
        var wrong = billing.Org with { Mappings = FirstOrders.Default("price_order_item", "billing_scheme", "bad_value") };

        await new SyncShell(wrong).SyncAsync(new("Order", billing.Ids["Order#1"]), "test", CancellationToken.None);
        var before = await billing.SyncRecordsAsync();
        Assert.Empty(await billing.ListAsync("/v1/customers"));
        await billing.SyncAsync("Order#1");

        Assert.Equal(["Order Order#1, OrderItem OrderItem#1: Error"], before);
        Assert.Equal(["Order Order#1, Order Order#1: Success", "Order Order#1, OrderItem OrderItem#1: Resolved"], await billing.SyncRecordsAsync());
    }

    [Fact]
    public async Task CustomerDeletedBeforeTheFirstOrder_IsAnErrorOfTheOrder_AndNothingIsMade()
    {
        await using var billing = await TestBilling.StartAsync("2026-01-01T00:00:00Z");
        var customer = await billing.PostAsync("/v1/customers", new StripeMap().Set("name", "Harbour Foods"));
        await billing.DeleteAsync($"/v1/customers/{customer}");
        var records = Contracts.Annual();
        records["Account"]![0]!["Stripe_ID__c"] = customer;
        await billing.LoadAsync(records);

        var report = await billing.SyncAsync("Order#1");

        var error = Assert.Single(report.Errors);
        Assert.Equal(("StripeObjectDeleted", "Order"), (error.Name, error.Record.Type));
        Assert.Equal($"The Stripe customer {customer} was deleted.", error.Message);
        Assert.Empty(await billing.ListAsync("/v1/products"));
        Assert.Equal(["Order Order#1, Order Order#1: Error"], await billing.SyncRecordsAsync());
    }

    [Fact]
    public async Task ChangedAccount_ReachesTheCustomerWithTheNextOrder_UnlessSwitchedOff()
    {
        await using var billing = await TestBilling.StartAsync("2026-01-01T00:00:00Z");
        var records = Contracts.Annual();
        records["Account"]![0]!["ShippingStreet"] = "2 Side St";
        records["Account"]![0]!["ShippingPostalCode"] = "62702";
        await billing.LoadAsync(records);
        await billing.SyncAsync("Order#1");
        var id = Assert.Single(await billing.ListAsync("/v1/customers")).GetProperty("id").GetString()!;
        await billing.PostAsync($"/v1/customers/{id}", new StripeMap().SetPath("metadata.foreign", "kept"));
        await billing.LoadAsync(FirstOrders.Change("Account", "Account#1", "Name", "Harbour Fine Foods", "ShippingPostalCode", "62799"));

        await billing.LoadAsync(FirstOrders.Second());
        var off = billing.Org with { Settings = billing.Org.Settings with { UpdateCustomerOnOrderSync = false } };
        await new SyncShell(off).SyncAsync(new("Order", billing.Ids["Order#2"]), "test", CancellationToken.None);
        var before = Assert.Single(await billing.ListAsync("/v1/customers"));
        await billing.LoadAsync(FirstOrders.Second("3"));
        await billing.SyncAsync("Order#3");
        var after = Assert.Single(await billing.ListAsync("/v1/customers"));

        Assert.Equal(("Harbour Foods", "62702"), FirstOrders.NameAndPostalCode(before));
        Assert.Equal(("Harbour Fine Foods", "62799"), FirstOrders.NameAndPostalCode(after));
        Assert.Equal("kept", after.GetProperty("metadata").GetProperty("foreign").GetString());
    }

    [Fact]
    public async Task CustomFieldOfTheCustomer_StandsOnItsInvoice()
    {
        await using var billing = await TestBilling.StartAsync("2026-01-01T00:00:00Z");
        await billing.LoadAsync(Contracts.Annual());
        var mapped = FirstOrders.Default("customer", "invoice_settings.custom_fields.name", "key1", "invoice_settings.custom_fields.value", "value1");

        await new SyncShell(billing.Org with { Mappings = mapped }).SyncAsync(new("Order", billing.Ids["Order#1"]), "test", CancellationToken.None);
        await billing.MoveToAsync("2026-01-02T00:00:00Z");

        var field = Assert.Single(Assert.Single(await billing.ListAsync("/v1/invoices")).GetProperty("custom_fields").EnumerateArray());
        Assert.Equal(("key1", "value1"), (field.GetProperty("name").GetString(), field.GetProperty("value").GetString()));
    }

    [Theory]
    // A quarter off the line, then 50.00 off the order; a quarter, then 30.00 off the same line.
    [InlineData("Order__c", "Order#1", 50, 4000)]
    [InlineData("Order_Item__c", "OrderItem#1", 30, 6000)]
    public async Task PercentOfALineComesBeforeAmounts(string lookup, string record, int amount, int due)
    {
        await using var billing = await TestBilling.StartAsync("2026-01-01T00:00:00Z");
        var records = FirstOrders.Monthly(price: 120);
        records["Order_Stripe_Coupon__c"] = new JsonArray(
            FirstOrders.Coupon("Order_Stripe_Coupon__c#1", "Percent_Off__c", 25, "Order_Item__c", "OrderItem#1"),
            FirstOrders.Coupon("Order_Stripe_Coupon__c#2", "Amount_Off__c", amount, lookup, record)
        );
        await billing.LoadAsync(records);

        await billing.SyncAsync("Order#1");

        Assert.Equal(due, Assert.Single(await billing.ListAsync("/v1/invoices")).GetProperty("amount_due").GetInt32());
    }
}
