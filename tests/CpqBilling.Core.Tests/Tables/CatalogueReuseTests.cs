using CpqBilling.Core.Cpq;
using CpqBilling.Core.Mapping;
using CpqBilling.Core.Requests;
using CpqBilling.Core.Settings;
using CpqBilling.Core.StripeState;
using CpqBilling.Core.Tests.Worlds;
using CpqBilling.Core.Translation;

namespace CpqBilling.Core.Tests.Tables;

/// <summary>docs/rules/prices.md 4: products and prices of one contract serve the next.</summary>
public sealed class CatalogueReuseTests
{
    private static readonly Instant Now = Instant.FromUtc(2025, 1, 1, 9, 0);

    [Fact]
    public void PriceBookPriceAndProduct_ServeTheNextContract()
    {
        var world = TwoOrders(unitPrice: 1440);
        Sync(world, "O1");

        var second = Sync(world, "O2");

        Assert.Equal(["/v1/subscription_schedules"], second.Plan.Steps.Select(step => step.Path));
        Assert.Equal(world.FieldOf("E", "Stripe_ID__c"), PriceOfFirstItem(second));
    }

    [Fact]
    public void TieredPriceBookPrice_ServesTheNextContract()
    {
        var world = TwoOrders(unitPrice: 1440);
        AddTiers(world);
        Assert.Contains(Sync(world, "O1").Plan.Steps, step => step.Body["tiers"] is not null);

        var second = Sync(world, "O2");

        Assert.Equal(["/v1/subscription_schedules"], second.Plan.Steps.Select(step => step.Path));
        Assert.Equal(world.FieldOf("E", "Stripe_ID__c"), PriceOfFirstItem(second));
    }

    [Fact]
    public void LinePrice_IsMadeOnceAndArchived_AndNotTheNextContracts()
    {
        var world = TwoOrders(unitPrice: 1680);
        var first = Sync(world, "O1");

        Assert.Equal(14000m, AmountOf(first, "price/L1"));
        Assert.Contains(first.Plan.Steps, step => step.Key == "archive/price/L1" && step.Body["active"] is StripeFlag { Value: false });
        Assert.Empty(Sync(world, "O1").Plan.Steps);
        Assert.Equal(["price/L2", "schedule", "archive/price/L2"], Sync(world, "O2").Plan.Steps.Select(step => step.Key));
    }

    [Fact]
    public void PriceThatABrokenRunLeftActive_IsArchivedByTheNext()
    {
        var world = TwoOrders(unitPrice: 1680);
        Sync(world, "O1");
        var id = world.FieldOf("L1", "Stripe_ID__c")!;
        world.Stripe.Put((PriceState)world.Stripe.Objects[id] with { IsActive = true });

        var step = Assert.Single(Sync(world, "O1").Plan.Steps);

        Assert.Equal(($"archive/{id}", $"/v1/prices/{id}"), (step.Key, step.Path));
        Assert.Equal(new StripeFlag(false), step.Body["active"]);
        Assert.Empty(Sync(world, "O1").Plan.Steps);
    }

    [Fact]
    public void ChangedProduct_IsUpdatedOnTheNextOrder_AndWhatIsNoLongerMappedIsLeft()
    {
        var world = TwoOrders(unitPrice: 1440);
        world.Mappings = Mapped(("tax_code", "txcd_10000000"), ("shippable", true));
        var made = Body(Sync(world, "O1"), "product/P");
        world.Add(Product("Chair", world.FieldOf("P", "Stripe_ID__c")));
        world.Mappings = Mapped(("statement_descriptor", "CHAIRS"), ("metadata.metadata_key_1", "one"));

        var second = Sync(world, "O2");

        Assert.Equal(("Seat", "To sit on", "txcd_10000000"), (Text(made, "name"), Text(made, "description"), Text(made, "tax_code")));
        Assert.Equal(new StripeFlag(true), made["shippable"]);
        var step = second.Plan.Steps.Single(step => step.Key == "product/P");
        Assert.Equal($"/v1/products/{world.FieldOf("P", "Stripe_ID__c")}", step.Path);
        Assert.Equal(
            ("Chair", "To sit on", "CHAIRS"),
            (Text(step.Body, "name"), Text(step.Body, "description"), Text(step.Body, "statement_descriptor"))
        );
        Assert.Equal(new StripeText("one"), step.Body.AtPath("metadata.metadata_key_1"));
        Assert.Null(step.Body["tax_code"]);
        Assert.DoesNotContain(second.Plan.Steps, other => other.Path == "/v1/products");
    }

    private static Translated Sync(World world, string order)
    {
        var snapshot = world.At(Now, order);
        var result = Assert.IsType<Translated>(OrderTranslator.Translate(snapshot));
        world.Note(result, snapshot);
        return result;
    }

    private static StripeMap Body(Translated result, string key) => result.Plan.Steps.Single(step => step.Key == key).Body;

    private static string? Text(StripeMap body, string key) => (body[key] as StripeText)?.Value;

    private static decimal AmountOf(Translated result, string key) => ((StripeNumber)Body(result, key)["unit_amount_decimal"]!).Value;

