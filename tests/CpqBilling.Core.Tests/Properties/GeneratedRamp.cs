using CpqBilling.Core.Tests.Worlds;
using CsCheck;

namespace CpqBilling.Core.Tests.Properties;

/// <summary>Ramped products of an initial order: one line for each segment, with a price and quantity of its own.</summary>
/// <param name="Months">Length of a segment; no ramp when zero.</param>
internal sealed record GeneratedRamp(int Products, int Months, int Cents, int Quantity)
{
    private const int MaxSegments = 15;

    public static GeneratedRamp None { get; } = new(0, 0, 0, 0);

    public static Gen<GeneratedRamp> Any { get; } =
        Gen.Select(
            Gen.Int[-2, 2],
            Gen.Int[0, 2],
            Gen.Int[0, 100_000],
            Gen.Int[1, 6],
            (products, length, cents, quantity) =>
                products <= 0
                    ? None
                    : new GeneratedRamp(
                        products,
                        length switch
                        {
                            0 => 1,
                            1 => 3,
                            _ => 12,
                        },
                        cents,
                        quantity
                    )
        );

    public void AddTo(World world, GeneratedContract contract)
    {
        var months = Months == 1 && contract.Term > MaxSegments ? 3 : Months;
        for (var product = 0; product < Products; product++)
        {
            for (var index = 0; index * months < contract.Term; index++)
            {
                AddSegment(world, contract, product, index, months);
            }
        }
    }

    private void AddSegment(World world, GeneratedContract contract, int product, int index, int months)
    {
        var id = $"L0-R{product}-{index:D2}";
        var start = contract.Start.PlusMonths(index * months);
        var end = LocalDate.Min(contract.Start.PlusMonths((index + 1) * months), contract.End);
        var quantity = 1 + ((Quantity + (index * (product + 2))) % 7);
        contract.AddLine(world, id, 0, 10 + product, quantity, Cents + (index * 1313), start, end, null);
        world.Set(id, "SBQQ__PriceDimension__c", $"D{months}");
        world.Set(
            id,
            "SBQQ__DimensionType__c",
            months switch
            {
                1 => "Month",
                3 => "Quarter",
                _ => "Year",
            }
        );
        world.Set(id, "SBQQ__SegmentIndex__c", index + 1m);
        world.Set(id, "SBQQ__SegmentKey__c", $"K{product}");
    }
}
