using CpqBilling.Core.Errors;

namespace CpqBilling.Core.Tests.ErrorPages;

/// <summary>docs/errors has a page for each code, with an example that is what the program says today.</summary>
public sealed class ErrorPageTests
{
    private const string Update = "UPDATE_ERROR_PAGES";

    private static string Folder => Path.GetFullPath(Path.Combine(Scenarios.Scenario.Root, "..", "..", "docs", "errors"));

    [Fact]
    public void EveryCodeInUse_HasAnExample() =>
        Assert.Equal([], ErrorCatalog.All.Where(error => !error.IsRetired && Example(error) is null).Select(error => error.Code));

    [Fact]
    public void Examples_OfServers_AreOfCodesWithoutAScenario() =>
        Assert.Equal([], ServerExamples.ByCode.Keys.Where(ScenarioExamples.ByCode.ContainsKey));

    [Fact]
    public void Pages_AreThoseOfToday()
    {
        var pages = ErrorCatalog.All.ToDictionary(error => $"{error.Code}.md", error => ErrorPage.Of(error, Example(error)));
        if (Environment.GetEnvironmentVariable(Update) == "1")
        {
            Directory.CreateDirectory(Folder);
            foreach (var (name, text) in pages)
            {
                File.WriteAllText(Path.Combine(Folder, name), text);
            }
        }

        Assert.Equal(pages.Keys.Order(StringComparer.Ordinal), Directory.GetFiles(Folder).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.All(
            pages,
            page =>
                Assert.True(
                    File.ReadAllText(Path.Combine(Folder, page.Key)) == page.Value,
                    $"docs/errors/{page.Key} is not of today: run this test with {Update}=1 and read what changed."
                )
        );
    }

    private static ErrorExample? Example(ErrorDefinition error) =>
        ScenarioExamples.ByCode.GetValueOrDefault(error.Code) ?? ServerExamples.ByCode.GetValueOrDefault(error.Code);
}
