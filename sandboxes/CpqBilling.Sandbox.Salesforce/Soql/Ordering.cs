namespace CpqBilling.Sandbox.Salesforce.Soql;

/// <summary>How two values of one field compare; text ignores case unless the field or an id does not.</summary>
internal static class Ordering
{
    /// <summary>Null when either side is empty: such a comparison is never true.</summary>
    public static int? Compare(object? left, object? right, bool caseSensitive = false) =>
        (left, right) switch
        {
            (null, _) or (_, null) => null,
            (string a, string b) => string.Compare(a, b, caseSensitive ? StringComparison.Ordinal : StringComparison.OrdinalIgnoreCase),
            (DateOnly a, DateTimeOffset b) => a.CompareTo(DateOnly.FromDateTime(b.UtcDateTime)),
            (DateTimeOffset a, DateOnly b) => DateOnly.FromDateTime(a.UtcDateTime).CompareTo(b),
            (IComparable a, _) when a.GetType() == right.GetType() => a.CompareTo(right),
            _ => null,
        };

    /// <summary>Empty values come first ascending and last descending unless the query says otherwise.</summary>
    public static int ForSort(object? left, object? right, bool descending, bool? nullsFirst, bool caseSensitive = false)
    {
        if (left is null || right is null)
            return left is null && right is null ? 0
                : (left is null) == (nullsFirst ?? !descending) ? -1
                : 1;
        var order = Compare(left, right, caseSensitive) ?? 0;
        return descending ? -order : order;
    }
}

/// <summary>The values of an IN list.</summary>
internal sealed class ValueSet(IEnumerable<object?> values, bool caseSensitive)
{
    private readonly HashSet<object> _values = [.. values.Select(value => Key(value, caseSensitive))];

    public bool Contains(object? value) => _values.Contains(Key(value, caseSensitive));

    public IEnumerable<object> Keys => _values;

    private static object Key(object? value, bool caseSensitive) =>
        value switch
        {
            null or "" => DBNull.Value,
            string text when !caseSensitive => text.ToUpperInvariant(),
            _ => value,
        };
}

/// <summary>A LIKE pattern: % is any text, _ any one character, a backslash takes either literally; case is ignored.</summary>
internal sealed class LikePattern(string pattern)
{
    public bool Matches(string value) => Matches(value, 0, 0);

    private bool Matches(string value, int at, int p)
    {
        for (; p < pattern.Length; p++, at++)
        {
            if (pattern[p] == '%')
            {
                for (var rest = at; rest <= value.Length; rest++)
                    if (Matches(value, rest, p + 1))
                        return true;
                return false;
            }
            var isWildcard = pattern[p] == '_';
            if (pattern[p] == '\\' && p + 1 < pattern.Length)
                p++;
            if (at >= value.Length || (!isWildcard && char.ToUpperInvariant(value[at]) != char.ToUpperInvariant(pattern[p])))
                return false;
        }
        return at == value.Length;
    }
}
