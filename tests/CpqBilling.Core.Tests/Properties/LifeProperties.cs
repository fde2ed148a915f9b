using CpqBilling.Core.Calendar;
using CpqBilling.Core.Settings;
using CpqBilling.Core.Tests.Scenarios;
using CpqBilling.Core.Tests.Worlds;
using CpqBilling.Core.Translation;
using CsCheck;

namespace CpqBilling.Core.Tests.Properties;

/// <summary>Contracts whose orders become known one after the other, early, in time and late.</summary>
public sealed class LifeProperties
{
    /// <summary>More lines at once than Stripe takes; and what comes when all that was left of its contract has ended.</summary>
    private static readonly string[] RightRefusals = ["SYNC-2011", "SYNC-2012", "SYNC-1028", "SYNC-4002"];

    [Fact]
    public void Lives_HoweverLateTheyAreSynced_AreTakenAtLast()
    {
        var quota = new Quota(percent: 50);
        GeneratedLife
            .Of(GeneratedContract.Of(30), Gen.Const(GeneratedFeatures.None), late: 45)
            .Sample(
                life =>
                {
                    quota.Try();
                    var world = life.Contract.World(life.Credits);
                    var known = new HashSet<string>();
                    TranslationResult? last = null;
                    foreach (var (order, at) in life.AddTo(world))
                    {
                        known.Add(order);
                        var snapshot = world.At(at, order, known);
                        last = OrderTranslator.Translate(snapshot);
                        if (last is Translated { Timeline.Termination: not null })
                        {
                            quota.PassOver();
                            return; // by what was known no unit was left; what comes later comes too late
                        }

                        if (last is Translated translated)
                        {
                            world.Note(translated, snapshot);
                        }
                    }

                    Assert.True(
                        last is Translated || last is Rejected { Errors: var errors } && errors.Any(error => RightRefusals.Contains(error.Code)),
                        Outcome.Describe(last!)
                    );
                },
                iter: Samples.Of(300),
                print: life => $"{life}"
            );
        quota.Hold();
    }

    /// <summary>
    /// A run in the very second in which the phase of the run before began takes effect one second later. A reduction that does is
    /// remembered, though the phase is named after another order: later runs leave it where it was.
    /// </summary>
    [Fact]
    public void TwoRunsInOneSecond_AreRememberedApart()
    {
        var contract = new GeneratedContract(
            0,
            12,
            0,
            ProrationPrecision.Month,
            [new GeneratedLine(0, 5, 120_000, 0, 0, false)],
            [new GeneratedChange(39, 0, -2, 100_000), new GeneratedChange(49, 0, 1, 100_000)]
        );
        var world = contract.World(CreditMode.AllReductions);
        contract.Amend(world);
        var now = Instant.FromUtc(2024, 3, 20, 9, 0);
        Sync(world, Instant.FromUtc(2023, 12, 20, 9, 0), "O0");
        Sync(world, now, "O0", "O2");
        Sync(world, now, "O0", "O2", "O1");

        var later = Sync(world, now + Duration.FromDays(1), "O0", "O2", "O1");

        Assert.True(later.Plan.IsEmpty);
        Assert.Equal(now + Duration.FromSeconds(1), later.Timeline!.Life.Orders.Single(order => order.Order.Id == "O1").From.At);
    }

    /// <summary>
    /// Licensed lines and fees cost over their contract what CPQ sold, whatever the currency and frequency: the forecast adds up to
    /// the order's total, but for half a minor unit on each line of each invoice (docs/rules/charges.md 10).
    /// </summary>
    [Fact]
    public void Forecast_AddsUpToWhatCpqSold() =>
        Gen.Select(GeneratedContract.Of(0), Gen.Int[-30, 300], Gen.Int[0, 1])
            .Sample(
                (contract, late, mode) =>
                {
                    var world = contract.World();
                    world.Settings = world.Settings with { BillingMode = (BillingMode)mode };
                    var day = contract.Start.PlusDays(Math.Min(late, Period.DaysBetween(contract.Start, contract.End) - 1));
                    var now = day.AtStartOfDayInZone(DateTimeZone.Utc).ToInstant() + Duration.FromHours(7);
                    var forecast = Assert.IsType<Translated>(OrderTranslator.Translate(world.At(now, "O0"))).Forecast()!;
                    var sold = contract.Lines.Sum(line => (decimal)line.Cents * line.Quantity);
                    var parts = forecast.Invoices.Sum(invoice => invoice.Lines.Sum(line => line.Periods));
                    Assert.True(Math.Abs(forecast.Total - sold) <= parts * 0.5m, $"{forecast.Total} instead of {sold} in {parts} parts");
                    Assert.True(Math.Abs(forecast.Reconciliation!.Rounding) <= parts * 0.5m, $"{forecast.Reconciliation}");
                },
                iter: Samples.Of(3_000),
                print: row => $"{row.Item1} late {row.Item2}"
            );

    private static Translated Sync(World world, Instant now, params string[] known)
    {
        var snapshot = world.At(now, known[^1], known.ToHashSet());
        var translated = Assert.IsType<Translated>(OrderTranslator.Translate(snapshot));
        world.Note(translated, snapshot);
        return translated;
    }
}
