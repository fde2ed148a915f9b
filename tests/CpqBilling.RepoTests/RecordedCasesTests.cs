namespace CpqBilling.RepoTests;

/// <summary>Every recorded behaviour of other connectors, and every rule that real situations added, has an answer of ours: a scenario, a test or a decision.</summary>
public sealed class RecordedCasesTests
{
    private const string Scenarios = "tests/CpqBilling.Scenarios";
    private const string Document = "CONTRIBUTING.md";

    [Theory]
    [InlineData("orders.txt", 105)]
    [InlineData("amendments.txt", 97)]
    [InlineData("deals.txt", 90)]
    public void RecordedCases_HaveAnAnswer(string name, int count)
    {
        var cases = Repository
            .File($"{Scenarios}/Recorded/{name}")
            .Lines.Where(line => line.Length > 0 && !line.StartsWith('#'))
            .Select(line => line.Split("  ", 2, StringSplitOptions.TrimEntries))
            .ToList();
        Guard.Looked(cases.Select(parts => parts[0]).Distinct().Count(), count, $"cases in {name}");
        Guard.Holds(
            "Every recorded case names the scenario, the test or the decision that answers it, and that exists.",
            Document,
            cases.SelectMany(parts =>
                parts.Length < 2 ? [$"{parts[0]} has no answer"] : parts[1].Split(", ").Where(IsAbsent).Select(at => $"{parts[0]}: {at} is not there")
            )
        );
    }

    /// <summary>Area/Name of a scenario, path#Method of a test, or path of a decision.</summary>
    private static bool IsAbsent(string answer) =>
        answer.Split('#') switch
        {
            [var file, var method] => !Repository.Exists(file) || !Repository.File(file).Text.Contains($" {method}(", StringComparison.Ordinal),
            [var file] when file.StartsWith("docs/decisions/", StringComparison.Ordinal) => !Repository.Exists(file),
            [var scenario] => !Repository.Exists($"{Scenarios}/{scenario}/scenario.md"),
            _ => true,
        };
}
