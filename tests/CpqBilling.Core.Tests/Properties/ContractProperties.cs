using CpqBilling.Core.Calendar;
using CpqBilling.Core.Pricing;
using CpqBilling.Core.Settings;
using CpqBilling.Core.Tests.Scenarios;
using CpqBilling.Core.Tests.Worlds;
using CpqBilling.Core.Timeline;
using CpqBilling.Core.Translation;
using CsCheck;

namespace CpqBilling.Core.Tests.Properties;

/// <summary>What must hold for every contract; CsCheck prints the seed of a failure.</summary>
public sealed class ContractProperties
{
    /// <summary>Twelve decimals times thousands of units leave less than this, in cents.</summary>
    private const decimal Dust = 0.001m;

    [Fact]
    public void InitialOrders_AreWellFormedAndRepeatable() =>
        GeneratedContract
            .Of(0)
            .Sample(
                contract =>
                {
                    var world = contract.World();
                    var snapshot = world.At(contract.Before, "O0");
                    var translated = Translate(snapshot);
                    AssertWellFormed(translated);
                    var again = world.At(contract.Before, "O0", records: records => records.Reverse());
                    Assert.Equal(ScenarioTests.Fingerprint(translated), ScenarioTests.Fingerprint(Translate(again)));
                },
                iter: Samples.Of(10_000),
                print: Print
            );

    [Fact]
    public void InitialLines_CostWhatCpqSold() =>
        GeneratedContract
            .Of(0)
            .Sample(
                contract =>
                {
                    var timeline = Translate(contract.UnroundedWorld().At(contract.Before, "O0")).Timeline!;
                    for (var index = 0; index < contract.Lines.Length; index++)
                    {
                        AssertCosts(contract, timeline, $"L0-{index}", contract.Lines[index].Cents, contract.Lines[index].Quantity);
                    }
                },
                iter: Samples.Of(10_000),
                print: Print
            );

    [Fact]
    public void AddedLines_CostWhatCpqSold_HoweverLateTheyAreSynced() =>
        Gen.Select(GeneratedContract.Of(8), Gen.Int[0, 1000])
            .Sample(
                (contract, late) =>
                {
                    var added = contract with { Changes = [.. contract.Changes.Select(change => change with { Delta = Math.Abs(change.Delta) })] };
                    var world = added.UnroundedWorld();
                    var amendments = added.Amend(world);
                    var inside = late % Math.Max(1, Period.DaysBetween(added.Start, added.End));
                    var now = added.Start.PlusDays(inside).AtStartOfDayInZone(DateTimeZone.Utc).ToInstant() + Duration.FromHours(7);
                    var timeline = Translate(world.At(now, "O0")).Timeline!;
                    foreach (var line in timeline.Life.Lines.Where(line => amendments.Contains(line.Order.Id)))
                    {
                        AssertCosts(added, timeline, line.Line.Id, line.Line.UnitPrice!.Value * 100, line.Quantity);
                    }
                },
                iter: Samples.Of(2_000),
                print: row => $"{Print(row.Item1)} late {row.Item2}"
            );

    [Fact]
    public void ContractLives_AreWellFormedAndRepeatable()
    {
        var quota = new Quota(percent: 30);
        GeneratedContract
            .Of(30)
            .Sample(
                contract =>
                {
                    quota.Try();
                    var world = contract.World(CreditMode.AllReductions);
                    contract.Amend(world);
                    var result = OrderTranslator.Translate(world.At(contract.Before, "O0"));
                    if (result is Rejected rejected && IsTooMuchAtOnce(rejected))
                    {
                        quota.PassOver();
                        return;
                    }

                    AssertWellFormed(Assert.IsType<Translated>(result));
                    var again = world.At(contract.Before, "O0", records: records => records.Reverse());
                    Assert.Equal(ScenarioTests.Fingerprint(result), ScenarioTests.Fingerprint(OrderTranslator.Translate(again)));
                },
                iter: Samples.Of(2_000),
                print: Print
            );
        quota.Hold();
    }

    [Fact]
    public void AmendmentAndItsReverse_LeaveLaterBillsAsTheyWere() =>
        Gen.Select(GeneratedContract.Of(0), Gen.Int[1, 500], Gen.Int[1, 500], Gen.Int[1, 6])
            .Sample(
                (contract, first, second, units) =>
                {
                    var days = Period.DaysBetween(contract.Start, contract.End);
                    var (from, to) = (Math.Min(first, second) % Math.Max(1, days - 1), Math.Max(first, second) % Math.Max(1, days - 1));
                    (from, to) = (Math.Min(from, to), Math.Max(from, to));
                    var changed = contract with { Changes = [new GeneratedChange(from, 0, units, 1200), new GeneratedChange(to, 0, -units, 1200)] };
                    var world = changed.World();
                    changed.Amend(world);
                    var plain = Translate(contract.World().At(contract.Before, "O0")).Timeline!;
                    var timeline = Translate(world.At(contract.Before, "O0")).Timeline!;
                    var since = contract.Start.PlusDays(1 + to).AtStartOfDayInZone(DateTimeZone.Utc).ToInstant();
                    Assert.Equal(RecurringSince(plain, since, contract), RecurringSince(timeline, since, contract));
                },
                iter: Samples.Of(2_000),
                print: row => $"{Print(row.Item1)} {row.Item2} {row.Item3} {row.Item4}"
            );

