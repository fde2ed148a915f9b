namespace CpqBilling.Salesforce.Tests.Sandbox;

/// <summary>The shared case files, where they are: beside the repository.</summary>
internal static class CaseFiles
{
    private static readonly string? Folder = Find();

    public static bool ArePresent => Folder is not null;

    public static IEnumerable<string> Names =>
        Folder is null ? [] : Directory.EnumerateFiles(Folder, "*.json").Select(path => Path.GetFileNameWithoutExtension(path)).Order();

    public static string Read(string name) => File.ReadAllText(Path.Combine(Folder!, name + ".json"));

    private static string? Find()
    {
        for (var folder = Path.GetDirectoryName(SourceFile()); folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (File.Exists(Path.Combine(folder, "CpqBilling.slnx")))
            {
                var cases = Path.GetFullPath(Path.Combine(folder, "..", "shared", "cases"));
                return Directory.Exists(cases) ? cases : null;
            }
        }

        return null;
    }

    private static string SourceFile([System.Runtime.CompilerServices.CallerFilePath] string path = "") => path;
}
