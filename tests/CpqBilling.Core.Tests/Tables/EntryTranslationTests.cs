using CpqBilling.Core.Cpq;
using CpqBilling.Core.Errors;
using CpqBilling.Core.Planning;
using CpqBilling.Core.Requests;
using CpqBilling.Core.Settings;
using CpqBilling.Core.StripeState;
using static CpqBilling.Core.Tests.Tables.RecordTranslatorTests;

namespace CpqBilling.Core.Tests.Tables;

/// <summary>Price-book entries synced without an order.</summary>
public sealed class EntryTranslationTests
{
    private const string Ties =
        """{"salesforce_pricebook_entry_id":"01uA","salesforce_pricebook_entry_link":"https://example.my.salesforce.test/01uA"}""";

    private static readonly RecordRef Entry = new("PricebookEntry", "01uA");
    private static readonly RecordRef Product = new("Product2", "01tA");

    /// <summary>Amounts are minor units of dollars, as they stand: nothing is divided by a term.</summary>
    [Theory]
    [InlineData(null, null, null, "100", """{"unit_amount_decimal":10000}""")]
    [InlineData(null, null, null, "100.2555", """{"unit_amount_decimal":10025.55}""")]
    [InlineData(
        "Fixed Price",
        "Monthly",
        null,
        "120",
        """{"unit_amount_decimal":12000,"recurring":{"interval":"month","interval_count":1,"usage_type":"licensed"}}"""
    )]
    [InlineData(
        "Fixed Price",
        null,
        "Advance",
        "120",
        """{"unit_amount_decimal":12000,"recurring":{"interval":"month","interval_count":1,"usage_type":"licensed"}}"""
    )]
    [InlineData(
        "Fixed Price",
        "Quarterly",
        null,
        "120",
        """{"unit_amount_decimal":12000,"recurring":{"interval":"month","interval_count":3,"usage_type":"licensed"}}"""
    )]
    [InlineData(
        "Fixed Price",
        "Annual",
        null,
        "0",
        """{"unit_amount_decimal":0,"recurring":{"interval":"month","interval_count":12,"usage_type":"licensed"}}"""
    )]
    public void NewEntry_MakesProductAndPrice(string? pricing, string? frequency, string? billingType, string amount, string expected)
    {
        var plan = Plan(Translate(Entry, [ProductRecord(pricing, frequency, billingType), EntryRecord(amount)]));

        Assert.Equal(["/v1/products", "/v1/prices"], plan.Steps.Select(step => step.Path));
        Assert.Equal(
            $$"""{"currency":"usd","product":"ref:product/01tA",{{expected[1..^1]}},"metadata":{{Ties}}}""",
            StripeJson.Write(plan.Steps[1].Body)
        );
        Assert.Equal(
            [
                new FieldWrite(Product, "Stripe_ID__c", new StripeRef("product/01tA")),
                new FieldWrite(Entry, "Stripe_ID__c", new StripeRef("price/01uA")),
            ],
            plan.WriteBack.Fields
        );
        var record = Assert.Single(plan.WriteBack.SyncRecords);
        Assert.Equal((Entry, Entry, SyncStatus.Success), (record.Primary, record.Secondary, record.Status));
    }

    [Fact]
    public void UsageEntry_MakesItsMeter_WithTheMappedAggregation()
    {
        var mappings = Defaults("price", ("recurring.aggregate_usage", "last_during_period"));

        var plan = Plan(Translate(Entry, [ProductRecord("Fixed Price", "Monthly", "metered"), EntryRecord("120")], mappings: mappings));

        Assert.Equal(["/v1/products", "/v1/billing/meters", "/v1/prices"], plan.Steps.Select(step => step.Path));
        Assert.Equal("cpq_GOLD", ((StripeText)plan.Steps[1].Body["event_name"]!).Value);
        Assert.Equal("""{"formula":"last"}""", StripeJson.Write(plan.Steps[1].Body["default_aggregation"]!));
        Assert.Equal(
            """{"interval":"month","interval_count":1,"usage_type":"metered","meter":"ref:meter/cpq_GOLD"}""",
            StripeJson.Write(plan.Steps[2].Body["recurring"]!)
        );
    }

    [Fact]
    public void TieredEntry_HasTheTiersOfItsProduct_AndNoAmount()
    {
        var plan = Plan(Translate(Entry, [ProductRecord("Fixed Price", "Monthly"), EntryRecord("120"), .. Tiers("2", "10", null)]));

        var body = plan.Steps[1].Body;
        Assert.Null(body["unit_amount_decimal"]);
        Assert.Equal(
            """[{"up_to":2,"unit_amount_decimal":1000},{"up_to":10,"unit_amount_decimal":2000},{"up_to":"inf","unit_amount_decimal":3000}]""",
            StripeJson.Write(body["tiers"]!)
        );
        Assert.Equal("volume", ((StripeText)body["tiers_mode"]!).Value);
        Assert.Equal("0MhA", ((StripeText)body.AtPath("metadata.salesforce_consumption_schedule_id")!).Value);
    }

    [Fact]
    public void EntryWhosePriceIsEqual_IsLeftAlone()
    {
        var price = Price(12000);
        Assert.True(Plan(Translate(Entry, Synced(), [KnownProduct(), price])).IsEmpty);
    }

