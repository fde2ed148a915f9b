using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using CpqBilling.Core.Errors;
using CpqBilling.Core.Mapping;
using CpqBilling.Core.Planning;
using CpqBilling.Core.Requests;
using CpqBilling.Engine.Sync;
using CpqBilling.Salesforce;
using Xunit;

namespace CpqBilling.Engine.Tests;

/// <summary>Accounts, products and prices without an order, against both sandboxes.</summary>
public sealed class RecordSyncTests
{
    [Fact]
    public async Task ChangedAccount_UpdatesTheSameCustomer()
    {
        await using var billing = await StartAsync();
        var first = await SyncAsync(billing, "Account", "Account#1");
        await billing.LoadAsync(Change("Account", "Account#1", ("Name", "Harbour Foods Ltd"), ("Description", "Fish")));

        var second = await SyncAsync(billing, "Account", "Account#1");

        Assert.Equal((SyncOutcome.Synced, SyncOutcome.Synced), (first.Outcome, second.Outcome));
        Assert.Equal(new CallCount(2, 1), second.Calls);
        var customer = Assert.Single(await billing.ListAsync("/v1/customers"));
        Assert.Equal(
            (first.StripeId, "Harbour Foods Ltd", "Fish"),
            (customer.GetProperty("id").GetString(), customer.GetProperty("name").GetString(), customer.GetProperty("description").GetString())
        );
        Assert.Equal(second.StripeId, first.StripeId);
    }

    [Theory]
    [InlineData("Account", "Account#1", 0)]
    [InlineData("Product2", "Product2#1", 0)]
    [InlineData("PricebookEntry", "PricebookEntry#1", 0)]
    public async Task UnchangedRecord_CostsOneReadAndNoWrite(string type, string record, int stripeCalls)
    {
        await using var billing = await StartAsync();
        await SyncAsync(billing, type, record);

        var again = await SyncAsync(billing, type, record);

        Assert.Equal((SyncOutcome.Unchanged, new CallCount(1, stripeCalls)), (again.Outcome, again.Calls));
        Assert.True(again.Written.IsEmpty);
    }

    /// <summary>What others wrote into the customer's metadata stays, what is not mapped any more stays too.</summary>
    [Fact]
    public async Task Metadata_IsMergedAndNeverWiped()
    {
        await using var billing = await StartAsync();
        await billing.LoadAsync(Change("Account", "Account#1", ("Description", "Fish")));
        billing.Use(Mapped("customer", ("metadata.field_1", "Name"), ("metadata.field_2", "Description")));
        await SyncAsync(billing, "Account", "Account#1");
        var customer = Assert.Single(await billing.ListAsync("/v1/customers"));
        Assert.Equal(4, customer.GetProperty("metadata").EnumerateObject().Count());

        var foreign = new StripeMap().SetPath("metadata.foreign", "kept");
        await billing.Org.Stripe.SendAsync(
            StripeMethod.Post,
            $"/v1/customers/{customer.GetProperty("id").GetString()}",
            foreign,
            "foreign",
            CancellationToken.None
        );
        await billing.LoadAsync(Change("Account", "Account#1", ("Name", "Harbour")));
        billing.Use(Mapped("customer", ("metadata.field_1", "Name")));
        await SyncAsync(billing, "Account", "Account#1");

        var metadata = Assert.Single(await billing.ListAsync("/v1/customers")).GetProperty("metadata");
        Assert.Equal(
            ["field_1=Harbour", "field_2=Fish", "foreign=kept"],
            metadata
                .EnumerateObject()
                .Where(entry => !entry.Name.StartsWith("salesforce_", StringComparison.Ordinal))
                .Select(entry => $"{entry.Name}={entry.Value.GetString()}")
                .Order()
        );
        Assert.Equal(5, metadata.EnumerateObject().Count());
    }

