namespace CpqBilling.Conformance;

/// <summary>Files beside the project that a clone may be without; then its own scenarios stand alone.</summary>
internal static class SharedFolder
{
    /// <summary>Null where the folder is absent.</summary>
    public static string? Find(string name) =>
        new[] { AppContext.BaseDirectory, Directory.GetCurrentDirectory() }
            .Select(start => FindFrom(start, name))
            .FirstOrDefault(folder => folder is not null);

    private static string? FindFrom(string start, string name)
    {
        for (var folder = new DirectoryInfo(start); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "CpqBilling.slnx")))
            {
                var shared = Path.Combine(folder.Parent?.FullName ?? "", "shared", name);
                return Directory.Exists(shared) ? shared : null;
            }
        }

        return null;
    }
}
