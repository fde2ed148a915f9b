namespace CpqBilling.Faults;

/// <summary>What two systems hold, against what they should.</summary>
internal static class Differences
{
    private const int Shown = 220;

    /// <returns>Null when there is none.</returns>
    public static string? Between(IReadOnlyList<string> expected, IReadOnlyList<string> held)
    {
        var missing = Without(expected, held);
        var surplus = Without(held, expected);
        if (missing.Count + surplus.Count == 0)
        {
            return null;
        }

        var parts = missing.Select(line => $"missing {Cut(line, 0)}").Concat(surplus.Select(line => $"surplus {Cut(line, 0)}"));
        if (missing.Count > 0 && surplus.Count > 0)
        {
            var at = missing[0].Zip(surplus[0]).TakeWhile(pair => pair.First == pair.Second).Count();
            var from = Math.Max(0, at - (Shown / 2));
            parts = parts.Append($"first …{Cut(missing[0], from)}… then …{Cut(surplus[0], from)}…");
        }

        return string.Join(Environment.NewLine + "    ", parts);
    }

    /// <summary>Fails with the differences, if there are any.</summary>
    public static void Refuse(IReadOnlyList<string> expected, IReadOnlyList<string> held)
    {
        var differences = Between(expected, held);
        Assert.True(differences is null, differences);
    }

    /// <summary>Equal lines count as often as they stand there.</summary>
    private static List<string> Without(IEnumerable<string> lines, IEnumerable<string> others)
    {
        var left = others
            .GroupBy(line => line, StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => group.Count(), StringComparer.Ordinal);
        var without = new List<string>();
        foreach (var line in lines)
        {
            if (left.GetValueOrDefault(line) > 0)
            {
                left[line]--;
            }
            else
            {
                without.Add(line);
            }
        }

        return without;
    }

    private static string Cut(string text, int from) => text.Substring(from, Math.Min(Shown, text.Length - from));
}