    [Fact]
    public async Task CustomFieldOfInvoices_IsReplacedAsAWhole()
    {
        await using var billing = await StartAsync();
        foreach (var number in new[] { 1, 2 })
        {
            billing.Use(
                Fixed("customer", ("invoice_settings.custom_fields.name", $"key{number}"), ("invoice_settings.custom_fields.value", $"value{number}"))
            );
            await SyncAsync(billing, "Account", "Account#1");
            var customer = Assert.Single(await billing.ListAsync("/v1/customers"));
            var field = Assert.Single(customer.GetProperty("invoice_settings").GetProperty("custom_fields").EnumerateArray());
            Assert.Equal(($"key{number}", $"value{number}"), (field.GetProperty("name").GetString(), field.GetProperty("value").GetString()));
        }
    }

    [Fact]
    public async Task ChangedProduct_IsUpdated_AndKeepsWhatIsNotMappedAnyMore()
    {
        await using var billing = await StartAsync();
        await billing.LoadAsync(Change("Product2", "Product2#1", ("Description", "A plan")));
        billing.Use(Fixed("product", ("tax_code", "txcd_10000000"), ("shippable", true)));
        var first = await SyncAsync(billing, "Product2", "Product2#1");
        await billing.LoadAsync(Change("Product2", "Product2#1", ("Name", "Platinum")));
        billing.Use(Fixed("product", ("statement_descriptor", "PLATINUM PLAN"), ("metadata.metadata_key_1", "value_1")));

        var second = await SyncAsync(billing, "Product2", "Product2#1");

        var product = Assert.Single(await billing.ListAsync("/v1/products"));
        Assert.Equal((first.StripeId, second.StripeId), (product.GetProperty("id").GetString(), product.GetProperty("id").GetString()));
        Assert.Equal(
            ("Platinum", "A plan", "txcd_10000000", true, "PLATINUM PLAN", "value_1"),
            (
                product.GetProperty("name").GetString(),
                product.GetProperty("description").GetString(),
                product.GetProperty("tax_code").GetString(),
                product.GetProperty("shippable").GetBoolean(),
                product.GetProperty("statement_descriptor").GetString(),
                product.GetProperty("metadata").GetProperty("metadata_key_1").GetString()
            )
        );
    }

    [Theory]
    [InlineData(null, "Monthly", null, "one_time", "")]
    [InlineData("Fixed Price", "Monthly", null, "recurring", "month 1 licensed")]
    [InlineData("Fixed Price", "Quarterly", "Advance", "recurring", "month 3 licensed")]
    [InlineData("Fixed Price", "Monthly", "Arrears", "recurring", "month 1 metered")]
    public async Task DirectEntry_HasItsTypeAndInterval(string? pricing, string frequency, string? billingType, string type, string recurring)
    {
        await using var billing = await StartAsync();
        await billing.LoadAsync(
            Change(
                "Product2",
                "Product2#1",
                ("SBQQ__SubscriptionPricing__c", pricing),
                ("SBQQ__BillingFrequency__c", frequency),
                ("SBQQ__BillingType__c", billingType),
                ("SBQQ__ChargeType__c", billingType == "Arrears" ? "Usage" : "Recurring")
            )
        );

        var report = await SyncAsync(billing, "PricebookEntry", "PricebookEntry#1");

        var price = Assert.Single(await billing.ListAsync("/v1/prices"));
        Assert.Equal(
            (report.StripeId, 12000, "usd", "per_unit", type, billing.Ids["PricebookEntry#1"]),
            (
                price.GetProperty("id").GetString(),
                price.GetProperty("unit_amount").GetInt32(),
                price.GetProperty("currency").GetString(),
                price.GetProperty("billing_scheme").GetString(),
                price.GetProperty("type").GetString(),
                price.GetProperty("metadata").GetProperty("salesforce_pricebook_entry_id").GetString()
            )
        );
        var held = price.GetProperty("recurring");
        Assert.Equal(
            recurring,
            held.ValueKind == JsonValueKind.Null
                ? ""
                : $"{held.GetProperty("interval")} {held.GetProperty("interval_count")} {held.GetProperty("usage_type")}"
        );
        var product = Assert.Single(await billing.ListAsync("/v1/products"));
        Assert.Equal(billing.Ids["Product2#1"], product.GetProperty("metadata").GetProperty("salesforce_product2_id").GetString());
    }

