using CpqBilling.Core.Mapping;
using CpqBilling.Core.Money;
using CpqBilling.Core.Settings;
using CpqBilling.Core.Tests.Worlds;
using CsCheck;

namespace CpqBilling.Core.Tests.Properties;

/// <summary>What makes a contract more than licensed lines in dollars: it is laid over a generated one.</summary>
/// <param name="Kinds">One for each initial line.</param>
/// <param name="TrialDays">Days from the start to the end of a trial; none when not above zero.</param>
internal sealed record GeneratedFeatures(
    string Currency,
    ImmutableArray<LineKind> Kinds,
    ImmutableArray<GeneratedCoupon> Coupons,
    GeneratedRamp Ramp,
    BillingMode Mode,
    bool SkipsPast,
    int TrialDays
)
{
    private static readonly string[] Currencies = ["usd", "usd", "usd", "jpy", "kwd"];
    private static readonly string[] Zones =
    [
        "UTC",
        "America/New_York",
        "America/Santiago",
        "America/St_Johns",
        "Europe/Berlin",
        "Asia/Tokyo",
        "Australia/Lord_Howe",
        "Pacific/Auckland",
    ];

    private static readonly string[] Frequencies = ["Monthly", "Quarterly", "Semiannual", "Annual"];

    /// <summary>Half of the lines are plain.</summary>
    private static readonly Gen<LineKind> Kind = Gen.Int[0, 11].Select(kind => (LineKind)Math.Max(0, kind - 5));

    /// <summary>Nothing special.</summary>
    public static GeneratedFeatures None { get; } = new("usd", [], [], GeneratedRamp.None, BillingMode.Classic, false, 0);

    /// <param name="isAlone">Ramps and trials stand on contracts without amendments: CPQ amends ramps on segment starts only, a trial moves all billing dates.</param>
    public static Gen<GeneratedFeatures> Of(bool isAlone) =>
        Gen.Select(
            Gen.Int[0, 4],
            Kind.Array[4],
            GeneratedCoupon.Any.Array[0, 3],
            isAlone ? GeneratedRamp.Any : Gen.Const(GeneratedRamp.None),
            Gen.Int[0, 1],
            Gen.Int[0, 3],
            Gen.Int[-200, isAlone ? 60 : 0],
            (currency, kinds, coupons, ramp, mode, skips, trial) =>
                new GeneratedFeatures(Currencies[currency], [.. kinds], [.. coupons], ramp, (BillingMode)mode, skips == 0, trial)
        );

    /// <summary>In any time zone, on any billing day, with all kinds of lines and coupons, and with lines that begin after their quote where nothing is amended.</summary>
    public static Gen<GeneratedFeatures> OfTime(bool isAlone) =>
        Gen.Select(
            Gen.Int[0, Zones.Length - 1],
            Gen.Int[-28, 28],
            Gen.Int[-60, isAlone ? 60 : 0],
            Gen.Bool,
            Kind.Array[4],
            GeneratedCoupon.Any.Array[0, 2],
            (zone, day, earlier, flexible, kinds, coupons) =>
                None with
                {
                    Kinds = [.. kinds],
                    Coupons = [.. coupons],
                    Mode = flexible ? BillingMode.Flexible : BillingMode.Classic,
                    Zone = Zones[zone],
                    BillingDay = Math.Max(day, 0),
                    QuoteBefore = Math.Max(earlier, 0),
                }
        );

    /// <summary>Whose midnights count.</summary>
    public string Zone { get; init; } = "UTC";

    /// <summary>Of the month; that of the start when not above zero.</summary>
    public int BillingDay { get; init; }

    /// <summary>Days from the start of the quote to that of the first line.</summary>
    public int QuoteBefore { get; init; }

    public void Apply(World world, GeneratedContract contract, int amendments)
    {
        world.OrgCurrency = Currency;
        world.Settings = world.Settings with
        {
            BillingMode = Mode,
            BillingTimeZone = DateTimeZoneProviders.Tzdb[Zone],
            BillingDay = BillingDay > 0 ? new BillingDayRule(BillingDay, null) : BillingDayRule.Start,
        };
        world.Set("Q0", "SBQQ__StartDate__c", $"{contract.Start.PlusDays(-QuoteBefore):uuuu-MM-dd}");
        world.Set("O0", "Skip_Past_Initial_Invoices__c", SkipsPast);
        for (var index = 0; index < Math.Min(Kinds.Length, contract.Lines.Length); index++)
        {
            Dress(world, contract, index, Kinds[index]);
        }

        Ramp.AddTo(world, contract);
        foreach (var (number, coupon) in Coupons.Index())
        {
            coupon.AddTo(world, number, contract.Lines.Length, amendments);
        }

        if (TrialDays > 0)
        {
            var fields = ImmutableDictionary<string, object?>.Empty.Add("trial_end", $"{contract.Start.PlusDays(TrialDays):uuuu-MM-dd}");
            world.Mappings = FieldMappings.None with
            {
                Defaults = ImmutableDictionary<string, ImmutableDictionary<string, object?>>.Empty.Add(MappedObject.Phase, fields),
            };
        }
    }

    public override string ToString() =>
        $"{Currency} {Mode} [{string.Join(", ", Kinds)}] coupons [{string.Join(", ", Coupons)}] {Ramp} {(SkipsPast ? "skips " : "")}trial {TrialDays} {Zone} on {BillingDay} quote {QuoteBefore} before";

    private static void Dress(World world, GeneratedContract contract, int index, LineKind kind)
    {
        var line = $"L0-{index}";
        switch (kind)
        {
            case LineKind.Volume or LineKind.Graduated:
                AddTiers(world, line, kind == LineKind.Volume ? "Range" : "Slab");
                break;
            case LineKind.Metered:
                Meter(world, line, index, contract.FrequencyName);
                break;
            case LineKind.OtherFrequency:
                world.Settings = world.Settings with { MixedBillingFrequencies = MixedFrequencies.Flexible };
                world.Set(line, "SBQQ__BillingFrequency__c", Frequencies[(contract.Frequency + 1) % 4]);
                break;
            case LineKind.Fraction when IsMore(contract, index):
                world.Settings = world.Settings with { FractionalQuantity = FractionalQuantity.NetAmount };
                world.Set(line, "Quantity", contract.Lines[index].Quantity + 0.25m);
                break;
            case LineKind.Rebate when IsMore(contract, index):
                world.Set(line, "UnitPrice", -(contract.Lines[0].Cents * contract.Lines[0].Quantity / (20 * contract.Lines[index].Quantity)) / 100m);
                break;
        }
    }

    /// <summary>The first line is what amendments count on; what is charged once is neither cut nor negative.</summary>
    private static bool IsMore(GeneratedContract contract, int index) => index > 0 && !contract.Lines[index].IsOneTime;

    /// <summary>Up to three units 12.345 each, up to seven a flat fee and 5.00 each, beyond that 1.10.</summary>
    private static void AddTiers(World world, string line, string type)
    {
        const string schedule = "SBQQ__OrderItemConsumptionSchedule__c";
        world.Add(
            GeneratedContract.Record(schedule, $"{line}-T", ("SBQQ__OrderItem__c", line), ("SBQQ__Type__c", type), ("SBQQ__RatingMethod__c", "Tier"))
        );
        foreach (
            var (method, bound, price) in new (string, decimal?, decimal)[]
            {
                ("PerUnit", 3, 12.345m),
                ("FlatFee", 7, 47.5m),
                ("PerUnit", null, 1.1m),
            }
        )
        {
            world.Add(
                GeneratedContract.Record(
                    "SBQQ__OrderItemConsumptionRate__c",
                    $"{line}-T{bound}",
                    (schedule, $"{line}-T"),
                    ("SBQQ__PricingMethod__c", method),
                    ("SBQQ__UpperBound__c", bound),
                    ("SBQQ__Price__c", price)
                )
            );
        }
    }

    /// <summary>Nothing is ever used; one meter for each line, for a customer's usage counts once.</summary>
    private static void Meter(World world, string line, int index, string frequency)
    {
        world.Add(
            GeneratedContract.Record(
                "Product2",
                $"PM{index}",
                ("Name", $"Metered {index}"),
                ("ProductCode", $"M{index}"),
                ("SBQQ__SubscriptionPricing__c", "Fixed Price"),
                ("SBQQ__BillingType__c", "Arrears"),
                ("SBQQ__ChargeType__c", "Usage"),
                ("SBQQ__BillingFrequency__c", frequency)
            )
        );
        world.Add(GeneratedContract.Record("PricebookEntry", $"EM{index}", ("Product2Id", $"PM{index}"), ("UnitPrice", 1m)));
        world.Set(line, "Product2Id", $"PM{index}");
        world.Set(line, "PricebookEntryId", $"EM{index}");
        world.Set(line, "SBQQ__BillingType__c", "Arrears");
        world.Set(line, "Quantity", 1m);
    }
}

internal enum LineKind
{
    Plain,
    Volume,
    Graduated,
    Metered,
    OtherFrequency,
    Fraction,
    Rebate,
}
