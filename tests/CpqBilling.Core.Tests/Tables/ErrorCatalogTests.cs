using System.Text.Json;
using System.Text.RegularExpressions;
using CpqBilling.Core.Errors;
using CpqBilling.Core.Tests.Scenarios;

namespace CpqBilling.Core.Tests.Tables;

/// <summary>The closed list of errors, and that each error of an order has a scenario that produces it.</summary>
public sealed partial class ErrorCatalogTests
{
    /// <summary>Errors of 1xxx–3xxx that no translation yields, each with the reason.</summary>
    private static readonly Dictionary<string, string> WithoutScenario = new()
    {
        ["SYNC-3003"] = "mappings are checked when they are saved",
        ["SYNC-3008"] = "settings are checked when they are read (SettingsReaderTests)",
    };

    [Fact]
    public void Codes_AreUniqueSortedAndInTheirRange()
    {
        var codes = ErrorCatalog.All.Select(definition => definition.Code).ToList();
        Assert.Equal(codes.Distinct().Order(StringComparer.Ordinal), codes);
        Assert.All(codes, code => Assert.Matches(Code(), code));
        Assert.Equal(ErrorCatalog.All.Length, ErrorCatalog.All.Select(definition => definition.Name).Distinct().Count());
    }

    [Fact]
    public void Definitions_SayWhatAndHow() =>
        Assert.All(
            ErrorCatalog.All,
            definition =>
            {
                Assert.EndsWith(".", definition.Meaning);
                Assert.EndsWith(".", definition.Fix);
            }
        );

    [Fact]
    public void ErrorsOfOrders_HaveAScenario()
    {
        var produced = Scenario
            .Names()
            .Select(name => Path.Combine(Scenario.Root, name, Outcome.Errors))
            .Where(File.Exists)
            .SelectMany(file => JsonDocument.Parse(File.ReadAllText(file)).RootElement.EnumerateArray())
            .Select(error => error.GetProperty("code").GetString()!)
            .ToHashSet();
        var expected = ErrorCatalog
            .All.Where(definition => !definition.IsRetired)
            .Select(definition => definition.Code)
            .Where(code => code[5] is '1' or '2' or '3')
            .ToHashSet();
        Assert.Empty(expected.Except(produced).Except(WithoutScenario.Keys));
        Assert.Empty(WithoutScenario.Keys.Intersect(produced));
    }

    [GeneratedRegex("^SYNC-[1-9][0-9]{3}$")]
    private static partial Regex Code();
}
