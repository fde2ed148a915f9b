namespace CpqBilling.Conformance;

/// <summary>Files beside the project that a clone may be without; then its own scenarios stand alone.</summary>
internal static class SharedFolder
{
    /// <summary>Null where the folder is absent.</summary>
    public static string? Find(string name) => Existing(root => Path.Combine(Path.GetDirectoryName(root) ?? "", "shared", name));

    /// <summary>A folder of these tests, read where it stands.</summary>
    public static string OfProject(string name) =>
        Existing(root => Path.Combine(root, "tests", "CpqBilling.Conformance", name))
        ?? throw new DirectoryNotFoundException($"tests/CpqBilling.Conformance/{name} is not above the tests.");

    private static string? Existing(Func<string, string> folder) =>
        new[] { AppContext.BaseDirectory, Directory.GetCurrentDirectory() }
            .Select(Root)
            .OfType<string>()
            .Select(folder)
            .FirstOrDefault(Directory.Exists);

    private static string? Root(string start)
    {
        for (var folder = new DirectoryInfo(start); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "CpqBilling.slnx")))
            {
                return folder.FullName;
            }
        }

        return null;
    }
}
