using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace CpqBilling.RepoTests;

/// <summary>The rules of billing stand in this repository, numbered, each with an example and its scenario; comments cite these and no pages of others.</summary>
public sealed partial class RuleTests
{
    private const string Document = "docs/architecture.md";

    [Fact]
    public void Rules_AreNumbered_WithExampleAndScenario()
    {
        var pages = Pages();
        Guard.Looked(pages.Length, 5, "pages of rules");
        Guard.Holds(
            "Rules of a page are numbered from 1 without gaps; each has an example and a scenario.",
            Document,
            pages.SelectMany(page =>
            {
                var rules = Rules(page);
                return rules
                    .Select((rule, index) => (rule, Expected: index + 1))
                    .Where(row => row.rule.Number != row.Expected)
                    .Select(row => $"{page.Path}: rule {row.rule.Number} stands where {row.Expected} is expected")
                    .Concat(
                        rules
                            .Where(rule => !IsExplained(rule.Text))
                            .Select(rule => $"{page.Path} {rule.Number} lacks its example or a scenario that exists")
                    );
            })
        );
    }

    [Fact]
    public void Citations_NameRulesThatExist()
    {
        var rules = Pages().SelectMany(page => Rules(page).Select(rule => (page.Path, rule.Number))).ToHashSet();
        var cited = Texts()
            .SelectMany(file => Citation().Matches(file.Text).SelectMany(match => Named(match).Select(rule => (file.Path, Rule: rule))))
            .ToList();
        Guard.Looked(cited.Count, 100, "citations of rules");
        Guard.Holds(
            "A citation such as docs/rules/charges.md 3 names a rule of that page.",
            Document,
            cited.Where(row => !rules.Contains(row.Rule)).Select(row => $"{row.Path} cites {row.Rule.Page} {row.Rule.Number}")
        );
    }

    /// <summary>Requirements and records of other connectors stand elsewhere: nobody who reads this repository can look them up.</summary>
    [Fact]
    public void Comments_CiteNoPagesThatAreNotHere()
    {
        var found = Texts()
            .Where(file => !file.Path.StartsWith("tests/CpqBilling.RepoTests/", StringComparison.Ordinal))
            .SelectMany(file =>
                Comments(file).SelectMany(comment => Elsewhere().Matches(comment.Text).Select(match => (file.Path, comment.Line, match.Value)))
            )
            .ToList();
        var excused = AllowList.Read("pages-elsewhere.txt");
        Guard.Holds(
            "Comments say the rule, or cite docs/rules/PAGE.md N or docs/decisions/NNNN.",
            Document,
            found
                .Where(row => !excused.Allows(row.Path))
                .Select(row => $"{row.Path}:{row.Line} cites {row.Value}")
                .Concat(excused.Outdated(found.Select(row => row.Path)))
        );
    }

    [Theory]
    [InlineData("as CPQ says (decisions.md 3.4)", true)]
    [InlineData("errors go to the trigger (R21)", true)]
    [InlineData("Stripe drops them (C-7)", true)]
    [InlineData("see docs/operations.md and docs/rules/plan.md 4", false)]
    [InlineData("README.md and CA1716", false)]
    public void Guard_SeesPagesThatAreNotHere(string comment, bool isNoticed) => Assert.Equal(isNoticed, Elsewhere().IsMatch(comment));

    private static ImmutableArray<RepoFile> Pages() => Repository.Find(["docs/rules"], ".md");

    private static List<(int Number, string Text)> Rules(RepoFile page) =>
        [.. Rule().Matches(page.Text).Select(match => (int.Parse(match.Groups["number"].Value), match.Value))];

    private static bool IsExplained(string rule) =>
        rule.Contains("*Example:*", StringComparison.Ordinal)
        && ScenarioName().Match(rule) is { Success: true } name
        && Repository.Exists($"tests/CpqBilling.Scenarios/{name.Groups["name"].Value}");

    private static IEnumerable<(string Page, int Number)> Named(Match citation) =>
        Regex
            .Matches(citation.Groups["numbers"].Value, "[0-9]+")
            .Select(number => ($"docs/rules/{citation.Groups["page"].Value}.md", int.Parse(number.Value)));

    private static IEnumerable<RepoFile> Texts() =>
        Repository
            .Find(["src", "sandboxes", "tests", "bench"], ".cs", ".razor")
            .Concat(Repository.Find(["tests/CpqBilling.Scenarios"], "scenario.md"));

    private static IEnumerable<(int Line, string Text)> Comments(RepoFile file) =>
        file
            .Lines.Select(
                (line, index) =>
                    (
                        index + 1,
                        Text: file.Name == "scenario.md" ? line
                        : line.IndexOf("//", StringComparison.Ordinal) is >= 0 and var at ? line[at..]
                        : ""
                    )
            )
            .Where(line => line.Text.Length > 0);

    [GeneratedRegex(@"(?<=\n)(?<number>[0-9]+)\. \*\*.*?(?=\n[0-9]+\. \*\*|\z)", RegexOptions.Singleline)]
    private static partial Regex Rule();

    [GeneratedRegex(@"\*Scenario:\* \[(?<name>\w+/\w+)\]")]
    private static partial Regex ScenarioName();

    [GeneratedRegex(@"docs/rules/(?<page>[a-z-]+)\.md (?<numbers>[0-9]+(?:(?:, | and )[0-9]+)*)")]
    private static partial Regex Citation();

    [GeneratedRegex(
        @"(?<![\w/-])(decisions|deals|orders|amendments|engine|web|operations|package|platform|environment|design|style|stripe-sandbox|salesforce-sandbox)\.md\b|\bR[0-9]{1,2}(\.[0-9])?\b|\bC-[0-9]{1,2}\b"
    )]
    private static partial Regex Elsewhere();
}