    [Fact]
    public async Task SubCentAmount_IsKept()
    {
        await using var billing = await StartAsync();
        await billing.LoadAsync(
            new JsonObject
            {
                ["Product2"] = new JsonArray(new JsonObject { ["Id"] = "Product2#1", ["SBQQ__SubscriptionPricing__c"] = null }),
                ["PricebookEntry"] = new JsonArray(new JsonObject { ["Id"] = "PricebookEntry#1", ["UnitPrice"] = 100.2555 }),
            }
        );

        await SyncAsync(billing, "PricebookEntry", "PricebookEntry#1");

        var price = Assert.Single(await billing.ListAsync("/v1/prices"));
        Assert.Equal(JsonValueKind.Null, price.GetProperty("unit_amount").ValueKind);
        Assert.Equal("10025.55", price.GetProperty("unit_amount_decimal").GetString());
    }

    [Fact]
    public async Task OrderAfterItsEntry_UsesTheSamePrice()
    {
        await using var billing = await StartAsync();
        var entry = await SyncAsync(billing, "PricebookEntry", "PricebookEntry#1");

        await billing.SyncAsync("Order#1");

        var price = Assert.Single(await billing.ListAsync("/v1/prices"));
        Assert.Equal(entry.StripeId, price.GetProperty("id").GetString());
        Assert.True(price.GetProperty("active").GetBoolean());
        Assert.Equal(12000, price.GetProperty("unit_amount").GetInt32());
        Assert.Single(await billing.ListAsync("/v1/products"));
    }

    [Fact]
    public async Task TieredEntry_KeepsItsPriceAndTheOrderUsesIt()
    {
        await using var billing = await StartAsync();
        await billing.LoadAsync(Contracts.Tiers());
        var first = await SyncAsync(billing, "PricebookEntry", "PricebookEntry#1");

        var second = await SyncAsync(billing, "PricebookEntry", "PricebookEntry#1");
        await billing.SyncAsync("Order#1");

        Assert.Equal((SyncOutcome.Unchanged, first.StripeId), (second.Outcome, second.StripeId));
        var price = Assert.Single(await billing.ListAsync("/v1/prices?expand[]=data.tiers"));
        Assert.Equal(
            ["2: 1000", "10: 2000", ": 3000"],
            price.GetProperty("tiers").EnumerateArray().Select(tier => $"{tier.GetProperty("up_to")}: {tier.GetProperty("unit_amount")}")
        );
        var schedule = Assert.Single(await billing.ListAsync("/v1/subscription_schedules"));
        var item = Assert.Single(Assert.Single(schedule.GetProperty("phases").EnumerateArray()).GetProperty("items").EnumerateArray());
        Assert.Equal(first.StripeId, item.GetProperty("price").GetString());
    }

    [Theory]
    [InlineData("/v1/products", SyncOutcome.Synced)]
    [InlineData("/v1/prices", SyncOutcome.Unchanged)]
    public async Task AnswerLost_TheNextSyncFinishes_AndNothingIsMadeTwice(string path, SyncOutcome left)
    {
        await using var billing = await StartAsync();
        await billing.LoseAnswersAsync(path);

        var broken = await SyncAsync(billing, "PricebookEntry", "PricebookEntry#1");
        await billing.ClearFaultsAsync();
        billing.Restart();
        var again = await SyncAsync(billing, "PricebookEntry", "PricebookEntry#1");

        Assert.Equal((SyncOutcome.Failed, left), (broken.Outcome, again.Outcome));
        Assert.Equal(Assert.Single(await billing.ListAsync("/v1/prices")).GetProperty("id").GetString(), again.StripeId);
        Assert.Single(await billing.ListAsync("/v1/products"));
    }