    private static string? PriceOfFirstItem(Translated result)
    {
        var phase = (StripeMap)((StripeList)Body(result, "schedule")["phases"]!).Items[0];
        return Text((StripeMap)((StripeList)phase["items"]!).Items[0], "price");
    }

    private static FieldMappings Mapped(params (string Path, object? Value)[] defaults) =>
        FieldMappings.None with
        {
            Defaults = ImmutableDictionary<string, ImmutableDictionary<string, object?>>.Empty.Add(
                MappedObject.Product,
                defaults.ToImmutableDictionary(row => row.Path, row => row.Value)
            ),
        };

    /// <summary>Two customers buy the same product for a year at 120.00 a month, or at what is asked.</summary>
    private static World TwoOrders(decimal unitPrice)
    {
        var world = new World { Settings = new BillingSettings { UpdateCustomerOnOrderSync = false } };
        world.Add(Product("Seat", stripeId: null));
        world.Add(Record("PricebookEntry", "E", ("Product2Id", "P"), ("UnitPrice", 120m)));
        foreach (var number in (string[])["1", "2"])
        {
            AddOrder(world, number, unitPrice);
        }

        return world;
    }

    private static CpqRecord Product(string name, string? stripeId) =>
        Record(
            "Product2",
            "P",
            ("Name", name),
            ("Description", "To sit on"),
            ("Stripe_ID__c", stripeId),
            ("SBQQ__SubscriptionPricing__c", "Fixed Price"),
            ("SBQQ__BillingFrequency__c", "Monthly"),
            ("SBQQ__SubscriptionTerm__c", 1m)
        );

    private static void AddOrder(World world, string number, decimal unitPrice)
    {
        world.Add(Record("Account", $"A{number}", ("Name", "Acme"), ("Stripe_ID__c", $"cus_{number}")));
        world.Stripe.Put(
            new StripeState.CustomerState($"cus_{number}", null, ImmutableDictionary<string, string>.Empty.Add("salesforce_account_id", $"A{number}"))
        );
        world.Add(Record("SBQQ__Quote__c", $"Q{number}", ("SBQQ__StartDate__c", "2025-01-15"), ("SBQQ__SubscriptionTerm__c", 12m)));
        world.Add(Record("Order", $"O{number}", ("Status", "Activated"), ("AccountId", $"A{number}"), ("SBQQ__Quote__c", $"Q{number}")));
        world.Add(
            Record(
                "OrderItem",
                $"L{number}",
                ("OrderId", $"O{number}"),
                ("Product2Id", "P"),
                ("PricebookEntryId", "E"),
                ("Quantity", 1m),
                ("UnitPrice", unitPrice),
                ("SBQQ__Activated__c", true),
                ("SBQQ__SubscriptionPricing__c", "Fixed Price"),
                ("SBQQ__BillingFrequency__c", "Monthly"),
                ("SBQQ__DefaultSubscriptionTerm__c", 1m),
                ("SBQQ__ProrateMultiplier__c", 12m),
                ("ServiceDate", "2025-01-15"),
                ("EndDate", "2026-01-14")
            )
        );
    }

    /// <summary>Two tiers, on the product and copied to both lines.</summary>
    private static void AddTiers(World world)
    {
        world.Add(Record("ConsumptionSchedule", "S", ("Type", "Range"), ("RatingMethod", "Tier"), ("IsActive", true)));
        world.Add(Record("ProductConsumptionSchedule", "K", ("ProductId", "P"), ("ConsumptionScheduleId", "S")));
        world.Add(Record("ConsumptionRate", "R1", ("ConsumptionScheduleId", "S"), ("PricingMethod", "PerUnit"), ("Price", 10m), ("UpperBound", 2m)));
        world.Add(Record("ConsumptionRate", "R2", ("ConsumptionScheduleId", "S"), ("PricingMethod", "PerUnit"), ("Price", 20m)));
        foreach (var line in (string[])["L1", "L2"])
        {
            var schedule = $"S{line}";
            world.Add(
                Record(
                    "SBQQ__OrderItemConsumptionSchedule__c",
                    schedule,
                    ("SBQQ__OrderItem__c", line),
                    ("SBQQ__Type__c", "Range"),
                    ("SBQQ__RatingMethod__c", "Tier")
                )
            );
            world.Add(LineRate($"{line}R2", schedule, 20m, null));
            world.Add(LineRate($"{line}R1", schedule, 10m, 2m));
        }
    }

    private static CpqRecord LineRate(string id, string schedule, decimal price, decimal? bound) =>
        Record(
            "SBQQ__OrderItemConsumptionRate__c",
            id,
            ("SBQQ__OrderItemConsumptionSchedule__c", schedule),
            ("SBQQ__PricingMethod__c", "PerUnit"),
            ("SBQQ__Price__c", price),
            ("SBQQ__UpperBound__c", bound)
        );

    private static CpqRecord Record(string type, string id, params (string Name, object? Value)[] fields) =>
        new(type, id, fields.Append(("Id", id)).ToDictionary(field => field.Item1, field => field.Item2));
}
