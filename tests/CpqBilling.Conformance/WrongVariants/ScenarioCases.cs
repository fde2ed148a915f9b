using System.Text.Json.Nodes;

namespace CpqBilling.Conformance.WrongVariants;

/// <summary>The scenarios of the project as case files: right contracts, of which wrong ones are made.</summary>
internal static class ScenarioCases
{
    /// <summary>What only the memory of the scenarios knows cannot be replayed.</summary>
    private static readonly string[] NotReplayed = ["stripe", "changedInStripe", "changedInSalesforce", "orgCurrency"];

    public static IReadOnlyList<(string Name, JsonObject Case)> All() =>
        [
            .. Directory
                .GetFiles(Root(), "input.json", SearchOption.AllDirectories)
                .Order(StringComparer.Ordinal)
                .Select(file => (Name(file), JsonNode.Parse(File.ReadAllText(file))!.AsObject()))
                .Where(row => !NotReplayed.Any(row.Item2.ContainsKey))
                .Select(row => (row.Item1, CaseOf(row.Item2))),
        ];

    private static JsonObject CaseOf(JsonObject scenario)
    {
        var settings = scenario["settings"]?.DeepClone().AsObject() ?? [];
        settings.TryAdd("defaultCurrency", "usd");
        var runs = new JsonArray();
        foreach (var run in scenario["earlier"]?.AsArray() ?? [])
        {
            runs.Add(Run(run!["trigger"], run["now"]));
        }

        runs.Add(Run(scenario["trigger"], scenario["now"]));
        return new JsonObject
        {
            ["settings"] = settings,
            ["fieldDefaults"] = scenario["fieldDefaults"]?.DeepClone(),
            ["fieldMappings"] = scenario["fieldMappings"]?.DeepClone(),
            ["salesforce"] = scenario["salesforce"]!.DeepClone(),
            ["runs"] = runs,
        };
    }

    private static JsonObject Run(JsonNode? order, JsonNode? now) =>
        new()
        {
            ["sync"] = order!.DeepClone(),
            ["now"] = now!.DeepClone(),
            ["recordsCreatedUpTo"] = now.DeepClone(),
        };

    private static string Name(string file) => Path.GetRelativePath(Root(), Path.GetDirectoryName(file)!).Replace('\\', '/');

    private static string Root()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "CpqBilling.slnx")))
            {
                return Path.Combine(folder.FullName, "tests", "CpqBilling.Scenarios");
            }
        }

        throw new DirectoryNotFoundException("The scenarios of the project are not above the tests.");
    }
}
