using CpqBilling.Core.Calendar;
using CpqBilling.Core.Cpq;
using CpqBilling.Core.Settings;
using CpqBilling.Core.Tests.Worlds;
using CsCheck;

namespace CpqBilling.Core.Tests.Properties;

/// <param name="Cents">Price of one unit for the whole line.</param>
/// <param name="StartsLater">Months after the order's start; the first line ignores both and runs through.</param>
internal sealed record GeneratedLine(int Product, int Quantity, int Cents, int StartsLater, int EndsEarlier, bool IsOneTime)
{
    public override string ToString() => $"P{Product} {Quantity} x {Cents}{(IsOneTime ? " once" : $" +{StartsLater} -{EndsEarlier}")}";
}

/// <param name="Day">Days after the contract's start, taken modulo its length.</param>
/// <param name="Root">Which product line is changed, modulo the lines there are; a new product when it is one beyond.</param>
/// <param name="Delta">Units added, or taken as far as they are there.</param>
internal sealed record GeneratedChange(int Day, int Root, int Delta, int Cents)
{
    public override string ToString() => $"day {Day} root {Root} {Delta} x {Cents}";
}

/// <summary>A contract made of random numbers: an initial order, then amendments that CPQ would allow.</summary>
internal sealed record GeneratedContract(
    int StartDay,
    int Term,
    int Frequency,
    ProrationPrecision Precision,
    ImmutableArray<GeneratedLine> Lines,
    ImmutableArray<GeneratedChange> Changes
)
{
    /// <summary>CPQ's own words, and months that an org has added.</summary>
    private static readonly string[] Frequencies = ["Monthly", "Quarterly", "Semiannual", "Annual", "2", "5", "24"];
    private static readonly int[] Months = [1, 3, 6, 12, 2, 5, 24];

    private static readonly Gen<GeneratedLine> Line = Gen.Select(
        Gen.Int[0, 3],
        Gen.Int[1, 9],
        Gen.Int[0, 50_000],
        Gen.Int[0, 5],
        Gen.Int[0, 5],
        Gen.Int[0, 4],
        (product, quantity, cents, later, earlier, kind) => new GeneratedLine(product, quantity, cents, later, earlier, kind == 0)
    );

    private static readonly Gen<GeneratedChange> Change = Gen.Select(
        Gen.Int[1, 1200],
        Gen.Int[0, 8],
        Gen.Int[-6, 6],
        Gen.Int[1, 30_000],
        (day, root, delta, cents) => new GeneratedChange(day, root, delta == 0 ? 1 : delta, cents)
    );

    public static Gen<GeneratedContract> Of(int maxChanges) =>
        Gen.Select(
            Gen.Int[0, 1500],
            Gen.Int[1, 36],
            Gen.Int[0, 6],
            Gen.Int[0, 3],
            Line.Array[1, 4],
            Change.Array[0, maxChanges],
            (start, term, frequency, precision, lines, changes) =>
                new GeneratedContract(start, term, frequency, (ProrationPrecision)precision, [.. lines], [.. changes])
        );

    /// <summary>Whether reductions may take the last unit, which terminates the contract.</summary>
    public bool MayEnd { get; init; }

    public LocalDate Start => new LocalDate(2024, 1, 1).PlusDays(StartDay);

    public LocalDate End => Start.PlusMonths(Term);

    public int PeriodMonths => Months[Frequency];

    public string FrequencyName => Frequencies[Frequency];

    public override string ToString() =>
        $"{Start:uuuu-MM-dd} {Term} months every {PeriodMonths} {Precision} [{string.Join(", ", Lines)}] [{string.Join(", ", Changes)}]";

    public Instant Before => Start.PlusDays(-20).AtStartOfDayInZone(DateTimeZone.Utc).ToInstant();

    /// <summary>Starts of the amendments, in their order.</summary>
    public IReadOnlyList<LocalDate> AmendmentDates => [.. Changes.Select(DayOf).Order().Select(Start.PlusDays)];

    public World World(CreditMode credits = CreditMode.None)
    {
        var world = new World
        {
            Settings = new BillingSettings { ProrationPrecision = Precision, CreditUnusedTime = credits },
        };
        world.Add(Record("Account", "A", ("Name", "Acme")));
        world.Add(Record("Contract", "C", ("SBQQ__Quote__c", "Q0")));
        for (var product = 0; product < 12; product++)
        {
            AddProduct(world, product);
        }

        AddOrder(world, 0, Start, Term);
        for (var index = 0; index < Lines.Length; index++)
        {
            AddInitialLine(world, index, Lines[index]);
        }

        return world;
    }

    /// <summary>The same, divided to twelve decimals and nothing rounded: the law of charging as it is.</summary>
    public World UnroundedWorld(CreditMode credits = CreditMode.None)
    {
        var world = World(credits);
        world.Settings = world.Settings with { UnitPrices = UnitPrices.Exact, ExactTotals = false };
        return world;
    }

    /// <summary>Adds the amendments in the order of their dates; reductions take what is there, and one unit always stays.</summary>
    /// <returns>Ids of the amendments.</returns>
    public IReadOnlyList<string> Amend(World world)
    {
        var present = Lines
            .Select((line, index) => (Id: $"L0-{index}", line.Quantity, Runs: index == 0, line.IsOneTime))
            .Where(row => row.Runs)
            .ToList();
        var units = new List<(string Root, int Product, long Units)> { (present[0].Id, 0, present[0].Quantity) };
        var ids = new List<string>();
        foreach (var change in Changes.OrderBy(change => DayOf(change)).ToList())
        {
            var order = ids.Count + 1;
            AddOrder(world, order, Start.PlusDays(DayOf(change)), null);
            ids.Add($"O{order}");
            var index = change.Root % (units.Count + 1);
            var delta = index == units.Count ? Math.Abs(change.Delta) : Math.Max(change.Delta, -units[index].Units + (index == 0 && !MayEnd ? 1 : 0));
            delta = delta == 0 ? 1 : delta;
            var product = index == units.Count ? 4 + (index % 8) : units[index].Product;
            var root = index == units.Count ? null : world.OfType("OrderItem").Single(line => line.Id == units[index].Root);
            AddLine(
                world,
                $"L{order}-0",
                order,
                product,
                delta,
                delta < 0 ? CentsLeft(root!, Start.PlusDays(DayOf(change))) : change.Cents,
                Start.PlusDays(DayOf(change)),
                End,
                root?.Id
            );
            if (index == units.Count)
            {
                units.Add(($"L{order}-0", product, delta));
            }
            else
            {
                units[index] = units[index] with { Units = units[index].Units + delta };
            }
        }

        return ids;
    }

    /// <summary>What CPQ takes off for a unit: its price for the months that are left of it, in cents.</summary>
    public int CentsLeft(CpqRecord line, LocalDate from)
    {
        var end = line.Date("EndDate")!.Value.PlusDays(1);
        var whole = TermLength.Between(line.Date("ServiceDate")!.Value, end, Precision).Value;
        var left = TermLength.Between(from, end, Precision).Value;
        return (int)Math.Round((line.Number("UnitPrice") ?? 0) * 100 * left / whole, MidpointRounding.AwayFromZero);
    }

    private int DayOf(GeneratedChange change) => 1 + (change.Day % Math.Max(1, Period.DaysBetween(Start, End) - 1));

    private void AddInitialLine(World world, int index, GeneratedLine line)
    {
        var isOneTime = line.IsOneTime && index > 0;
        var from = index == 0 ? Start : Start.PlusMonths(line.StartsLater);
        var to = index == 0 ? End : End.PlusMonths(-line.EndsEarlier);
        (from, to) = from < to ? (from, to) : (Start, End);
        AddLine(world, $"L0-{index}", 0, index == 0 ? 0 : line.Product, line.Quantity, line.Cents, from, to, null, isOneTime);
    }

    private void AddProduct(World world, int product)
    {
        world.Add(
            Record(
                "Product2",
                $"P{product}",
                ("Name", $"Product {product}"),
                ("SBQQ__SubscriptionPricing__c", "Fixed Price"),
                ("SBQQ__BillingFrequency__c", Frequencies[Frequency])
            )
        );
        world.Add(Record("PricebookEntry", $"E{product}", ("Product2Id", $"P{product}"), ("UnitPrice", 100m)));
    }

    public void AddOrder(World world, int order, LocalDate start, int? term)
    {
        world.Add(
            Record(
                "SBQQ__Quote__c",
                $"Q{order}",
                ("SBQQ__StartDate__c", $"{start:uuuu-MM-dd}"),
                ("SBQQ__EndDate__c", $"{End.PlusDays(-1):uuuu-MM-dd}"),
                ("SBQQ__SubscriptionTerm__c", term is { } months ? (decimal)months : null)
            )
        );
        world.Add(Record("Opportunity", $"Opp{order}", ("SBQQ__AmendedContract__c", order == 0 ? null : "C")));
        world.Add(
            Record(
                "Order",
                $"O{order}",
                ("OrderNumber", $"{order}"),
                ("Status", "Activated"),
                ("AccountId", "A"),
                ("OpportunityId", $"Opp{order}"),
                ("SBQQ__Quote__c", $"Q{order}"),
                ("CreatedDate", $"2020-01-01T00:{order:D2}:00Z")
            )
        );
    }

    public void AddLine(
        World world,
        string id,
        int order,
        int product,
        long quantity,
        int cents,
        LocalDate from,
        LocalDate to,
        string? revises,
        bool isOneTime = false
    ) =>
        world.Add(
            Record(
                "OrderItem",
                id,
                ("OrderId", $"O{order}"),
                ("Product2Id", $"P{product}"),
                ("PricebookEntryId", $"E{product}"),
                ("Quantity", (decimal)quantity),
                ("UnitPrice", cents / 100m),
                ("SBQQ__Activated__c", true),
                ("SBQQ__SubscriptionPricing__c", isOneTime ? null : "Fixed Price"),
                ("SBQQ__BillingFrequency__c", isOneTime ? null : Frequencies[Frequency]),
                ("ServiceDate", $"{from:uuuu-MM-dd}"),
                ("EndDate", $"{to.PlusDays(-1):uuuu-MM-dd}"),
                ("SBQQ__RevisedOrderProduct__c", revises),
                ("CreatedDate", $"2020-01-01T00:{order:D2}:00Z")
            )
        );

    public static CpqRecord Record(string type, string id, params (string Name, object? Value)[] fields) =>
        new(type, id, fields.Append(("Id", id)).ToDictionary(field => field.Item1, field => field.Item2));
}