    [Fact]
    public void FutureAmendments_OneByOneOrAtOnce_EndInTheSameTimeline()
    {
        var quota = new Quota(percent: 30);
        GeneratedContract
            .Of(30)
            .Sample(
                contract =>
                {
                    quota.Try();
                    var together = contract.World();
                    var amendments = contract.Amend(together);
                    var atOnce = together.At(contract.Before, "O0");
                    if (OrderTranslator.Translate(atOnce) is Rejected rejected && IsTooMuchAtOnce(rejected))
                    {
                        quota.PassOver();
                        return;
                    }

                    var expected = TimelineTable.Of(Translate(atOnce), atOnce);

                    var apart = contract.World();
                    contract.Amend(apart);
                    var last = "";
                    for (var known = 0; known <= amendments.Count; known++)
                    {
                        var eligible = amendments.Take(known).Append("O0").ToHashSet();
                        var snapshot = apart.At(contract.Before + Duration.FromMinutes(known), known == 0 ? "O0" : amendments[known - 1], eligible);
                        if (OrderTranslator.Translate(snapshot) is Rejected tooMany && IsTooMuchAtOnce(tooMany))
                        {
                            quota.PassOver();
                            return;
                        }

                        var translated = Translate(snapshot);
                        last = TimelineTable.Of(translated, snapshot);
                        apart.Note(translated, snapshot);
                    }

                    Assert.Equal(expected, last);
                    var rest = OrderTranslator.Translate(apart.At(contract.Before + Duration.FromHours(1), "O0"));
                    Assert.True(rest is Translated { Plan.IsEmpty: true }, ScenarioTests.Fingerprint(rest));
                },
                iter: Samples.Of(200),
                print: Print
            );
        quota.Hold();
    }

    /// <summary>More lines at once than Stripe takes.</summary>
    private static bool IsTooMuchAtOnce(Rejected rejected) => rejected.Errors.All(error => error.Code is "SYNC-2011" or "SYNC-2012");

    private static Translated Translate(OrderSnapshot snapshot)
    {
        var result = OrderTranslator.Translate(snapshot);
        return result as Translated ?? throw new InvalidOperationException(Outcome.Describe(result));
    }

    private static void AssertWellFormed(Translated translated)
    {
        var phases = translated.Timeline!.Phases;
        Assert.NotEmpty(phases);
        Assert.All(phases, phase => Assert.True(phase.Start < phase.End));
        Assert.All(phases.Zip(phases.Skip(1)), pair => Assert.Equal(pair.First.End.At, pair.Second.Start.At));
        foreach (var phase in phases)
        {
            Assert.NotEmpty(phase.Items);
            Assert.All(phase.Items, item => Assert.True(item.Quantity is null or > 0));
            Assert.All(phase.Charges, charge => Assert.True(charge.Quantity > 0));
            var prices = phase.Items.Select(item => item.Price).Concat(phase.Charges.Select(charge => charge.Price).OfType<PriceSpec>());
            Assert.Equal(prices.Count(), prices.Select(price => price.Key).Distinct().Count());
        }

        var keys = translated.Plan.Steps.Select(step => step.Key).ToList();
        Assert.Equal(keys.Distinct(), keys);
    }

    /// <summary>Unrounded the sum is CPQ's; on invoices every bill may be half a cent off, which is the stated remainder.</summary>
    private static void AssertCosts(GeneratedContract contract, BillingTimeline timeline, string line, decimal cents, decimal quantity)
    {
        var (billed, bills) = Billed.OfLine(timeline, line, contract.Start, contract.PeriodMonths);
        Assert.True(Math.Abs(billed - (cents * quantity)) < Dust, $"{line}: {billed} cents on {bills} bills instead of {cents} × {quantity}");
    }

    private static decimal RecurringSince(BillingTimeline timeline, Instant since, GeneratedContract contract) =>
        timeline
            .Phases.Where(phase => phase.End.At > since)
            .Sum(phase =>
                Billed.BillsIn(phase.Start.At < since ? phase with { Start = new Boundary(since) } : phase, contract.Start, contract.PeriodMonths)
                * phase.Items.Sum(item => item.Price.Shape.UnitAmount!.Value * item.Quantity!.Value)
            );

    private static string Print(GeneratedContract contract) => $"{contract}";
}
