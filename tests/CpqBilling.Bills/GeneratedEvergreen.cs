using System.Globalization;
using System.Text.Json;
using CpqBilling.Core.Settings;
using CpqBilling.Core.Tests.Properties;
using CpqBilling.Core.Tests.Worlds;
using CsCheck;

namespace CpqBilling.Bills;

/// <param name="Cents">Price of one unit for the product's term, for all its months where it ends, or once.</param>
/// <param name="Months">Of a line that ends by itself; evergreen when not above zero.</param>
internal sealed record GeneratedUnit(int Quantity, int Cents, bool IsOneTime)
{
    public int Months { get; init; }

    public override string ToString() => $"{Quantity} x {Cents}{(IsOneTime ? " once" : Months > 0 ? $" for {Months}" : "")}";
}

/// <summary>When, and how often, such a contract is billed.</summary>
/// <param name="Frequency">Months of a billing period.</param>
/// <param name="Term">Months that a product is priced for.</param>
/// <param name="Day">Of the month, or zero for that of the start.</param>
internal sealed record GeneratedCalendar(string Zone, int Frequency, int Term, int Day)
{
    private static readonly string[] Zones = ["UTC", "America/New_York", "Australia/Sydney", "Asia/Tokyo", "America/Santiago", "Europe/Berlin"];
    private static readonly int[] Months = [1, 1, 3, 12];

    public static GeneratedCalendar Plain { get; } = new("UTC", 1, 1, 0);

    public static Gen<GeneratedCalendar> Any { get; } =
        Gen.Select(
            Gen.Int[0, 5],
            Gen.Int[0, 3],
            Gen.Int[0, 1],
            Gen.Int[-28, 28],
            (zone, frequency, term, day) => new GeneratedCalendar(Zones[zone], Months[frequency], term == 0 ? 1 : 12, Math.Max(day, 0))
        );

    public string FrequencyName =>
        Frequency switch
        {
            1 => "Monthly",
            3 => "Quarterly",
            _ => "Annual",
        };
}

/// <param name="Day">Days after the start.</param>
/// <param name="Ends">The line of the contract that loses units, modulo those there are; none when negative, then a line is added.</param>
/// <param name="Early">Days between the sync and the date; negative after it.</param>
internal sealed record GeneratedTurn(int Day, int Ends, int Early, int Hour, GeneratedUnit Added, bool HasFee)
{
    public override string ToString() =>
        $"day {Day} {(Ends < 0 ? $"+{Added.Quantity} x {Added.Cents}" : $"ends {Ends}")} fee {HasFee} early {Early} at {Hour}h";
}

