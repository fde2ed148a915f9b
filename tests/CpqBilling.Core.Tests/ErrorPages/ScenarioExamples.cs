using CpqBilling.Core.Errors;
using CpqBilling.Core.Tests.Scenarios;
using CpqBilling.Core.Translation;

namespace CpqBilling.Core.Tests.ErrorPages;

/// <summary>Scenarios that end refused are the examples: they are translated for the page.</summary>
internal static class ScenarioExamples
{
    /// <summary>For each code the scenario that tells the least beside it.</summary>
    public static IReadOnlyDictionary<string, ErrorExample> ByCode { get; } =
        Scenario
            .Names()
            .Where(name => File.Exists(Path.Combine(Scenario.Root, name, Outcome.Errors)))
            .Select(Play)
            .SelectMany(example => example.Errors.Select(error => (error.Code, Example: example)))
            .GroupBy(pair => pair.Code)
            .ToDictionary(
                group => group.Key,
                group =>
                    group
                        .Select(pair => pair.Example)
                        .OrderBy(example => example.Errors.Count)
                        .ThenBy(example => example.Folder, StringComparer.Ordinal)
                        .First()
            );

    private static ErrorExample Play(string name)
    {
        var scenario = new Scenario(name);
        var rejected = Assert.IsType<Rejected>(OrderTranslator.Translate(scenario.Snapshot()));
        var situation = File.ReadAllText(Path.Combine(scenario.Folder, "scenario.md")).Trim();
        return new ErrorExample(situation, [.. rejected.Errors.Select(error => error)], $"tests/CpqBilling.Scenarios/{name}");
    }
}
