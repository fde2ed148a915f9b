namespace CpqBilling.EndToEnd;

/// <summary>Pictures for people to look at: <c>artifacts/screens</c>.</summary>
internal static class Screens
{
    public static string File(string name)
    {
        // artifacts/bin/CpqBilling.EndToEnd/release → artifacts/screens
        var artifacts = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Parent!.Parent!.FullName;
        return Path.Combine(artifacts, "screens", $"{name}.png");
    }
}
