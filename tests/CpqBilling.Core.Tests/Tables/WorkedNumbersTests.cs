using CpqBilling.Core.Calendar;
using CpqBilling.Core.Cpq;
using CpqBilling.Core.Pricing;
using CpqBilling.Core.Settings;
using CpqBilling.Core.Tests.Worlds;
using CpqBilling.Core.Translation;

namespace CpqBilling.Core.Tests.Tables;

/// <summary>From order lines to what Stripe is sent and bills, with every digit, as they are without <c>exactTotals</c>. Contracts start on 2025-01-15 unless said.</summary>
public sealed class WorkedNumbersTests
{
    private const string Monthly = "Monthly";
    private const string Quarterly = "Quarterly";
    private const string Semiannual = "Semiannual";
    private const string Annual = "Annual";
    private static readonly BillingSettings ByMonth = new() { UnitPrices = UnitPrices.Exact, ExactTotals = false };
    private static readonly BillingSettings ByDays = ByMonth with { ProrationPrecision = ProrationPrecision.MonthlyPlusDaily };
    private static readonly BillingSettings Credited = ByMonth with { CreditUnusedTime = CreditMode.AllReductions };
    private static readonly DateTimeZone Utc = DateTimeZone.Utc;

    private static readonly Row[] Rows =
    [
        new("annual, 18 of 24", 24, Annual, 1, 240.00m, "2025-07-15", 2, 180.00m, "6000", 12000),
        new("annual, 19 of 24", 24, Annual, 1, 300.00m, "2025-06-15", 1, 237.50m, "8750", 8750),
        new("annual, 3 left", 12, Annual, 1, 120.00m, "2025-10-15", 1, 30.00m, "3000", 3000),
        new("annual, 11 left, backdated, 0 missed", 12, Annual, 1, 120.00m, "2024-10-15", 1, 110.00m, "11000", 11000) { Start = "2024-09-15" },
        new("monthly, backdated, 1 missed", 12, Monthly, 1, 288.00m, "2024-12-14", 1, 264.00m, "4800", 4800) { Start = "2024-11-14" },
        new("monthly, backdated, 3 missed", 12, Monthly, 1, 288.00m, "2024-10-14", 1, 264.00m, "9600", 9600) { Start = "2024-09-14" },
        new("same-day, annual", 12, Annual, 1, 120.00m, "2025-01-15", 1, 120.00m, "12000", 12000),
        // A part period is charged once and its recurring price is zero (docs/rules/charges.md 4): here the reference charges the same once, ...
        new("backend, 18-month contract", 18, Annual, 1, 180.00m, null, 0, 0m, "6000", 6000),
        // ... here it makes a recurring price of 90000, which Stripe would bill a share of.
        new("frontend, 9-month contract", 9, Annual, 1, 900.00m, null, 0, 0m, "90000", 90000),
        // UnitPrice with all its decimals, as the table takes it from list prices.
        new("annual, +2mo+10d, gold", 12, Annual, 1, 398.45m, "2025-03-25", 1, 8044.00206164383562m, "804400.206164383562", 804400) { By = ByDays },
        new("monthly, +1mo+22d", 12, Monthly, 1, 4531.56m, "2025-03-09", 1, 3850.79139726027397m, "7449.139726027397", 7449) { By = ByDays },
        new("annual, +4d, no term", 12, Annual, 1, 120.00m, "2025-01-19", 1, 118.87671232876712m, "11887.671232876712", 11888) { By = ByDays },
        new("semiannual, +20d, 24 mo", 24, Semiannual, 1, 200.00m, "2025-02-04", 1, 194.68036529680365m, "4468.036529680365", 4468) { By = ByDays },
        new("quarterly, +1mo+3d, 24 mo", 24, Quarterly, 1, 240.00m, "2025-02-18", 1, 229.20547945205479m, "1920.547945205479", 1921) { By = ByDays },
        // UnitPrice in cents, as CPQ stores it: other decimals than the table's, the same cents (docs/rules/charges.md 1).
        new("annual, +2mo+10d, gold, as stored", 12, Annual, 1, 398.45m, "2025-03-25", 1, 8044.00m, "804400", 804400) { By = ByDays },
        new("monthly, +1mo+22d, as stored", 12, Monthly, 1, 4531.56m, "2025-03-09", 1, 3850.79m, "7449.137023105857", 7449) { By = ByDays },
        new("annual, +4d, no term, as stored", 12, Annual, 1, 120.00m, "2025-01-19", 1, 118.88m, "11888", 11888) { By = ByDays },
        new("semiannual, +20d, as stored", 24, Semiannual, 1, 200.00m, "2025-02-04", 1, 194.68m, "4468.028145889527", 4468) { By = ByDays },
        new("quarterly, +1mo+3d, as stored", 24, Quarterly, 1, 240.00m, "2025-02-18", 1, 229.21m, "1920.585823571599", 1921) { By = ByDays },
        new("annual, +1mo+12d, 2-decimals mode", 12, Annual, 1, 377.63m, "2025-02-27", 49, 334.35m, "33435", 1638315)
        {
            By = ByDays with { RoundPricesToCents = true },
        },
        new("monthly, month precision, +3d", 12, Monthly, 1, 1440.00m, "2025-01-18", 1, 1440.00m, "12000", 12000),
        new("annual, month precision, +1mo+3d", 12, Annual, 1, 120.00m, "2025-02-18", 1, 110.00m, "11000", 11000),
        new("annual, +2mo+10d, silver credit", 12, Annual, 2, 398.45m, "2025-03-25", -1, 321.76m, "-32176.202054794521", -32176)
        {
            By = Credited with { ProrationPrecision = ProrationPrecision.MonthlyPlusDaily },
        },
        new("credit, annual, 10 of 22", 24, Annual, 2, 2400.00m, "2025-03-15", -1, 2200.00m, "-100000", -100000) { By = Credited },
        new("credit, annual, 11 left, qty 24", 12, Annual, 25, 1000.00m, "2025-02-15", -24, 916.67m, "-91666.666666666667", -2200000)
        {
            By = Credited,
        },
        new("credit, annual, 11 left, qty 49", 12, Annual, 50, 120.00m, "2025-02-15", -49, 110.00m, "-11000", -539000) { By = Credited },
    ];

