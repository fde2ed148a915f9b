using CpqBilling.Core.Cpq;
using CpqBilling.Core.Errors;
using CpqBilling.Core.Mapping;
using CpqBilling.Core.Planning;
using CpqBilling.Core.Records;
using CpqBilling.Core.Requests;
using CpqBilling.Core.Settings;
using CpqBilling.Core.StripeState;
using CpqBilling.Core.Translation;

namespace CpqBilling.Core.Tests.Tables;

/// <summary>Accounts and products synced without an order; prices stand in <see cref="EntryTranslationTests"/>.</summary>
public sealed class RecordTranslatorTests
{
    private const string CustomerBody =
        """{"name":"Coho","phone":"555-0100","description":"Wines","metadata":{"salesforce_account_id":"001A","salesforce_account_link":"https://example.my.salesforce.test/001A"}}""";

    private const string ProductBody =
        """{"name":"Gold","description":"Plan","metadata":{"salesforce_product2_id":"01tA","salesforce_product2_link":"https://example.my.salesforce.test/01tA"}}""";

    private static readonly RecordRef Account = new("Account", "001A");
    private static readonly RecordRef Product = new("Product2", "01tA");

    [Fact]
    public void AccountWithoutCustomer_BecomesOne()
    {
        var plan = Plan(Translate(Account, [AccountRecord()]));

        Assert.Equal($"Post /v1/customers {CustomerBody}", Single(plan));
        Assert.Equal([new FieldWrite(Account, "Stripe_ID__c", new StripeRef("customer"))], plan.WriteBack.Fields);
        var record = Assert.Single(plan.WriteBack.SyncRecords);
        Assert.Equal((Account, Account, SyncStatus.Success), (record.Primary, record.Secondary, record.Status));
    }

    [Fact]
    public void AccountThatChanged_UpdatesItsCustomer_AndStoresNoIdAgain()
    {
        var known = new CustomerState("cus_1", """{"name":"Old name"}""", NoMetadata);
        var plan = Plan(Translate(Account, [AccountRecord("cus_1")], known));

        Assert.Equal($"Post /v1/customers/cus_1 {CustomerBody}", Single(plan));
        Assert.Empty(plan.WriteBack.Fields);
        Assert.Equal("The Stripe customer was brought up to date.", Assert.Single(plan.WriteBack.SyncRecords).Message);
    }

    [Fact]
    public void AccountThatDidNotChange_IsLeftAlone() =>
        Assert.True(Plan(Translate(Account, [AccountRecord("cus_1")], new CustomerState("cus_1", CustomerBody, NoMetadata))).IsEmpty);

    /// <summary>With the memory gone nobody can tell, and somebody asked.</summary>
    [Fact]
    public void AccountWhoseCustomerIsNotRemembered_IsSent()
    {
        var read = new CustomerState("cus_1", null, NoMetadata.Add("salesforce_account_id", "001A"));
        Assert.Equal($"Post /v1/customers/cus_1 {CustomerBody}", Single(Plan(Translate(Account, [AccountRecord("cus_1")], read))));
    }

    [Fact]
    public void AccountWhoseIdIsUnknown_IsAnErrorOnIt()
    {
        var error = Assert.Single(Refusals(Translate(Account, [AccountRecord("cus_live")], new MissingObject("cus_live"))));
        Assert.Equal(("SYNC-4005", Account), (error.Code, error.Record));
        Assert.Equal("There is no customer cus_live in the connected Stripe account.", error.Message);
    }

    [Fact]
    public void ProductWhoseIdIsUnknown_IsAnErrorOnIt()
    {
        var error = Assert.Single(Refusals(Translate(Product, [ProductRecord("prod_live")], new MissingObject("prod_live"))));
        Assert.Equal(("SYNC-4005", Product), (error.Code, error.Record));
    }

    [Fact]
    public void AccountWhoseCustomerWasDeleted_IsAnErrorOnIt()
    {
        var error = Assert.Single(Refusals(Translate(Account, [AccountRecord("cus_1")], new DeletedObject("cus_1", "customer"))));
        Assert.Equal(("SYNC-4001", Account), (error.Code, error.Record));
    }

    [Fact]
    public void CustomFieldOfInvoices_IsAListOfOne()
    {
        var mappings = Defaults("customer", ("invoice_settings.custom_fields.name", "key1"), ("invoice_settings.custom_fields.value", "value1"));
        var step = Assert.Single(Plan(Translate(Account, [AccountRecord()], mappings: mappings)).Steps);
        Assert.Equal("""{"custom_fields":[{"name":"key1","value":"value1"}]}""", StripeJson.Write(step.Body["invoice_settings"]!));
    }

