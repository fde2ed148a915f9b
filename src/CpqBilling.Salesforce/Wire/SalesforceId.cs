using System.Diagnostics.CodeAnalysis;

namespace CpqBilling.Salesforce;

/// <summary>Record ids: 15 characters that tell case apart, or 18 with a checksum that does not need it.</summary>
public static class SalesforceId
{
    private const string Checksum = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345";

    /// <summary>Gives the 18-character form; false when the text cannot be an id.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out string? id)
    {
        id = null;
        if (text is not { Length: 15 or 18 } || !text.All(char.IsAsciiLetterOrDigit))
        {
            return false;
        }

        var full = text[..15] + Suffix(text);
        if (text.Length == 18 && !string.Equals(full[15..], text[15..], StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        id = full;
        return true;
    }

    /// <summary>The 18-character form, or the text as it is when it is no id.</summary>
    public static string Full(string text) => TryParse(text, out var id) ? id : text;

    /// <summary>The object of a record that can be synced, by the first three characters of its id; null for others.</summary>
    public static string? TypeOf(string? text) =>
        TryParse(text, out var id)
            ? id[..3] switch
            {
                "001" => "Account",
                "01s" => "Pricebook2",
                "01t" => "Product2",
                "01u" => "PricebookEntry",
                "801" => "Order",
                _ => null,
            }
            : null;

    /// <summary>Bit i of a group is set when its character i is a capital letter.</summary>
    private static string Suffix(string id) =>
        string.Concat(
            Enumerable
                .Range(0, 3)
                .Select(group => Checksum[Enumerable.Range(0, 5).Sum(i => char.IsAsciiLetterUpper(id[(group * 5) + i]) ? 1 << i : 0)])
        );
}
