namespace CpqBilling.Sandbox.Salesforce.Schema;

/// <summary>The first three characters of custom records' ids. They differ between orgs; here they follow the alphabet, so they are the same on every start.</summary>
internal static class KeyPrefixes
{
    private const string Digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    public static void Give(IReadOnlyCollection<ObjectSource> sources, IEnumerable<string> taken)
    {
        var used = taken.Concat(sources.Select(source => source.KeyPrefix).OfType<string>()).ToHashSet(StringComparer.Ordinal);
        foreach (var source in sources.Where(source => source.KeyPrefix is null).OrderBy(source => source.Name, StringComparer.Ordinal))
        {
            var start = source.Name.EndsWith("__e", StringComparison.Ordinal) ? "e0" : "a1";
            source.KeyPrefix = Digits.Select(digit => start + digit).First(used.Add);
        }
    }
}
