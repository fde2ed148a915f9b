namespace CpqBilling.Conformance;

/// <summary>The case files beside the project; a clone without them has none, and its own scenarios stand alone.</summary>
internal static class SharedCases
{
    public static string? Folder { get; } = Find();

    public static IEnumerable<string> Names =>
        Folder is null
            ? []
            : Directory.GetFiles(Folder, "*.json").Select(file => Path.GetFileNameWithoutExtension(file)!).Order(StringComparer.Ordinal);

    public static string FileOf(string name) => Path.Combine(Folder!, name + ".json");

    private static string? Find() =>
        new[] { AppContext.BaseDirectory, Directory.GetCurrentDirectory() }.Select(FindFrom).FirstOrDefault(folder => folder is not null);

    private static string? FindFrom(string start)
    {
        for (var folder = new DirectoryInfo(start); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "CpqBilling.slnx")))
            {
                var cases = Path.Combine(folder.Parent?.FullName ?? "", "shared", "cases");
                return Directory.Exists(cases) ? cases : null;
            }
        }

        return null;
    }
}
