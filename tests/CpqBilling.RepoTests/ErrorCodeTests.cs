using System.Text.RegularExpressions;
using CpqBilling.Core.Errors;

namespace CpqBilling.RepoTests;

/// <summary>The error list is a promise: codes are stable, explained, and each says what to do.</summary>
public sealed class ErrorCodeTests
{
    private const string Page = "docs/errors.md";

    [Fact]
    public void Codes_AreUniqueAndInOrder()
    {
        Guard.Looked(ErrorCatalog.All.Length, 70, "error codes");
        var codes = ErrorCatalog.All.Select(error => error.Code).ToList();
        Assert.All(codes, code => Assert.Matches("^SYNC-[1-79][0-9]{3}$", code));
        Assert.Equal(codes.Order(StringComparer.Ordinal).Distinct(), codes);
        Guard.Holds(
            "Every error has a name of its own.",
            Page,
            ErrorCatalog.All.GroupBy(error => error.Name).Where(group => group.Count() > 1).Select(group => group.Key)
        );
    }

    [Fact]
    public void Codes_SayWhatIsWrongAndWhatToDo()
    {
        Guard.Holds(
            "An error has a meaning and a remedy, each a sentence without a bar, for they stand in a table.",
            Page,
            ErrorCatalog
                .All.Where(error => !IsSentence(error.Meaning) || !IsSentence(error.Fix) || !Enum.IsDefined(error.Remedy))
                .Select(error => $"{error.Code} {error.Name}")
        );
    }

    [Fact]
    public void Page_ListsExactlyTheCatalog()
    {
        var approved = Repository
            .File(Page)
            .Lines.Where(line => line.StartsWith("| [SYNC-", StringComparison.Ordinal))
            .Select(line => string.Join(" | ", line.Trim('|').Split('|', StringSplitOptions.TrimEntries)))
            .ToList();
        var actual = ErrorCatalog
            .All.Select(error => $"[{error.Code}](errors/{error.Code}.md) | {error.Name} | {error.Meaning} | {error.Fix} | {Retried(error)}")
            .ToList();
        Guard.Holds(
            "The approved list and the code differ. Codes are never renumbered or reused; then run: ./cpqbilling errors > docs/errors.md",
            Page,
            actual.Except(approved).Select(row => $"only in code: {row}").Concat(approved.Except(actual).Select(row => $"only on the page: {row}"))
        );
        Assert.Equal(actual, approved);
    }

    [Fact]
    public void Codes_HaveOneDefinition_NamedInOneFile()
    {
        var sources = Repository.Find(["src"], ".cs").Where(file => !file.Path.StartsWith("src/CpqBilling.Core/Errors/", StringComparison.Ordinal));
        Guard.Holds(
            "Code outside Core/Errors names errors by their factories, not by their numbers.",
            "CONTRIBUTING.md",
            sources
                .Select(source => (source.Path, Match: Regex.Match(source.Text, "\"SYNC-[0-9]{4}\"")))
                .Where(found => found.Match.Success)
                .Select(found => $"{found.Path} has {found.Match.Value}")
        );
    }

    [Fact]
    public void Codes_HaveAFactory_UnlessTheyAreRetired()
    {
        var factories = Repository
            .Find(["src/CpqBilling.Core/Errors"], ".cs")
            .SelectMany(file => Regex.Matches(file.Text, "Of\\(\"(?<name>[A-Za-z]+)\"\\)").Select(match => match.Groups["name"].Value))
            .ToHashSet();
        Guard.Holds(
            "A code in use has a factory that makes its errors; a retired code has none and stays listed.",
            "CONTRIBUTING.md",
            ErrorCatalog.All.Where(error => factories.Contains(error.Name) == error.IsRetired).Select(error => $"{error.Code} {error.Name}")
        );
    }

    private static bool IsSentence(string text) => text.Length > 10 && text.EndsWith('.') && !text.Contains('|') && !text.Contains('\n');

    private static string Retried(ErrorDefinition error) =>
        error.Retry switch
        {
            _ when error.IsRetired => "not used any more",
            Retry.WithBackoff => "by itself",
            Retry.AfterChange => "after a change",
            _ => "by hand",
        };
}
