using System.Collections.Immutable;

namespace CpqBilling.Core.Errors;

/// <summary>What may have been meant by a name that nobody knows.</summary>
public static class NearNames
{
    private const int MostSuggestions = 3;

    /// <summary>The nearest first.</summary>
    public static ImmutableArray<string> Of(string name, IEnumerable<string> known) => Of(name, known, Distance);

    public static ImmutableArray<string> Of(string name, IEnumerable<string> known, Func<string, string, int> distance) =>
        [
            .. known
                .Select(candidate => (Candidate: candidate, Distance: distance(name, candidate)))
                .Where(near => near.Distance <= Math.Max(2, name.Length / 3))
                .OrderBy(near => near.Distance)
                .ThenBy(near => near.Candidate, StringComparer.Ordinal)
                .Take(MostSuggestions)
                .Select(near => near.Candidate),
        ];

    /// <summary>How many letters must be added, dropped or changed to make one name of another.</summary>
    public static int Distance(string from, string to)
    {
        var previous = Enumerable.Range(0, to.Length + 1).ToArray();
        var current = new int[to.Length + 1];
        for (var row = 1; row <= from.Length; row++)
        {
            current[0] = row;
            for (var column = 1; column <= to.Length; column++)
            {
                var change = previous[column - 1] + (from[row - 1] == to[column - 1] ? 0 : 1);
                current[column] = Math.Min(change, Math.Min(previous[column], current[column - 1]) + 1);
            }

            (previous, current) = (current, previous);
        }

        return previous[to.Length];
    }
}
