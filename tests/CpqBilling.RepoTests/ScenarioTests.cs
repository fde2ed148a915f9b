using System.Text.Json;
using System.Text.RegularExpressions;
using CpqBilling.Core.Errors;

namespace CpqBilling.RepoTests;

/// <summary>Scenarios are the specification, so each is whole and every refusal of an order has one.</summary>
public sealed class ScenarioTests
{
    private const string Root = "tests/CpqBilling.Scenarios";
    private const string Document = "CONTRIBUTING.md";
    private static readonly string[] Expectations = ["expected.stripe.json", "expected.errors.json", "expected.skip.json"];

    [Fact]
    public void Scenarios_AreComplete()
    {
        var excused = AllowList.Read("scenarios-unfinished.txt");
        var faults = Scenarios().SelectMany(folder => Missing(folder).Select(fault => (Folder: folder[(Root.Length + 1)..], Fault: fault))).ToList();
        Guard.Holds(
            $"A scenario has scenario.md, input.json, expected.salesforce.json and exactly one of {string.Join(", ", Expectations)}; with a plan goes its timeline.",
            Document,
            faults
                .Where(found => !excused.Allows(found.Folder))
                .Select(found => found.Fault)
                .Concat(excused.Outdated(faults.Select(found => found.Folder)))
        );
    }

    [Fact]
    public void Scenarios_TellTheirStory() =>
        Guard.Holds(
            "scenario.md says in sentences what happens commercially and why the case exists.",
            Document,
            Scenarios()
                .Select(folder => Repository.File($"{folder}/scenario.md"))
                .Where(file => File.Exists(file.FullPath) && !Regex.IsMatch(file.Text.Trim(), @"^[\s\S]{15,}\.\)?$"))
                .Select(file => file.Path)
        );

    [Fact]
    public void Scenarios_HaveReadableJson() =>
        Guard.Holds(
            "Files of a scenario are JSON.",
            Document,
            Repository.Find([Root], ".json").Where(file => !IsJson(file.Text)).Select(file => file.Path)
        );

    [Fact]
    public void CodesOfOrders_HaveAScenario()
    {
        var told = Scenarios()
            .Select(folder => Repository.File($"{folder}/expected.errors.json"))
            .Where(file => File.Exists(file.FullPath))
            .SelectMany(file => Regex.Matches(file.Text, "SYNC-[0-9]{4}").Select(match => match.Value))
            .ToHashSet();
        var codes = ErrorCatalog.All.Where(error => error.Code[5] is >= '1' and <= '3' && !error.IsRetired).ToList();
        Guard.Looked(codes.Count, 50, "codes of orders, shapes and mappings");
        var excused = AllowList.Read("codes-without-scenario.txt");
        Guard.Holds(
            $"Every code of 1xxx to 3xxx has a scenario that expects it, or stands with its reason in {excused.Path}.",
            Document,
            codes
                .Where(error => !told.Contains(error.Code) && !excused.Allows(error.Code))
                .Select(error => $"{error.Code} {error.Name} has neither scenario nor excuse")
                .Concat(excused.Outdated(codes.Select(error => error.Code).Where(code => !told.Contains(code))))
        );
    }

    private static IEnumerable<string> Missing(string folder)
    {
        foreach (var name in (string[])["scenario.md", "input.json", "expected.salesforce.json"])
        {
            if (!Repository.Exists($"{folder}/{name}"))
            {
                yield return $"{folder} has no {name}";
            }
        }

        var expected = Expectations.Where(name => Repository.Exists($"{folder}/{name}")).ToList();
        if (expected.Count != 1)
        {
            yield return $"{folder} has {expected.Count} expectations instead of one";
        }

        if (Repository.Exists($"{folder}/expected.stripe.json") != Repository.Exists($"{folder}/expected.timeline.txt"))
        {
            yield return $"{folder} has expected.stripe.json or expected.timeline.txt, but not both";
        }

        if (!Regex.IsMatch(Path.GetFileName(folder), "^[A-Z][A-Za-z0-9]*(_[A-Z0-9][A-Za-z0-9]*)*$"))
        {
            yield return $"{folder} is not named Situation or Situation_Variation";
        }
    }

    /// <summary>Folders at the second level: area, then situation.</summary>
    private static List<string> Scenarios()
    {
        var folders = Repository
            .Find([Root])
            .Select(file => file.Path.Split('/'))
            .Where(parts => parts.Length >= 5)
            .Select(parts => string.Join('/', parts[..4]))
            .Distinct()
            .ToList();
        Guard.Looked(folders.Count, 20, "scenario folders");
        return folders;
    }

    private static bool IsJson(string text)
    {
        try
        {
            JsonDocument.Parse(text).Dispose();
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