    [Fact]
    public void Product_IsMadeOnce()
    {
        var plan = Plan(Translate(Product, [ProductRecord()]));

        Assert.Equal($"Post /v1/products {ProductBody}", Single(plan));
        Assert.Equal([new FieldWrite(Product, "Stripe_ID__c", new StripeRef("product/01tA"))], plan.WriteBack.Fields);
        Assert.True(Plan(Translate(Product, [ProductRecord("prod_1")], new ProductState("prod_1", ProductBody, NoMetadata))).IsEmpty);
    }

    /// <summary>What is not mapped any more is not sent, and Stripe keeps what it has.</summary>
    [Fact]
    public void ProductThatChanged_IsUpdated_WhateverOrdersMayDo()
    {
        var mappings = Defaults("product", ("statement_descriptor", "GOLD PLAN"), ("metadata.metadata_key_1", "value_1"));
        var known = new ProductState("prod_1", """{"name":"Silver","tax_code":"txcd_10000000","shippable":true}""", NoMetadata);
        var settings = new BillingSettings { UpdateProductOnOrderSync = false };

        var step = Assert.Single(Plan(Translate(Product, [ProductRecord("prod_1")], known, mappings, settings)).Steps);

        Assert.Equal("/v1/products/prod_1", step.Path);
        Assert.Equal(
            """{"name":"Gold","description":"Plan","metadata":{"salesforce_product2_id":"01tA","salesforce_product2_link":"https://example.my.salesforce.test/01tA","metadata_key_1":"value_1"},"statement_descriptor":"GOLD PLAN"}""",
            StripeJson.Write(step.Body)
        );
    }

    [Fact]
    public void ProductDeletedInStripe_IsAnErrorOnIt()
    {
        var error = Assert.Single(Refusals(Translate(Product, [ProductRecord("prod_1")], new DeletedObject("prod_1", "product"))));
        Assert.Equal(("SYNC-4001", Product), (error.Code, error.Record));
    }

    internal static ImmutableDictionary<string, string> NoMetadata => ImmutableDictionary<string, string>.Empty;

    internal static FieldMappings Defaults(string objectKey, params (string Path, object? Value)[] rows) =>
        new()
        {
            Defaults = ImmutableDictionary<string, ImmutableDictionary<string, object?>>.Empty.Add(
                objectKey,
                rows.ToImmutableDictionary(row => row.Path, row => row.Value)
            ),
        };

    internal static TranslationResult Translate(
        RecordRef subject,
        IEnumerable<CpqRecord> records,
        StripeObject? known = null,
        FieldMappings? mappings = null,
        BillingSettings? settings = null
    ) => Translate(subject, records, known is null ? [] : [known], mappings, settings);

    internal static TranslationResult Translate(
        RecordRef subject,
        IEnumerable<CpqRecord> records,
        IEnumerable<StripeObject> known,
        FieldMappings? mappings = null,
        BillingSettings? settings = null
    ) =>
        RecordTranslator.Translate(
            new RecordSnapshot
            {
                Records = new RecordGraph(records),
                Subject = subject,
                Settings = settings ?? new BillingSettings(),
                Mappings = mappings ?? FieldMappings.None,
                Org = OrgFacts.Unknown with { DefaultCurrency = "USD" },
                Stripe = new StripeSnapshot
                {
                    Objects = known.ToImmutableDictionary(state => state.Id),
                    MetersByEventName = ImmutableDictionary<string, string>.Empty,
                },
            }
        );

    internal static SyncPlan Plan(TranslationResult result) => Assert.IsType<TranslatedRecord>(result).Plan;

    internal static ImmutableArray<SyncError> Refusals(TranslationResult result) => Assert.IsType<Rejected>(result).Errors;

    internal static CpqRecord Record(string type, string id, params (string Field, object? Value)[] fields) =>
        new(type, id, fields.ToDictionary(field => field.Field, field => field.Value));

    private static string Single(SyncPlan plan)
    {
        var step = Assert.Single(plan.Steps);
        return $"{step.Method} {step.Path} {StripeJson.Write(step.Body)}";
    }

    private static CpqRecord AccountRecord(string? stripeId = null) =>
        Record("Account", "001A", ("Name", "Coho"), ("Phone", "555-0100"), ("Description", "Wines"), ("Stripe_ID__c", stripeId));

    private static CpqRecord ProductRecord(string? stripeId = null) =>
        Record("Product2", "01tA", ("Name", "Gold"), ("Description", "Plan"), ("Stripe_ID__c", stripeId));
}
