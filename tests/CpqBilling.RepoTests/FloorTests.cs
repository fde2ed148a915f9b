using CpqBilling.RepoTests.Code;

namespace CpqBilling.RepoTests;

/// <summary>Folders of Core are floors: each uses those before it in the list. Folders of other projects form no circles.</summary>
public sealed class FloorTests
{
    private const string Document = "docs/architecture.md";

    /// <summary>From the ground up to what is nearest to a sync.</summary>
    private static readonly string[] Floors =
    [
        "Errors",
        "Money",
        "Calendar",
        "Requests",
        "Settings",
        "Cpq",
        "Mapping",
        "Contract",
        "StripeState",
        "Pricing",
        "Timeline",
        "Forecast",
        "Comparison",
        "Planning",
        "Translation",
        "Records",
    ];

    [Fact]
    public void Core_HasNothingButFloors()
    {
        var files = CodeBase.Core.Trees.Select(tree => tree.FilePath).ToList();
        Guard.Looked(files.Count, 100, "files of Core");
        Guard.Holds(
            $"Every file of Core stands on a floor: {string.Join(", ", Floors)}; its namespace is the folder.",
            Document,
            files
                .Where(path => !Floors.Contains(CodeBase.Core.FolderOf(path)))
                .Concat(files.Where(path => !Repository.File(path).Lines.Contains($"namespace CpqBilling.Core.{CodeBase.Core.FolderOf(path)};")))
        );
    }

    [Fact]
    public void Core_LooksUpOnly()
    {
        var wrong = CodeBase
            .Uses.All.Where(use => use.Project == CodeBase.Core && CodeUse.FileOf(use.UsedType) is not null)
            .Select(use => (Use: use, From: CodeBase.Core.FolderOf(use.Path), To: CodeBase.Core.FolderOf(CodeUse.FileOf(use.UsedType)!)))
            .Where(row => Array.IndexOf(Floors, row.From) < Array.IndexOf(Floors, row.To))
            .GroupBy(row => $"{row.Use.By?.Name} uses {row.Use.UsedType!.Name}")
            .ToList();
        var excused = AllowList.Read("floors-to-mend.txt");
        Guard.Holds(
            "A floor of Core uses those before it only: " + string.Join(", ", Floors),
            Document,
            wrong
                .Where(group => !excused.Allows(group.Key))
                .Select(group =>
                {
                    var (use, from, to) = group.First();
                    return $"{use.Path}:{use.Line}: {group.Key}. Move {use.By?.Name} from {from} to {to} or later, or what it needs of {use.UsedType!.Name} to {from} or earlier";
                })
                .Concat(excused.Outdated(wrong.Select(group => group.Key)))
        );
    }

    /// <summary>Sandboxes lie in circles that are being taken apart: their folders are listed, and the list only shrinks.</summary>
    [Fact]
    public void Folders_FormNoCircles()
    {
        var circles = CodeBase
            .Product.Concat(CodeBase.Sandboxes)
            .SelectMany(project => Circles.Of(project).Select(circle => (Project: project, Circle: circle)))
            .ToList();
        var excused = AllowList.Read("folders-in-circles.txt");
        Guard.Holds(
            "Folders of a project use each other in one direction.",
            Document,
            circles
                .Where(row => row.Circle.Folders.Any(folder => !excused.Allows($"{row.Project.Name}/{folder}")))
                .Select(row => $"{row.Project.Name}: {string.Join(", ", row.Circle.Folders)} form a circle. {row.Circle.Advice}")
                .Concat(excused.Outdated(circles.SelectMany(row => row.Circle.Folders.Select(folder => $"{row.Project.Name}/{folder}"))))
        );
    }
}
