using System.Text.RegularExpressions;

namespace CpqBilling.RepoTests;

/// <summary>Documents lead somewhere and say how to begin.</summary>
public sealed partial class DocumentTests
{
    private const string Architecture = "docs/architecture.md";

    [Fact]
    public void Links_LeadToFiles()
    {
        var pages = Repository.Find([], ".md");
        Guard.Looked(pages.Length, 15, "pages");
        Guard.Holds("Links in documents lead to files of this repository or to the web.", Architecture, pages.SelectMany(BrokenLinks));
    }

    [Fact]
    public void Pages_NamedInSources_Exist()
    {
        var files = Repository.Find(["src", "sandboxes", "tests", "docs"], ".cs", ".razor", ".md");
        var decisions = Decisions().Select(page => page.Name[..4]).ToHashSet();
        Guard.Holds(
            "A comment that names a page of docs names one that exists.",
            Architecture,
            files.SelectMany(file =>
                Named()
                    .Matches(file.Text)
                    .Where(match =>
                        match.Groups["number"].Success ? !decisions.Contains(match.Groups["number"].Value) : !Repository.Exists(match.Value)
                    )
                    .Select(match => $"{file.Path} names {match.Value}")
            )
        );
    }

    [Fact]
    public void Decisions_AreNumberedWithoutGaps()
    {
        var pages = Decisions();
        Guard.Looked(pages.Count, 14, "decisions");
        Assert.All(pages, page => Assert.Matches("^[0-9]{4}-[a-z0-9-]+\\.md$", page.Name));
        Assert.Equal(Enumerable.Range(1, pages.Count).Select(number => $"{number:0000}"), pages.Select(page => page.Name[..4]));
    }

    [Fact]
    public void Decisions_SayWhatWhyAndWhatElse() =>
        Guard.Holds(
            "A decision has a title with its number and the parts Decision, Why, Alternatives and Consequence.",
            "CONTRIBUTING.md",
            Decisions()
                .SelectMany(page =>
                    new[] { $"# {page.Name[..4]} ", "## Decision", "## Why", "## Alternatives", "## Consequence" }
                        .Where(part => !page.Lines.Any(line => line.StartsWith(part, StringComparison.Ordinal)))
                        .Select(part => $"{page.Path} lacks '{part.Trim()}'")
                )
        );

    [Fact]
    public void Readme_ShowsHowToBegin()
    {
        var readme = Repository.File("README.md").Text;
        Guard.Holds(
            "README.md shows the two commands a newcomer needs, and they exist.",
            "README.md",
            new[] { "./cpqbilling demo", "./test" }.Where(command =>
                !readme.Contains(command, StringComparison.Ordinal) || !Repository.Exists(command.Split(' ')[0][2..])
            )
        );
    }

    [Fact]
    public void ContinuousIntegration_RunsWhatPeopleRun()
    {
        var script = Repository.File(".ci/run").Lines.Where(line => !line.StartsWith('#'));
        Guard.Holds(
            "Continuous integration calls ./test and has no second way to test.",
            "CONTRIBUTING.md",
            script.Any(line => Regex.IsMatch(line, @"(^|\s)\./test\b")) ? [] : [".ci/run does not call ./test"]
        );
    }

    [Fact]
    public void Types_NamedInDocuments_Exist()
    {
        var sources = string.Join('\n', Repository.Find(["src"], ".cs").Select(file => file.Text));
        var words = Word().Matches(sources).Select(match => match.Value).ToHashSet();
        var pages = Repository.Find(["docs"], ".md").Append(Repository.File("CONTRIBUTING.md")).ToList();
        Guard.Looked(pages.Sum(page => TypeName().Count(page.Text)), 60, "names of types in documents");
        Guard.Holds(
            "A type or member that a document names is called so in the sources: rename it in both.",
            Architecture,
            pages.SelectMany(page =>
                TypeName()
                    .Matches(page.Text)
                    .SelectMany(match => match.Groups["name"].Value.Split('.'))
                    .Where(name => !words.Contains(name))
                    .Select(name => $"{page.Path} names {name}")
            )
        );
    }

    private static List<RepoFile> Decisions() => [.. Repository.Find(["docs/decisions"], ".md").Where(page => page.Name != "README.md")];

    private static IEnumerable<string> BrokenLinks(RepoFile page) =>
        Link()
            .Matches(Fence().Replace(page.Text, ""))
            .Select(match => match.Groups["target"].Value)
            .Where(target =>
                !target.Contains("://", StringComparison.Ordinal)
                && !target.StartsWith('#')
                && !target.StartsWith("mailto:", StringComparison.Ordinal)
            )
            .Where(target => !Path.Exists(Path.Combine(Path.GetDirectoryName(page.FullPath)!, Uri.UnescapeDataString(target.Split('#')[0]))))
            .Select(target => $"{page.Path} links to {target}");

    [GeneratedRegex(@"\[[^\]]*\]\((?<target>[^)\s]+)\)")]
    private static partial Regex Link();

    /// <summary>Begins with a capital and is a word or words joined by dots.</summary>
    [GeneratedRegex(@"`(?<name>[A-Z][A-Za-z]+[a-z][A-Za-z]*(\.[A-Z][A-Za-z]+)*)(\(\))?`")]
    private static partial Regex TypeName();

    [GeneratedRegex(@"\b[A-Z][A-Za-z]+\b")]
    private static partial Regex Word();

    [GeneratedRegex(@"^```[\s\S]*?^```", RegexOptions.Multiline)]
    private static partial Regex Fence();

    [GeneratedRegex(@"\bdocs/(decisions/(?<number>[0-9]{4})|[a-z]+\.md)\b")]
    private static partial Regex Named();
}
