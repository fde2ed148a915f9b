using System.Text.Json.Nodes;
using CpqBilling.Core.Planning;
using CpqBilling.Core.Requests;
using CpqBilling.Core.Tests.Worlds;
using CpqBilling.Core.Translation;
using CpqBilling.Stripe.Parameters;

namespace CpqBilling.Core.Tests.Scenarios;

/// <summary>Every folder of tests/CpqBilling.Scenarios is a test: translated, compared, checked, translated again.</summary>
public sealed class ScenarioTests
{
    private static readonly bool IsUpdating = Environment.GetEnvironmentVariable("UPDATE_SCENARIOS") == "1";

    public static TheoryData<string> Names() => [.. Scenario.Names()];

    [Fact]
    public void Scenarios_AreFound() => Assert.NotEmpty(Scenario.Names());

    [Fact]
    public void ContinuousIntegration_NeverRewritesExpectations() =>
        Assert.False(IsUpdating && Environment.GetEnvironmentVariable("CI") == "true", "UPDATE_SCENARIOS=1 is refused when CI=true");

    [Fact]
    public void KnownDifferences_NameScenariosThatExist()
    {
        var names = Scenario.Names().ToHashSet();
        Assert.All(KnownDifferences.All.Keys.Where(name => name.Contains('/')), name => Assert.Contains(name, names));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Scenario_IsTranslatedAsExpected(string name) => KnownDifferences.Check(name, () => Run(name));

    private static void Run(string name)
    {
        var scenario = new Scenario(name);
        Assert.True(File.Exists(Path.Combine(scenario.Folder, "scenario.md")), $"{name} has no scenario.md");
        var snapshot = scenario.Snapshot();
        var result = OrderTranslator.Translate(snapshot);
        Expect(scenario, Outcome.Files(result, snapshot));

        Assert.Equal(Fingerprint(result), Fingerprint(OrderTranslator.Translate(scenario.Snapshot())));
        if (result is not Translated translated)
        {
            return;
        }

        foreach (var step in translated.Plan.Steps)
        {
            var faults = BodyCheck.Check(step);
            Assert.True(faults.IsEmpty, $"{step.Key}: {string.Join("; ", faults)}");
        }

        scenario.World.Note(translated, snapshot);
        var again = OrderTranslator.Translate(scenario.SnapshotAfterwards());
        Assert.True(again is Translated { Plan.IsEmpty: true }, $"{name}: the second plan is not empty:\n{Fingerprint(again)}");
        Assert.All(
            translated.Contract.Orders,
            order => Assert.False(string.IsNullOrEmpty(scenario.World.FieldOf(order.Id, "Stripe_ID__c")), $"{order.Id} has no Stripe id")
        );
    }

    private static void Expect(Scenario scenario, IReadOnlyDictionary<string, string> actual)
    {
        if (IsUpdating && !KnownDifferences.All.ContainsKey(scenario.Name))
        {
            Rewrite(scenario, actual);
            return;
        }

        foreach (var file in Outcome.AllFiles)
        {
            var path = Path.Combine(scenario.Folder, file);
            var content = actual.GetValueOrDefault(file);
            var expected = File.Exists(path) ? File.ReadAllText(path) : null;
            if (expected is null && content is not null && KnownDifferences.All.ContainsKey(scenario.Name) && file == Outcome.Steps)
            {
                continue; // accepted from the product once the table, worked out by hand, is met
            }

            Assert.True(
                IsSame(file, expected, content),
                $"""
                {scenario.Name}/{file} {(
                    expected is null ? "is missing"
                    : content is null ? "should not be there"
                    : "differs"
                )}:
                {LineDiff.Of(Canonical(file, expected), content ?? string.Join('\n', actual.Values))}
                To accept: UPDATE_SCENARIOS=1 dotnet run --project tests/CpqBilling.Core.Tests -- -method "*Scenario_IsTranslated*"
                """
            );
        }
    }

    private static void Rewrite(Scenario scenario, IReadOnlyDictionary<string, string> actual)
    {
        Assert.NotEqual("true", Environment.GetEnvironmentVariable("CI"));
        foreach (var file in Outcome.AllFiles)
        {
            var path = Path.Combine(scenario.Folder, file);
            if (!actual.TryGetValue(file, out var content))
            {
                File.Delete(path);
            }
            else if (!File.Exists(path) || !IsSame(file, File.ReadAllText(path), content))
            {
                File.WriteAllText(path, content);
            }
        }
    }

    private static bool IsSame(string file, string? expected, string? actual) =>
        expected is null || actual is null ? expected == actual
        : file.EndsWith(".json", StringComparison.Ordinal) ? JsonNode.DeepEquals(JsonNode.Parse(expected), JsonNode.Parse(actual))
        : expected.ReplaceLineEndings("\n") == actual;

    private static string Canonical(string file, string? text) =>
        text is null ? ""
        : file.EndsWith(".json", StringComparison.Ordinal) ? Outcome.Text(JsonNode.Parse(text)!)
        : text;

    /// <summary>Everything a plan says, in order.</summary>
    internal static string Fingerprint(TranslationResult result)
    {
        if (result is not Translated { Plan: var plan })
        {
            return Outcome.Describe(result);
        }

        var steps = plan.Steps.Select(step => $"{step.Key} {step.Method} {step.Path} {StripeJson.Write(step.Body)} {step.Basis} {step.Source}");
        var writes = plan.WriteBack.Fields.Select(write => $"{write}").Concat(plan.WriteBack.SyncRecords.Select(record => $"{record}"));
        return string.Join('\n', steps.Concat(writes).Append(string.Join(',', plan.NowOrders)).Append($"{plan.ContinueAt}"));
    }
}
