using System.Collections.Frozen;
using System.Text.Json;

namespace CpqBilling.Core.Requests;

/// <summary>The closed lists of words in Stripe's API: members of an enumeration, written in lower case with underscores.</summary>
public static class StripeWord
{
    public static string Of<T>(T member)
        where T : struct, Enum => List<T>.Words[member];

    /// <summary>Null when the list has no such word.</summary>
    public static T? Read<T>(string? word)
        where T : struct, Enum => word is not null && List<T>.Members.TryGetValue(word, out var member) ? member : null;

    private static class List<T>
        where T : struct, Enum
    {
        public static readonly FrozenDictionary<T, string> Words = Enum.GetValues<T>()
            .ToFrozenDictionary(member => member, member => JsonNamingPolicy.SnakeCaseLower.ConvertName($"{member}"));

        public static readonly FrozenDictionary<string, T> Members = Words.ToFrozenDictionary(word => word.Value, word => word.Key);
    }
}
