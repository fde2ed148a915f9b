namespace CpqBilling.Conformance;

/// <summary>Cases of areas that are not built yet, each with its reason: <c>name: reason</c> by line.</summary>
internal static class ExpectedFailures
{
    public static IReadOnlyDictionary<string, string> Read() =>
        File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "expected-failures.txt"))
            .Where(line => line.Contains(':') && !line.StartsWith('#'))
            .Select(line => line.Split(':', 2))
            .ToDictionary(parts => parts[0].Trim(), parts => parts[1].Trim());
}
