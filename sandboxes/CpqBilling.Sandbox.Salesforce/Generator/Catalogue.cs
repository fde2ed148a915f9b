using CpqBilling.Sandbox.Salesforce.Cpq;
using CpqBilling.Sandbox.Salesforce.Records;

namespace CpqBilling.Sandbox.Salesforce.Generator;

/// <summary>A product with its price, as generated orders sell it.</summary>
internal sealed record CatalogueProduct(Record Product, Record Entry, Record? Dimension)
{
    public decimal Price => Entry.Number("UnitPrice")!.Value;

    public decimal? Term => Product.Number("SBQQ__SubscriptionTerm__c");

    public bool IsEvergreen => Product.Text("SBQQ__SubscriptionType__c") == "Evergreen";

    public bool IsOneTime => Product.Text("SBQQ__SubscriptionType__c") is null;
}

/// <summary>What a software company sells: seats and modules by month and year, metered use, ramps, evergreen feeds, services.</summary>
internal sealed class Catalogue
{
    private static readonly (string Name, decimal Price)[] Monthly =
    [
        ("Team seat", 15),
        ("Business seat", 29),
        ("Enterprise seat", 49),
        ("Analytics", 120),
        ("Support", 80),
        ("Backup", 12),
    ];
    private static readonly (string Name, decimal Price)[] Yearly =
    [
        ("Platform", 12000),
        ("Single sign-on", 2400),
        ("Audit log", 900),
        ("Premium support", 4800),
    ];
    private static readonly (string Name, decimal Price)[] Quarterly = [("Data room", 450), ("Compliance report", 600)];
    private static readonly (string Name, decimal Price)[] OneTime = [("Onboarding", 2500), ("Training day", 1200), ("Migration", 5000)];
    private static readonly (string Name, decimal Price)[] Evergreen = [("Market feed", 200), ("Status page", 40)];

    public required IReadOnlyList<CatalogueProduct> Plain { get; init; }
    public required IReadOnlyList<CatalogueProduct> Metered { get; init; }
    public required IReadOnlyList<CatalogueProduct> Ramps { get; init; }
    public required IReadOnlyList<CatalogueProduct> Once { get; init; }
    public required IReadOnlyList<CatalogueProduct> Endless { get; init; }
    public required string PriceBookId { get; init; }

    public static Catalogue Create(RecordWriter writer, DateTimeOffset at)
    {
        var store = writer.Session.Store;
        var book =
            PriceBooks.Standard(store) ?? writer.Add("Pricebook2", at, ("Name", "Standard Price Book"), ("IsStandard", true), ("IsActive", true)).Id;
        var shelf = new Shelf(writer, at, book);
        return new Catalogue
        {
            Plain =
            [
                .. Monthly.Select(item => shelf.Add(item, "Monthly", 1m, null)),
                .. Yearly.Select(item => shelf.Add(item, "Annual", null, null)),
                .. Quarterly.Select(item => shelf.Add(item, "Quarterly", 3m, null)),
            ],
            Metered = [shelf.Tiered(("API calls", 0.10m)), shelf.Add(("Storage", 0.25m), "Monthly", 1m, "Arrears")],
            Ramps = [shelf.Ramp(("Growth seat", 35))],
            Once = [.. OneTime.Select(item => shelf.Add(item, null, null, null, type: null))],
            Endless = [.. Evergreen.Select(item => shelf.Add(item, null, 1m, null, "Evergreen"))],
            PriceBookId = book,
        };
    }

    private sealed class Shelf(RecordWriter writer, DateTimeOffset at, string book)
    {
        private int _number;

        public CatalogueProduct Add(
            (string Name, decimal Price) item,
            string? frequency,
            decimal? term,
            string? billingType,
            string? type = "Renewable"
        )
        {
            var product = writer.Add(
                "Product2",
                at,
                ("Name", item.Name),
                ("ProductCode", $"P-{++_number:000}"),
                ("Description", item.Name),
                ("IsActive", true),
                ("SBQQ__SubscriptionPricing__c", type is null ? null : "Fixed Price"),
                ("SBQQ__SubscriptionType__c", type),
                ("SBQQ__SubscriptionTerm__c", term),
                ("SBQQ__BillingFrequency__c", frequency),
                ("SBQQ__BillingType__c", billingType),
                ("SBQQ__ChargeType__c", billingType == "Arrears" ? "Usage" : null)
            );
            var entry = writer.Add(
                "PricebookEntry",
                at,
                ("Pricebook2Id", book),
                ("Product2Id", product.Id),
                ("UnitPrice", item.Price),
                ("IsActive", true),
                ("Name", item.Name),
                ("ProductCode", product["ProductCode"])
            );
            return new CatalogueProduct(product, entry, null);
        }

        public CatalogueProduct Ramp((string Name, decimal Price) item)
        {
            var sold = Add(item, "Monthly", 1m, null);
            var dimension = writer.Add("SBQQ__Dimension__c", at, ("Name", "Year"), ("SBQQ__Product__c", sold.Product.Id), ("SBQQ__Type__c", "Year"));
            return sold with { Dimension = dimension };
        }

        public CatalogueProduct Tiered((string Name, decimal Price) item)
        {
            var sold = Add(item, "Monthly", 1m, "Arrears");
            var schedule = writer.Add(
                "ConsumptionSchedule",
                at,
                ("Name", $"Usage of {item.Name}"),
                ("IsActive", true),
                ("Type", "Range"),
                ("RatingMethod", "Tier"),
                ("BillingTerm", 1m),
                ("BillingTermUnit", "Month"),
                ("NumberOfRates", 3m)
            );
            (decimal Lower, decimal? Upper, decimal Price)[] rates = [(1, 1000, 0.10m), (1000, 10000, 0.08m), (10000, null, 0.05m)];
            for (var i = 0; i < rates.Length; i++)
                writer.Add(
                    "ConsumptionRate",
                    at,
                    ("ConsumptionScheduleId", schedule.Id),
                    ("PricingMethod", "PerUnit"),
                    ("ProcessingOrder", i + 1m),
                    ("LowerBound", rates[i].Lower),
                    ("UpperBound", rates[i].Upper),
                    ("Price", rates[i].Price)
                );
            writer.Add("ProductConsumptionSchedule", at, ("ProductId", sold.Product.Id), ("ConsumptionScheduleId", schedule.Id));
            return sold;
        }
    }
}