    public static TheoryData<string> Names() => [.. Rows.Select(row => row.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void OrderLines_BecomeTheNumbersOfTheTable(string name)
    {
        var row = Rows.Single(row => row.Name == name);
        var world = World(row);
        var isFuture = row.Start == "2025-01-15" && row.AmendedOn != row.Start;
        var now = new LocalDate(2025, 1, isFuture ? 10 : 15).AtStartOfDayInZone(Utc).ToInstant() + Duration.FromHours(10);
        var translated = Assert.IsType<Translated>(OrderTranslator.Translate(world.At(now, "O0")));

        var charge = Assert.Single(translated.Timeline!.Phases.SelectMany(phase => phase.Charges));
        Assert.Equal(decimal.Parse(row.Unit), charge.Unit);
        Assert.Equal(Math.Abs(row.Units == 0 ? row.Quantity : row.Units), charge.Quantity);
        var billed = Assert.Single(translated.Forecast()!.Invoices.SelectMany(invoice => invoice.Lines), line => line.Kind is not null);
        Assert.Equal(row.Cents, billed.Amount);
        Assert.Equal(
            row.Units switch
            {
                0 => ChargeKind.Remainder,
                < 0 => ChargeKind.Credit,
                _ => ChargeKind.Proration,
            },
            charge.Kind
        );
    }

    private static World World(Row row)
    {
        var world = new World { Settings = row.By };
        world.Add(Record("Account", "A", ("Name", "Acme")));
        world.Add(Record("Contract", "C", ("SBQQ__Quote__c", "Q0")));
        world.Add(
            Record("Product2", "P", ("Name", "Plan"), ("SBQQ__SubscriptionPricing__c", "Fixed Price"), ("SBQQ__BillingFrequency__c", row.Frequency))
        );
        var start = IsoText.Date(row.Start)!.Value;
        var last = start.PlusMonths(row.Term).PlusDays(-1);
        Order(world, row, 0, start, last, row.Quantity, row.Price);
        if (row.AmendedOn is { } amended)
        {
            Order(world, row, 1, IsoText.Date(amended)!.Value, last, row.Units, row.AmendedPrice);
        }

        return world;
    }

    private static void Order(World world, Row row, int index, LocalDate start, LocalDate last, int quantity, decimal price)
    {
        var isAmendment = index > 0;
        world.Add(
            Record(
                "SBQQ__Quote__c",
                $"Q{index}",
                ("SBQQ__StartDate__c", Text(start)),
                ("SBQQ__EndDate__c", Text(last)),
                ("SBQQ__SubscriptionTerm__c", isAmendment ? null : (decimal)row.Term)
            )
        );
        world.Add(Record("Opportunity", $"Y{index}", ("SBQQ__AmendedContract__c", isAmendment ? "C" : null)));
        world.Add(
            Record("Order", $"O{index}", ("Status", "Activated"), ("AccountId", "A"), ("OpportunityId", $"Y{index}"), ("SBQQ__Quote__c", $"Q{index}"))
        );
        world.Add(
            Record(
                "OrderItem",
                $"L{index}",
                ("OrderId", $"O{index}"),
                ("Product2Id", "P"),
                ("Quantity", (decimal)quantity),
                ("UnitPrice", price),
                ("SBQQ__Activated__c", true),
                ("SBQQ__SubscriptionPricing__c", "Fixed Price"),
                ("SBQQ__BillingFrequency__c", row.Frequency),
                ("ServiceDate", Text(start)),
                ("EndDate", Text(last)),
                ("SBQQ__RevisedOrderProduct__c", isAmendment ? "L0" : null)
            )
        );
    }

    private static string Text(LocalDate date) => $"{date:uuuu-MM-dd}";

    private static CpqRecord Record(string type, string id, params (string Name, object? Value)[] fields) =>
        new(type, id, fields.Append(("Id", id)).ToDictionary(field => field.Item1, field => field.Item2));

    /// <param name="Price">Of one unit for the whole term, in major units, as is <paramref name="AmendedPrice"/> for what is left of it.</param>
    /// <param name="AmendedOn">Null for the rows about the initial order.</param>
    /// <param name="Units">Added, or taken when negative.</param>
    /// <param name="Unit">What Stripe is sent for one unit, in cents.</param>
    /// <param name="Cents">What the invoice line comes to.</param>
    private sealed record Row(
        string Name,
        int Term,
        string Frequency,
        int Quantity,
        decimal Price,
        string? AmendedOn,
        int Units,
        decimal AmendedPrice,
        string Unit,
        decimal Cents
    )
    {
        public string Start { get; init; } = "2025-01-15";

        public BillingSettings By { get; init; } = ByMonth;
    }
}