    /// <summary>A price of Stripe never changes: silence would leave the customer with the old one.</summary>
    [Theory]
    [InlineData(11000, true, "amount 12000 instead of 11000")]
    [InlineData(12000, false, "it is archived")]
    public void EntryWhosePriceDiffers_IsAnErrorOnTheEntry(int amount, bool isActive, string difference)
    {
        var error = Assert.Single(Refusals(Translate(Entry, Synced(), [KnownProduct(), Price(amount) with { IsActive = isActive }])));
        Assert.Equal(("SYNC-1032", Entry), (error.Code, error.Record));
        Assert.Contains(difference, error.Message);
    }

    [Fact]
    public void ProductOfAnEntry_FollowsTheSettingOfOrders()
    {
        var renamed = new ProductState("prod_1", """{"name":"Silver"}""", NoMetadata);
        var off = new BillingSettings { UpdateProductOnOrderSync = false };

        Assert.True(Plan(Translate(Entry, Synced(), [renamed, Price(12000)], settings: off)).IsEmpty);
        Assert.Equal("/v1/products/prod_1", Assert.Single(Plan(Translate(Entry, Synced(), [renamed, Price(12000)])).Steps).Path);
    }

    [Fact]
    public void EverythingWrong_IsToldTogether()
    {
        var errors = Refusals(Translate(Entry, [ProductRecord("Fixed Price", "Invoice Plan", "Later"), EntryRecord("-1")]));

        Assert.Equal(
            [("SYNC-1020", Entry), ("SYNC-2001", Product), ("SYNC-2002", Product)],
            errors.Select(error => (error.Code, error.Record)).Order()
        );
    }

    [Fact]
    public void EntryWithoutAmount_IsAnError()
    {
        var error = Assert.Single(Refusals(Translate(Entry, [ProductRecord(null), EntryRecord(null)])));
        Assert.Equal(("SYNC-1027", Entry), (error.Code, error.Record));
    }

    [Fact]
    public void EntryWhoseMappedAmountIsNone_IsAnError_InsteadOfTheListPrice()
    {
        var mappings = Defaults("price", ("unit_amount_decimal", "on request"));
        var error = Assert.Single(Refusals(Translate(Entry, [ProductRecord(null), EntryRecord("100")], mappings: mappings)));
        Assert.Equal(("SYNC-3002", Entry, "price.unit_amount_decimal"), (error.Code, error.Record, error.Field));
    }

    [Fact]
    public void TiersWithoutEnd_AreAnErrorOnTheEntry()
    {
        var error = Assert.Single(Refusals(Translate(Entry, [ProductRecord("Fixed Price"), EntryRecord("120"), .. Tiers("2", "10")])));
        Assert.Equal(("SYNC-1034", Entry), (error.Code, error.Record));
    }

    [Fact]
    public void TieredByMappingOnly_IsAnErrorOnTheEntry()
    {
        var mappings = Defaults("price", ("billing_scheme", "tiered"));
        var error = Assert.Single(Refusals(Translate(Entry, [ProductRecord(null), EntryRecord("100")], mappings: mappings)));
        Assert.Equal(("SYNC-3010", Entry, "price.billing_scheme"), (error.Code, error.Record, error.Field));
    }

    private static CpqRecord[] Synced() => [ProductRecord("Fixed Price", "Monthly", stripeId: "prod_1"), EntryRecord("120", "price_1")];

    private static ProductState KnownProduct() =>
        new(
            "prod_1",
            """{"name":"Gold","metadata":{"salesforce_product2_id":"01tA","salesforce_product2_link":"https://example.my.salesforce.test/01tA"}}""",
            NoMetadata
        );

    private static PriceState Price(decimal amount) =>
        new("price_1", true, new PriceShape("usd", "prod_1", amount, new RecurringShape(1, false)), NoMetadata);

    private static CpqRecord ProductRecord(string? pricing, string? frequency = null, string? billingType = null, string? stripeId = null) =>
        Record(
            "Product2",
            "01tA",
            ("Name", "Gold"),
            ("ProductCode", "GOLD"),
            ("SBQQ__SubscriptionPricing__c", pricing),
            ("SBQQ__BillingFrequency__c", frequency),
            ("SBQQ__BillingType__c", billingType),
            ("Stripe_ID__c", stripeId)
        );

    private static CpqRecord EntryRecord(string? amount, string? stripeId = null) =>
        Record(
            "PricebookEntry",
            "01uA",
            ("Product2Id", "01tA"),
            ("UnitPrice", amount is null ? null : decimal.Parse(amount)),
            ("Stripe_ID__c", stripeId)
        );

    /// <summary>10, 20, 30 dollars a unit, up to the bounds.</summary>
    private static IEnumerable<CpqRecord> Tiers(params string?[] bounds) =>
        [
            Record("ProductConsumptionSchedule", "0MlA", ("ProductId", "01tA"), ("ConsumptionScheduleId", "0MhA")),
            Record("ConsumptionSchedule", "0MhA", ("IsActive", true), ("Type", "Range"), ("RatingMethod", "Tier")),
            .. bounds.Select(
                (bound, index) =>
                    Record(
                        "ConsumptionRate",
                        $"0Mo{index}",
                        ("ConsumptionScheduleId", "0MhA"),
                        ("PricingMethod", "PerUnit"),
                        ("Price", 10m * (index + 1)),
                        ("UpperBound", bound is null ? null : decimal.Parse(bound))
                    )
            ),
        ];
}
