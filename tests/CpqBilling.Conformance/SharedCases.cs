namespace CpqBilling.Conformance;

/// <summary>The case files beside the project.</summary>
internal static class SharedCases
{
    public static string? Folder { get; } = SharedFolder.Find("cases");

    public static IEnumerable<string> Names =>
        Folder is null
            ? []
            : Directory.GetFiles(Folder, "*.json").Select(file => Path.GetFileNameWithoutExtension(file)!).Order(StringComparer.Ordinal);

    public static string FileOf(string name) => Path.Combine(Folder!, name + ".json");
}
