using System.Text.RegularExpressions;

namespace CpqBilling.RepoTests;

/// <summary>Words that do not belong into a repository: promises to oneself and other people's servers.</summary>
public sealed class WordTests
{
    private static readonly string[] Texts =
    [
        ".cs",
        ".razor",
        ".md",
        ".csproj",
        ".props",
        ".slnx",
        ".txt",
        ".json",
        ".cls",
        ".js",
        ".mjs",
        ".html",
        ".xml",
    ];

    // Put together, so that this file does not hold what it forbids.
    private static readonly string Promises = $@"\b({"TO" + "DO"}|{"FIX" + "ME"}|{"HA" + "CK"})\b";
    private static readonly string Registries = string.Join(
        '|',
        new[] { @"nuget\.org", @"npmjs\.(org|com)", @"pypi\.org", @"pythonhosted\.org", @"proxy\.golang\.org", @"crates\.io", @"yarnpkg\.com" }
    );

    [Fact]
    public void Sources_HoldNoPromises() =>
        Guard.Holds("Work that is left is an issue, not a remark in a file.", "CONTRIBUTING.md", Matches(Promises, IsOurs));

    [Fact]
    public void Sources_NameNoRegistries() =>
        Guard.Holds(
            "Where packages come from is the machine's configuration: files name packages and versions only.",
            "CONTRIBUTING.md",
            Matches($@"\b(\w+\.)*({Registries})\b", IsOurs)
        );

    private static IEnumerable<string> Matches(string pattern, Func<RepoFile, bool> isMeant)
    {
        var files = Repository.Find([], Texts).Where(isMeant).ToList();
        Guard.Looked(files.Count, 700, "texts");
        return files.SelectMany(file =>
        {
            var text = file.Text;
            return Regex.Matches(text, pattern).Select(match => $"{file.Path}:{CSharpText.LineAt(text, match.Index)} has '{match.Value}'");
        });
    }

    /// <summary>Lock files are judged by LockFileTests.</summary>
    private static bool IsOurs(RepoFile file) =>
        file.Name is not ("packages.lock.json" or "package-lock.json") && file.Name != nameof(WordTests) + ".cs";
}
