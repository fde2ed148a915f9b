namespace CpqBilling.Cli.Tests.Access;

/// <summary>Files of the repository that tests compare with what the program says.</summary>
internal static class SourceFile
{
    public static string Of(params string[] path)
    {
        // artifacts/bin/CpqBilling.Cli.Tests/release → the repository
        var root = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Parent!.Parent!.Parent!.FullName;
        return Path.Combine([root, .. path]);
    }
}
