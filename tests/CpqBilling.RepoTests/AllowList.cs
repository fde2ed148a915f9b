using System.Collections.Immutable;

namespace CpqBilling.RepoTests;

/// <summary>Known exceptions of a guard: one a line, its reason behind two spaces or more. Lines that begin with # are remarks.</summary>
internal sealed class AllowList
{
    private AllowList(string path, ImmutableDictionary<string, string> reasons)
    {
        Path = path;
        Reasons = reasons;
    }

    public string Path { get; }

    public ImmutableDictionary<string, string> Reasons { get; }

    public static AllowList Read(string name)
    {
        var file = Repository.File($"tests/CpqBilling.RepoTests/{name}");
        var reasons = ImmutableDictionary.CreateBuilder<string, string>();
        foreach (var line in file.Lines.Where(line => line.Trim().Length > 0 && !line.StartsWith('#')))
        {
            var parts = line.Split("  ", 2, StringSplitOptions.TrimEntries);
            Assert.True(parts.Length == 2 && parts[1].Length > 0, $"{file.Path}: '{line}' gives no reason. Write it behind two spaces.");
            Assert.False(reasons.ContainsKey(parts[0]), $"{file.Path}: {parts[0]} is listed twice.");
            reasons.Add(parts[0], parts[1]);
        }

        return new AllowList(file.Path, reasons.ToImmutable());
    }

    public bool Allows(string key) => Reasons.ContainsKey(key);

    /// <summary>Entries that excuse nothing any more.</summary>
    public IEnumerable<string> Outdated(IEnumerable<string> needed)
    {
        var still = needed.ToHashSet();
        return Reasons.Keys.Where(key => !still.Contains(key)).Select(key => $"{key} needs no excuse any more: delete its line from {Path}");
    }
}
