namespace CpqBilling.Conformance;

/// <summary>Cases and lives that are not billed rightly yet, each with its reason: <c>name: reason</c> by line.</summary>
internal static class ExpectedFailures
{
    public static IReadOnlyDictionary<string, string> OfCases() => Read("expected-failures.txt");

    public static IReadOnlyDictionary<string, string> OfLives() => Read("expected-failures-of-lives.txt");

    private static Dictionary<string, string> Read(string file) =>
        File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, file))
            .Where(line => line.Contains(':') && !line.StartsWith('#'))
            .Select(line => line.Split(':', 2))
            .ToDictionary(parts => parts[0].Trim(), parts => parts[1].Trim());
}
