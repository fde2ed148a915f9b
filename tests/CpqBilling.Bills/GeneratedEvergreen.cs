using System.Globalization;
using System.Text.Json;
using CpqBilling.Core.Settings;
using CpqBilling.Core.Tests.Properties;
using CpqBilling.Core.Tests.Worlds;
using CsCheck;

namespace CpqBilling.Bills;

/// <param name="Cents">Price of one unit for a month, or once.</param>
internal sealed record GeneratedUnit(int Quantity, int Cents, bool IsOneTime);

/// <param name="Day">Days after the start.</param>
/// <param name="Ends">The line of the contract that ends, modulo those there are; none when negative, then a line is added.</param>
/// <param name="Early">Days between the sync and the date.</param>
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

    private static Gen<GeneratedTurn> Turn(int days) =>
        Gen.Select(
            Gen.Int[1, days],
            Gen.Int[-3, 5],
            Gen.Int[-10, 30],
            Gen.Int[0, 23],
            Unit,
            Gen.Int[0, 3],
            (day, ends, early, hour, unit, fee) => new GeneratedTurn(day, ends, Math.Max(early, 0), hour, unit, fee == 0)
        );

    /// <param name="days">The last day after the start on which something changes.</param>
    public static Gen<GeneratedEvergreen> Of(int turns, int coupons, int days = 260) =>
        Gen.Select(
            Gen.Int[0, 800],
            Gen.Int[-15, 15],
            Gen.Int[0, 23],
            Gen.Bool,
            Unit.Array[1, 4],
            Turn(days).Array[0, turns],
            GeneratedCoupon.Any.Array[0, coupons],
            (start, early, hour, flexible, lines, changes, discounts) =>
                new GeneratedEvergreen(
                    start,
                    Math.Max(early, 0),
                    hour,
                    flexible,
                    [.. lines],
                    [.. changes.DistinctBy(turn => turn.Day).OrderBy(turn => turn.Day)],
                    [.. discounts]
                )
        );

    /// <summary>No line renews, so the order becomes an invoice.</summary>
    public bool IsOneTimeOnly { get; init; }

    public LocalDate Start => new LocalDate(2024, 1, 1).PlusDays(StartDay);

    public override string ToString() =>
        $"{Start:uuuu-MM-dd} early {Early} at {Hour}h flexible {IsFlexible} [{string.Join(", ", Lines)}] [{string.Join(", ", Turns)}] [{string.Join(", ", Coupons)}]";

    /// <summary>Orders in the order of their syncs: none before the first, none after its own date.</summary>
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
            Settings = new BillingSettings { BillingMode = IsFlexible ? BillingMode.Flexible : BillingMode.Classic },
            Mappings = JsonRecords.Mappings(JsonDocument.Parse(ByInvoice).RootElement),
        };
        world.Add(GeneratedContract.Record("Account", "A", ("Name", "Acme")));
        world.Add(GeneratedContract.Record("Contract", "C", ("SBQQ__Quote__c", "Q0")));
        AddOrder(world, 0, Start);
        var running = new List<(string Id, int Quantity)>();
        for (var index = 0; index < Lines.Length; index++)
        {
            var isOneTime = IsOneTimeOnly || (index > 0 && Lines[index].IsOneTime);
            AddLine(world, $"L0-{index}", 0, Lines[index] with { IsOneTime = isOneTime }, null);
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
            AddLine(world, $"L{number}-0", number, turn.Added with { IsOneTime = false }, null);
            running.Add(($"L{number}-0", turn.Added.Quantity));
        }
        else
        {
            var (id, quantity) = running[turn.Ends % running.Count];
            AddLine(world, $"L{number}-0", number, turn.Added with { Quantity = -quantity, IsOneTime = false }, id);
            running.RemoveAt(turn.Ends % running.Count);
        }

        if (turn.HasFee)
        {
            AddLine(world, $"L{number}-1", number, turn.Added with { Cents = 4321, IsOneTime = true }, null);
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
    private static void AddLine(World world, string id, int order, GeneratedUnit unit, string? revises)
    {
        var pricing = unit.IsOneTime ? null : "Fixed Price";
        var type = unit.IsOneTime ? null : "Evergreen";
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
                    ("SBQQ__SubscriptionTerm__c", 1m)
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
                ("SBQQ__DefaultSubscriptionTerm__c", 1m),
                ("SBQQ__ProrateMultiplier__c", 1m),
                ("SBQQ__RevisedOrderProduct__c", revises),
                ("CreatedDate", $"2020-01-01T00:{order:D2}:00Z")
            )
        );
    }

    private static Instant At(LocalDate date, int hour) => date.AtStartOfDayInZone(DateTimeZone.Utc).ToInstant() + Duration.FromHours(hour);
}