    [Fact]
    public async Task AllProductsAndEntries_AreSynced_AndOneThatIsWrongStopsNoOther()
    {
        await using var billing = await StartAsync();
        await billing.LoadAsync(Contracts.PriceBook());

        var products = await AllAsync(billing, new RecordSelection("Product2"));
        var entries = await AllAsync(billing, new RecordSelection("PricebookEntry"));

        Assert.Equal(3, products.Count(report => report.Report.Outcome == SyncOutcome.Synced));
        Assert.Equal(3, entries.Count(report => report.Report.Outcome == SyncOutcome.Synced));
        var wrong = Assert.Single(entries, report => report.Report.Outcome == SyncOutcome.Rejected);
        Assert.Equal(billing.Ids["PricebookEntry#4"], wrong.Record.Id);
        Assert.Equal("SYNC-1020", Assert.Single(wrong.Report.Errors).Code);
        Assert.Equal(
            [2500, 5000, 12000],
            (await billing.ListAsync("/v1/prices")).Select(price => price.GetProperty("unit_amount").GetInt32()).Order()
        );
        Assert.Equal(3, (await billing.ListAsync("/v1/products")).Count);
        Assert.All(await AllAsync(billing, new RecordSelection("Product2")), report => Assert.Equal(SyncOutcome.Unchanged, report.Report.Outcome));
    }

    /// <summary>Two entries of one product, and it has not been synced: it is made once.</summary>
    [Fact]
    public async Task EntriesOfOneProduct_MakeItOnce_AndAFilterChooses()
    {
        await using var billing = await StartAsync();
        await billing.LoadAsync(Contracts.PriceBook());

        var synced = await AllAsync(billing, new RecordSelection("PricebookEntry", "UnitPrice = 50 OR UnitPrice = 25"));

        Assert.Equal(2, synced.Count(report => report.Report.Outcome == SyncOutcome.Synced));
        Assert.Single(await billing.ListAsync("/v1/products"));
    }

    [Fact]
    public async Task ConfigurationThatIsWrong_SendsNothing()
    {
        await using var billing = await StartAsync();
        var error = MappingErrors.MappingPathUnknown(new RecordRef("Organization", billing.Org.Facts.OrgId), "customer.emial", "");
        billing.Use(billing.Org with { ConfigurationErrors = [error] });

        Assert.Equal([error], (await SyncAsync(billing, "Account", "Account#1")).Errors);
        Assert.Equal([error], (await billing.SyncAsync("Order#1")).Errors);
        Assert.Empty(await billing.ListAsync("/v1/customers"));
    }

    [Fact]
    public async Task RecordThatDoesNotExist_IsRefused()
    {
        await using var billing = await StartAsync();

        var report = await new SyncShell(billing.Org).SyncAsync(new("Product2", "01t000000000009AAA"), "test", CancellationToken.None);

        Assert.Equal((SyncOutcome.Rejected, "SYNC-5000"), (report.Outcome, Assert.Single(report.Errors).Code));
        Assert.True(report.Written.IsEmpty);
    }

    private static async Task<TestBilling> StartAsync()
    {
        var billing = await TestBilling.StartAsync("2026-01-01T00:00:00Z");
        await billing.LoadAsync(Contracts.Annual());
        return billing;
    }

    private static Task<SyncReport> SyncAsync(TestBilling billing, string type, string placeholder) =>
        new SyncShell(billing.Org).SyncAsync(new(type, billing.Ids[placeholder]), "test", CancellationToken.None);

    private static async Task<List<RecordReport>> AllAsync(TestBilling billing, RecordSelection selection)
    {
        var reports = new List<RecordReport>();
        await foreach (var report in new RecordSync(billing.Org).SyncAllAsync(selection, "test", CancellationToken.None))
        {
            reports.Add(report);
        }

        return reports;
    }

    private static JsonObject Change(string type, string id, params (string Field, string? Value)[] fields)
    {
        var row = new JsonObject { ["Id"] = id };
        foreach (var (field, value) in fields)
        {
            row[field] = value;
        }

        return new JsonObject { [type] = new JsonArray(row) };
    }

    private static FieldMappings Mapped(string objectKey, params (string Path, string Field)[] rows) =>
        new()
        {
            Paths = ImmutableDictionary<string, ImmutableDictionary<string, string>>.Empty.Add(
                objectKey,
                rows.ToImmutableDictionary(row => row.Path, row => row.Field)
            ),
        };

    private static FieldMappings Fixed(string objectKey, params (string Path, object? Value)[] rows) =>
        new()
        {
            Defaults = ImmutableDictionary<string, ImmutableDictionary<string, object?>>.Empty.Add(
                objectKey,
                rows.ToImmutableDictionary(row => row.Path, row => row.Value)
            ),
        };
}
