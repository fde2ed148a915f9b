namespace CpqBilling.Sandbox.Salesforce.Records;

/// <summary>Record ids: 15 case-sensitive characters and a checksum of three that makes them safe in case-insensitive systems.</summary>
internal static class SalesforceId
{
    private const string Checksum = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345";
    private const string Base62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private const string Instance = "Hs0";

    public static string Make(string prefix, long number)
    {
        Span<char> id = stackalloc char[15];
        prefix.CopyTo(id);
        Instance.CopyTo(id[3..]);
        for (var i = 14; i >= 6; i--, number /= 62)
            id[i] = Base62[(int)(number % 62)];
        return WithChecksum(id);
    }

    /// <summary>The number an id of this org was made from; -1 for ids made elsewhere.</summary>
    public static long NumberOf(string id)
    {
        if (!id.AsSpan(3).StartsWith(Instance))
            return -1;
        var number = 0L;
        foreach (var c in id.AsSpan(6, 9))
            number = unchecked((number * 62) + Base62.IndexOf(c));
        return number;
    }

    /// <summary>The 18-character form, or null when length, alphabet or checksum is wrong.</summary>
    public static string? Normalize(string text)
    {
        if (text.Length is not (15 or 18) || !text.All(char.IsAsciiLetterOrDigit))
            return null;
        var full = WithChecksum(text.AsSpan(0, 15));
        return text.Length == 15 || full.Equals(text, StringComparison.Ordinal) ? full : Repaired(text, full);
    }

    public static string WithChecksum(ReadOnlySpan<char> id)
    {
        Span<char> full = stackalloc char[18];
        id.CopyTo(full);
        for (var group = 0; group < 3; group++)
        {
            var bits = 0;
            for (var i = 0; i < 5; i++)
                if (char.IsAsciiLetterUpper(id[(group * 5) + i]))
                    bits |= 1 << i;
            full[15 + group] = Checksum[bits];
        }
        return new string(full);
    }

    /// <summary>The checksum says which letters are upper case, so an id whose case was lost can be read.</summary>
    private static string? Repaired(string text, string full)
    {
        Span<char> fixedCase = stackalloc char[15];
        for (var i = 0; i < 15; i++)
        {
            var bits = Checksum.IndexOf(char.ToUpperInvariant(text[15 + (i / 5)]), StringComparison.Ordinal);
            if (bits < 0)
                return null;
            fixedCase[i] = (bits >> (i % 5) & 1) == 1 ? char.ToUpperInvariant(text[i]) : char.ToLowerInvariant(text[i]);
        }
        var repaired = WithChecksum(fixedCase);
        return
            repaired.Equals(text, StringComparison.OrdinalIgnoreCase) && !text[15..].Equals(full[15..], StringComparison.Ordinal) && IsCaseLost(text)
            ? repaired
            : null;
    }

    private static bool IsCaseLost(string text) => !text.Any(char.IsAsciiLetterLower) || !text.Any(char.IsAsciiLetterUpper);
}
