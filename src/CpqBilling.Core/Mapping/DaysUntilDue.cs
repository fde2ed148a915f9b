using CpqBilling.Core.Errors;
using CpqBilling.Core.Requests;

namespace CpqBilling.Core.Mapping;

/// <summary>Payment terms as days: whole numbers, digits, and the net terms of CPQ (orders.md rule 41).</summary>
public static class DaysUntilDue
{
    private static readonly HashSet<int> NetTerms = [15, 30, 45, 60, 90];

    /// <summary>Null when the value is none of these.</summary>
    public static int? Read(object? value) =>
        value switch
        {
            decimal number when number >= 0 && number == decimal.Truncate(number) && number <= 3650 => (int)number,
            string text => FromText(text.Trim()),
            _ => null,
        };

    /// <summary>Makes days of what was mapped to a path of a body; what is no number of days is an error.</summary>
    public static void Convert(StripeMap body, string path, RecordRef record, ErrorList errors)
    {
        object? raw = body.AtPath(path) switch
        {
            StripeText text => text.Value,
            StripeNumber number => number.Value,
            _ => null,
        };
        if (raw is not null && Read(raw) is { } days)
        {
            body.SetPath(path, (decimal)days);
        }
        else if (raw is not null)
        {
            errors.Add(MappingErrors.DaysUntilDueInvalid(record, $"{raw}"));
        }
    }

    private static int? FromText(string text)
    {
        if (text.Length is > 0 and <= 4 && text.All(char.IsAsciiDigit))
        {
            return int.Parse(text);
        }

        return
            text.StartsWith("Net", StringComparison.OrdinalIgnoreCase)
            && text.Length > 4
            && text[3] is ' ' or '-'
            && int.TryParse(text[4..], out var days)
            && NetTerms.Contains(days)
            ? days
            : null;
    }
}
