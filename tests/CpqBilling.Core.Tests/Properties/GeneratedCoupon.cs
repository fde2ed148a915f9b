using CpqBilling.Core.Tests.Worlds;
using CsCheck;

namespace CpqBilling.Core.Tests.Properties;

/// <param name="Order">The order it belongs to, modulo the orders there are.</param>
/// <param name="Line">The line of the initial order, modulo its lines; negative for the order as a whole.</param>
/// <param name="Percent">Hundredths of a percent; an amount of <paramref name="Cents"/> when not above zero.</param>
internal sealed record GeneratedCoupon(int Order, int Line, int Percent, int Cents, int Duration, int Months)
{
    private static readonly string[] Durations = ["once", "repeating", "forever"];

    public static Gen<GeneratedCoupon> Any { get; } =
        Gen.Select(
            Gen.Int[0, 6],
            Gen.Int[-4, 3],
            Gen.Int[-5000, 5000],
            Gen.Int[100, 50_000],
            Gen.Int[0, 2],
            Gen.Int[1, 14],
            (order, line, percent, cents, duration, months) => new GeneratedCoupon(order, line, percent, cents, duration, months)
        );

    public override string ToString() =>
        $"O{Order}{(Line < 0 ? "" : $" line {Line}")} {(Percent > 0 ? $"{Percent / 100m} %" : $"{Cents}")} {Durations[Duration]} {Months}";

    public void AddTo(World world, int number, int lines, int amendments)
    {
        var order = Order % (amendments + 1);
        world.Add(
            GeneratedContract.Record(
                "Order_Stripe_Coupon__c",
                $"K{number}",
                ("Name__c", $"Coupon {number}"),
                (
                    Line < 0 ? "Order__c" : "Order_Item__c",
                    Line < 0 ? $"O{order}"
                    : order == 0 ? $"L0-{Line % lines}"
                    : $"L{order}-0"
                ),
                (Percent > 0 ? "Percent_Off__c" : "Amount_Off__c", Percent > 0 ? Percent / 100m : Cents / 100m),
                ("Duration__c", Durations[Duration]),
                ("Duration_In_Months__c", Duration == 1 ? (decimal)Months : null),
                ("CreatedDate", $"2020-01-01T00:0{number}:00Z")
            )
        );
    }
}
