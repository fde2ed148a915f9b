namespace CpqBilling.RepoTests;

/// <summary>A file holds one idea; one that is too long holds several.</summary>
public sealed class SizeTests
{
    private const int MostLines = 400;

    [Fact]
    public void SourceFiles_StayShort()
    {
        var sources = Repository.Find(["src", "sandboxes", "tests", "bench"], ".cs", ".razor").Where(file => !IsGenerated(file)).ToList();
        Guard.Looked(sources.Count, 500, "sources");
        Guard.Holds(
            $"No source is longer than {MostLines} lines: split it by ideas.",
            "CONTRIBUTING.md",
            sources
                .Select(source => (source.Path, Lines: source.Lines.Length))
                .Where(source => source.Lines > MostLines)
                .Select(source => $"{source.Path} has {source.Lines} lines")
        );
    }

    private static bool IsGenerated(RepoFile file) =>
        file.Path.Contains("/Migrations/", StringComparison.Ordinal)
        || file.Name.EndsWith(".g.cs", StringComparison.Ordinal)
        || file.Name.EndsWith(".Designer.cs", StringComparison.Ordinal);
}
