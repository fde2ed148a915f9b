using CpqBilling.Core.Tests.Scenarios;
using CsCheck;

namespace CpqBilling.Core.Tests.Properties;

/// <summary>Contracts whose orders become known one after the other, early, in time and late.</summary>
public sealed class LifeProperties
{
    /// <summary>More lines at once than Stripe takes.</summary>
    private static readonly string[] TooMany = ["SYNC-2011", "SYNC-2012"];

    [Fact]
    public void Lives_HoweverLateTheyAreSynced_AreTakenAtLast() =>
        GeneratedLife
            .Of(GeneratedContract.Of(30), Gen.Const(GeneratedFeatures.None), late: 45)
            .Sample(
                life =>
                {
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
                            return; // by what was known no unit was left; what comes later comes too late
                        }

                        if (last is Translated translated)
                        {
                            world.Note(translated, snapshot);
                        }
                    }

                    Assert.True(
                        last is Translated || last is Rejected { Errors: var errors } && errors.Any(error => TooMany.Contains(error.Code)),
                        Outcome.Describe(last!)
                    );
                },
                iter: Samples.Of(300),
                print: life => $"{life}"
            );
}