/// <summary>An evergreen contract, or an order of one-time lines, made of random numbers, with the moments of its syncs.</summary>
internal sealed record GeneratedEvergreen(
    int StartDay,
    int Early,
    int Hour,
    bool IsFlexible,
    ImmutableArray<GeneratedUnit> Lines,
    ImmutableArray<GeneratedTurn> Turns,
    ImmutableArray<GeneratedCoupon> Coupons
)
{
    /// <summary>The customers have no payment method.</summary>
    private const string ByInvoice = """
        {
          "fieldDefaults": {
            "subscription": {"collection_method": "send_invoice", "days_until_due": 30},
            "subscription_schedule": {"default_settings.collection_method": "send_invoice", "default_settings.invoice_settings.days_until_due": 30}
          }
        }
        """;

    private static readonly Gen<GeneratedUnit> Unit = Gen.Select(
        Gen.Int[1, 9],
        Gen.Int[1, 30_000],
        Gen.Int[0, 3],
        (quantity, cents, kind) => new GeneratedUnit(quantity, cents, kind == 0)
    );

    private static Gen<GeneratedUnit> Recurring(bool mayEnd) =>
        Gen.Select(Unit, Gen.Int[-30, mayEnd ? 24 : 0], (unit, months) => unit with { Months = Math.Max(months, 0) });

    private static Gen<GeneratedTurn> Turn(int days, bool isMixed) =>
        Gen.Select(
            Gen.Int[1, days],
            Gen.Int[-3, 5],
            Gen.Int[-25, 30],
            Gen.Int[0, 23],
            Recurring(isMixed),
            Gen.Int[0, 3],
            (day, ends, early, hour, unit, fee) => new GeneratedTurn(day, ends, early, hour, unit, fee == 0)
        );

    /// <param name="days">The last day after the start on which something changes.</param>
    /// <param name="isMixed">Lines that end by themselves are among them, in any time zone and on any billing day.</param>
    public static Gen<GeneratedEvergreen> Of(int turns, int coupons, int days = 260, bool isMixed = false) =>
        Gen.Select(
            Gen.Int[0, 800],
            Gen.Select(Gen.Int[-60, 15], Gen.Int[0, 23]),
            Gen.Bool,
            Recurring(isMixed).Array[1, 4],
            Turn(days, isMixed).Array[0, turns],
            GeneratedCoupon.Any.Array[0, coupons],
            isMixed ? GeneratedCalendar.Any : Gen.Const(GeneratedCalendar.Plain),
            (start, first, flexible, lines, changes, discounts, calendar) =>
                new GeneratedEvergreen(
                    start,
                    first.Item1,
                    first.Item2,
                    flexible,
                    [.. lines],
                    [.. changes.DistinctBy(turn => turn.Day).OrderBy(turn => turn.Day)],
                    [.. discounts]
                )
                {
                    Calendar = calendar,
                }
        );

    public GeneratedCalendar Calendar { get; init; } = GeneratedCalendar.Plain;

    /// <summary>No line renews, so the order becomes an invoice.</summary>
    public bool IsOneTimeOnly { get; init; }

    public LocalDate Start => new LocalDate(2024, 1, 1).PlusDays(StartDay);

    public override string ToString() =>
        $"{Start:uuuu-MM-dd} early {Early} at {Hour}h flexible {IsFlexible} {Calendar} [{string.Join(", ", Lines)}] [{string.Join(", ", Turns)}] [{string.Join(", ", Coupons)}]";

    /// <summary>Orders in the order of their syncs: none before the first.</summary>
    public IReadOnlyList<(string Order, Instant At)> Syncs()
    {
        var first = At(Start.PlusDays(-Early), Hour);
        return
        [
            ("O0", first),
            .. Turns.Select(
                (turn, index) =>
                    ($"O{index + 1}", Instant.Max(first + Duration.FromMinutes(index + 1), At(Start.PlusDays(turn.Day - turn.Early), turn.Hour)))
            ),
        ];
    }

    public World World()
    {
        var world = new World
        {
            Settings = new BillingSettings
            {
                BillingMode = IsFlexible ? BillingMode.Flexible : BillingMode.Classic,
                BillingTimeZone = DateTimeZoneProviders.Tzdb[Calendar.Zone],
                BillingDay = Calendar.Day > 0 ? new BillingDayRule(Calendar.Day, null) : BillingDayRule.Start,
            },
            Mappings = JsonRecords.Mappings(JsonDocument.Parse(ByInvoice).RootElement),
        };
        world.Add(GeneratedContract.Record("Account", "A", ("Name", "Acme")));
        world.Add(GeneratedContract.Record("Contract", "C", ("SBQQ__Quote__c", "Q0")));
        AddOrder(world, 0, Start);
        var running = new List<(string Id, int Quantity)>();
        for (var index = 0; index < Lines.Length; index++)
        {
            var isOneTime = IsOneTimeOnly || (index > 0 && Lines[index].IsOneTime);
            var ends = index == 0 ? 0 : Lines[index].Months;
            AddLine(world, $"L0-{index}", 0, Lines[index] with { IsOneTime = isOneTime, Months = ends }, Start, null);
            running.AddRange(isOneTime ? [] : [($"L0-{index}", Lines[index].Quantity)]);
        }

        for (var number = 1; number <= Turns.Length; number++)
        {
            AddTurn(world, number, Turns[number - 1], running);
        }

        for (var index = 0; index < Coupons.Length; index++)
        {
            Coupons[index].AddTo(world, index, Lines.Length, Turns.Length);
        }

        return world;
    }

    private void AddTurn(World world, int number, GeneratedTurn turn, List<(string Id, int Quantity)> running)
    {
        AddOrder(world, number, Start.PlusDays(turn.Day));
        if (turn.Ends < 0 || running.Count == 0)
        {
            AddLine(world, $"L{number}-0", number, turn.Added with { IsOneTime = false }, Start.PlusDays(turn.Day), null);
            running.Add(($"L{number}-0", turn.Added.Quantity));
        }
        else
        {
            var index = turn.Ends % running.Count;
            var (id, quantity) = running[index];
            var units = turn.Added.Quantity < 4 && turn.Added.Quantity < quantity ? turn.Added.Quantity : quantity;
            AddLine(
                world,
                $"L{number}-0",
                number,
                turn.Added with
                {
                    Quantity = -units,
                    IsOneTime = false,
                    Months = 0,
                },
                Start.PlusDays(turn.Day),
                id
            );
            running[index] = (id, quantity - units);
            running.RemoveAll(line => line.Quantity == 0);
        }

        if (turn.HasFee)
        {
            AddLine(world, $"L{number}-1", number, turn.Added with { Cents = 4321, IsOneTime = true }, Start.PlusDays(turn.Day), null);
        }
    }

    private static void AddOrder(World world, int order, LocalDate start)
    {
        world.Add(
            GeneratedContract.Record("SBQQ__Quote__c", $"Q{order}", ("SBQQ__StartDate__c", $"{start:uuuu-MM-dd}"), ("SBQQ__SubscriptionTerm__c", 1m))
        );
        world.Add(GeneratedContract.Record("Opportunity", $"Opp{order}", ("SBQQ__AmendedContract__c", order == 0 ? null : "C")));
        world.Add(
            GeneratedContract.Record(
                "Order",
                $"O{order}",
                ("OrderNumber", order.ToString(CultureInfo.InvariantCulture)),
                ("Status", "Activated"),
                ("AccountId", "A"),
                ("OpportunityId", $"Opp{order}"),
                ("SBQQ__Quote__c", $"Q{order}"),
                ("CreatedDate", $"2020-01-01T00:{order:D2}:00Z")
            )
        );
    }

    /// <summary>Every line is of a product of its own.</summary>
    private void AddLine(World world, string id, int order, GeneratedUnit unit, LocalDate start, string? revises)
    {
        var pricing = unit.IsOneTime ? null : "Fixed Price";
        var isRenewable = unit.Months > 0 || (revises is not null && world.FieldOf(revises, "EndDate") is not null);
        var type =
            unit.IsOneTime ? null
            : isRenewable ? "Renewable"
            : "Evergreen";
        var end = unit.Months > 0 ? $"{start.PlusMonths(unit.Months).PlusDays(-1):uuuu-MM-dd}" : null;
        var product = revises ?? id;
        if (revises is null)
        {
            world.Add(
                GeneratedContract.Record(
                    "Product2",
                    $"P{product}",
                    ("Name", product),
                    ("SBQQ__SubscriptionPricing__c", pricing),
                    ("SBQQ__SubscriptionType__c", type),
                    ("SBQQ__SubscriptionTerm__c", (decimal)Calendar.Term)
                )
            );
            world.Add(GeneratedContract.Record("PricebookEntry", $"E{product}", ("Product2Id", $"P{product}"), ("UnitPrice", 100m)));
        }

        world.Add(
            GeneratedContract.Record(
                "OrderItem",
                id,
                ("OrderId", $"O{order}"),
                ("Product2Id", $"P{product}"),
                ("PricebookEntryId", $"E{product}"),
                ("Quantity", (decimal)unit.Quantity),
                ("UnitPrice", unit.Cents / 100m),
                ("SBQQ__Activated__c", true),
                ("SBQQ__SubscriptionPricing__c", pricing),
                ("SBQQ__SubscriptionType__c", type),
                ("SBQQ__DefaultSubscriptionTerm__c", (decimal)Calendar.Term),
                ("SBQQ__BillingFrequency__c", unit.IsOneTime ? null : Calendar.FrequencyName),
                ("ServiceDate", unit.IsOneTime ? null : $"{start:uuuu-MM-dd}"),
                ("EndDate", revises is null ? end : world.FieldOf(revises, "EndDate")),
                ("SBQQ__RevisedOrderProduct__c", revises),
                ("CreatedDate", $"2020-01-01T00:{order:D2}:00Z")
            )
        );
    }

    private static Instant At(LocalDate date, int hour) => date.AtStartOfDayInZone(DateTimeZone.Utc).ToInstant() + Duration.FromHours(hour);
}
