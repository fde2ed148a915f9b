namespace CpqBilling.RepoTests;

/// <summary>Says which rule was broken, where, and where the rule is explained.</summary>
internal static class Guard
{
    /// <param name="document">The page that explains the rule.</param>
    public static void Holds(string rule, string document, IEnumerable<string> violations)
    {
        Assert.True(Repository.Exists(document), $"The guard points at {document}, which does not exist.");
        var found = violations.ToList();
        Assert.True(found.Count == 0, $"{rule}\nWhy: {document}\n{string.Join('\n', found.Select(violation => "  - " + violation))}");
    }

    /// <summary>A guard that looks at nothing holds always, so it must prove that it looked.</summary>
    public static void Looked(int found, int least, string at) =>
        Assert.True(
            found >= least,
            $"Only {found} {at} were found below {Repository.Root}, at least {least} were expected: the scan looks in the wrong place."
        );
}
