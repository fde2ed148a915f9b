using CpqBilling.Core.Calendar;
using CpqBilling.Core.Settings;
using CpqBilling.Core.Tests.Scenarios;
using CpqBilling.Core.Translation;
using CsCheck;

namespace CpqBilling.Core.Tests.Properties;

/// <summary>Units that leave on a whole month: what is billed and credited is the months they were there, whatever the billing period.</summary>
public sealed class ReductionProperties
{
    private const decimal Dust = 0.001m;

    [Fact]
    public void Reductions_WithCredit_CostTheMonthsTheUnitsWereThere() =>
        Cases()
            .Sample(
                row =>
                {
                    var (contract, monthlyCents, kept, months) = row;
                    var world = contract.UnroundedWorld(CreditMode.AllReductions);
                    contract.Amend(world);
                    var quantity = contract.Lines[0].Quantity;
                    var expected = (decimal)monthlyCents * ((quantity * months) + (kept * (contract.Term - months)));
                    var late = contract.Start.PlusMonths(months).PlusDays(10).AtStartOfDayInZone(DateTimeZone.Utc).ToInstant();
                    foreach (var now in new[] { contract.Before, late })
                    {
                        if (kept == 0 && now == late)
                        {
                            continue; // a termination that has passed cancels now and credits nothing
                        }

                        var result = OrderTranslator.Translate(world.At(now, "O0"));
                        var timeline = (result as Translated ?? throw new InvalidOperationException(Outcome.Describe(result))).Timeline!;
                        var (billed, _) = Billed.OfLine(timeline, "L0-0", contract.Start, contract.PeriodMonths);
                        Assert.True(Math.Abs(billed - expected) < Dust, $"{billed} cents instead of {expected}, synced at {now}");
                    }
                },
                iter: Samples.Of(4_000),
                print: row => $"{row}"
            );

    private static Gen<(GeneratedContract Contract, int MonthlyCents, int Kept, int Months)> Cases() =>
        Gen.Select(Gen.Int[0, 1500], Gen.Int[2, 36], Gen.Int[0, 3], Gen.Int[1, 9], Gen.Int[1, 99], Gen.Int[1, 5000], Gen.Int[0, 9])
            .Select(
                (start, term, frequency, quantity, month, cents, removed) =>
                {
                    var months = 1 + (month % (term - 1));
                    var units = 1 + (removed % quantity);
                    var contract = new GeneratedContract(
                        start,
                        term,
                        frequency,
                        ProrationPrecision.Month,
                        [new GeneratedLine(0, quantity, cents * term, 0, 0, false)],
                        []
                    )
                    {
                        MayEnd = true,
                    };
                    var day = Period.DaysBetween(contract.Start, contract.Start.PlusMonths(months)) - 1;
                    contract = contract with { Changes = [new GeneratedChange(day, 0, -units, 1)] };
                    return (contract, cents, quantity - units, months);
                }
            );
}
