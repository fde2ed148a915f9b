using System.Collections.Immutable;

namespace CpqBilling.RepoTests.Code;

/// <summary>Folders that use each other, directly or over others.</summary>
/// <param name="Advice">The edge that is cheapest to cut, by the types on both sides.</param>
internal sealed record Circle(ImmutableArray<string> Folders, string Advice);

internal static class Circles
{
    public static IEnumerable<Circle> Of(CodeProject project)
    {
        var edges = CodeBase
            .Uses.All.Where(use =>
                use.Project == project && CodeUse.FileOf(use.UsedType)?.StartsWith(project.Folder + "/", StringComparison.Ordinal) == true
            )
            .Select(use => (From: project.FolderOf(use.Path), To: project.FolderOf(CodeUse.FileOf(use.UsedType)!), Use: use))
            .Where(edge => edge.From != edge.To)
            .ToLookup(edge => (edge.From, edge.To));
        var folders = edges.SelectMany(edge => new[] { edge.Key.From, edge.Key.To }).Distinct().Order(StringComparer.Ordinal).ToList();
        var reached = folders.ToDictionary(folder => folder, folder => Reached(folder, [.. edges.Select(edge => edge.Key)]));
        return folders
            .Where(folder => reached[folder].Contains(folder))
            .GroupBy(folder => string.Join(',', folders.Where(other => reached[folder].Contains(other) && reached[other].Contains(folder))))
            .Select(group =>
            {
                var cheapest = edges
                    .Where(edge => group.Contains(edge.Key.From) && group.Contains(edge.Key.To))
                    .MinBy(edge => edge.Select(row => (row.Use.By?.Name, row.Use.UsedType!.Name)).Distinct().Count())!;
                var types = cheapest.Select(row => $"{row.Use.By?.Name} uses {row.Use.UsedType!.Name}").Distinct();
                return new Circle(
                    [.. group],
                    $"Fewest types go from {cheapest.Key.From} to {cheapest.Key.To}: {string.Join(", ", types)}; move one side of each"
                );
            });
    }

    private static HashSet<string> Reached(string from, List<(string From, string To)> edges)
    {
        var reached = new HashSet<string>();
        var next = new Stack<string>([from]);
        while (next.TryPop(out var folder))
        {
            foreach (var edge in edges.Where(edge => edge.From == folder && reached.Add(edge.To)))
            {
                next.Push(edge.To);
            }
        }

        return reached;
    }
}
