using System.Collections.Immutable;
using System.Reflection;

namespace CpqBilling.RepoTests;

/// <summary>The working copy these tests were built in, without what builds and package managers put there.</summary>
internal static class Repository
{
    private static readonly HashSet<string> Produced = ["artifacts", "bin", "obj", "node_modules", "TestResults"];

    public static string Root { get; } =
        typeof(Repository)
            .Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(attribute => attribute.Key == "RepositoryRoot")
            .Value!.TrimEnd('/', '\\');

    public static ImmutableArray<RepoFile> Files { get; } = [.. Walk(new DirectoryInfo(Root)).OrderBy(file => file.Path, StringComparer.Ordinal)];

    /// <summary>Files below one of the folders with one of the endings; neither given means all.</summary>
    public static ImmutableArray<RepoFile> Find(string[] folders, params string[] endings) =>
        [
            .. Files.Where(file =>
                (folders.Length == 0 || folders.Any(folder => file.Path.StartsWith(folder + "/", StringComparison.Ordinal)))
                && (endings.Length == 0 || endings.Any(ending => file.Path.EndsWith(ending, StringComparison.Ordinal)))
            ),
        ];

    public static RepoFile File(string path) => new(path, Path.Combine(Root, path));

    public static bool Exists(string path) => Path.Exists(Path.Combine(Root, path));

    private static IEnumerable<RepoFile> Walk(DirectoryInfo folder)
    {
        foreach (var file in folder.EnumerateFiles())
        {
            yield return new RepoFile(Path.GetRelativePath(Root, file.FullName).Replace('\\', '/'), file.FullName);
        }

        foreach (var child in folder.EnumerateDirectories().Where(IsSource))
        {
            foreach (var file in Walk(child))
            {
                yield return file;
            }
        }
    }

    private static bool IsSource(DirectoryInfo folder) =>
        !Produced.Contains(folder.Name) && (!folder.Name.StartsWith('.') || folder.Name == ".ci") && folder.LinkTarget is null;
}

/// <param name="Path">From the root, with forward slashes.</param>
internal sealed record RepoFile(string Path, string FullPath)
{
    public string Name => System.IO.Path.GetFileName(Path);

    public string Folder => System.IO.Path.GetDirectoryName(Path)!.Replace('\\', '/');

    public string Text => System.IO.File.ReadAllText(FullPath);

    public string[] Lines => System.IO.File.ReadAllLines(FullPath);
}
