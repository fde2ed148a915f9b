using System.Text.Json;

namespace CpqBilling.RepoTests;

/// <summary>A clone of next year restores the packages of today, from wherever its machine gets packages.</summary>
public sealed class LockFileTests
{
    private const string Document = "CONTRIBUTING.md";

    [Fact]
    public void EveryProject_IsLocked()
    {
        var projects = Repository.Find(["src", "sandboxes", "tests", "bench"], ".csproj");
        Guard.Looked(projects.Length, 15, "projects");
        var excused = AllowList.Read("projects-without-lock.txt");
        var unlocked = projects
            .Where(project => Repository.Find([project.Folder], ".cs").Length > 0 && !Repository.Exists($"{project.Folder}/packages.lock.json"))
            .Select(project => project.Path)
            .ToList();
        Guard.Holds(
            $"Every project with sources has a packages.lock.json: run dotnet restore CpqBilling.slnx and commit it. Exceptions: {excused.Path}",
            Document,
            unlocked.Where(path => !excused.Allows(path)).Concat(excused.Outdated(unlocked))
        );
    }

    [Fact]
    public void EveryNodePackage_IsLocked()
    {
        var packages = Repository.Find([], "/package.json");
        Guard.Looked(packages.Length, 2, "package.json files");
        Guard.Holds(
            "Every package.json has a package-lock.json beside it.",
            Document,
            packages.Where(package => !Repository.Exists($"{package.Folder}/package-lock.json")).Select(package => package.Path)
        );
    }

    /// <summary>Addresses of a project's home page or of its sponsors are no sources of packages.</summary>
    [Fact]
    public void LockFiles_NameNoSource()
    {
        var locks = Repository.Find([], "packages.lock.json", "package-lock.json");
        Guard.Looked(locks.Length, 10, "lock files");
        Guard.Holds(
            "A lock file names versions and checksums, never the server they came from: npm writes 'resolved' unless omit-lockfile-registry-resolved is set.",
            Document,
            locks.SelectMany(file => Sources(file.Path, JsonDocument.Parse(file.Text).RootElement))
        );
    }

    private static IEnumerable<string> Sources(string path, JsonElement element) =>
        element.ValueKind switch
        {
            JsonValueKind.Object => element
                .EnumerateObject()
                .Where(member => member.Name is not ("funding" or "homepage" or "repository" or "bugs"))
                .SelectMany(member => Sources($"{path} {member.Name}", member.Value)),
            JsonValueKind.Array => element.EnumerateArray().SelectMany(item => Sources(path, item)),
            JsonValueKind.String when element.GetString()!.Contains("://", StringComparison.Ordinal) => [$"{path}: {element.GetString()}"],
            _ => [],
        };
}
