using System.Text.RegularExpressions;
using CpqBilling.Core.Errors;
using CpqBilling.Core.Requests;

namespace CpqBilling.Core.Mapping;

/// <summary>Payment terms as days: numbers, and terms as people write them: Net 20, Net-30, 45 days, Due on receipt.</summary>
/// <remarks>Stripe counts days from the day of the invoice, so terms that count from the end of a month cannot be given in days.</remarks>
public static partial class DaysUntilDue
{
    private const int MostDays = 3650;

    /// <summary>Null when the value is none of these.</summary>
    public static int? Read(object? value) =>
        value switch
        {
            decimal number when number >= 0 && number == decimal.Truncate(number) && number <= MostDays => (int)number,
            string text => FromText(text.Trim()),
            _ => null,
        };

    /// <summary>Makes days of what was mapped to a path of a body; what is no number of days is an error, and stays.</summary>
    public static Checked<StripeMap> Converted(StripeMap body, string path, RecordRef record)
    {
        object? raw = body.AtPath(path) switch
        {
            StripeText text => text.Value,
            StripeNumber number => number.Value,
            _ => null,
        };
        return raw is null ? body
            : Read(raw) is { } days ? body.SetPath(path, (decimal)days)
            : Checked.Of(
                body,
                EndOfMonth().IsMatch($"{raw}")
                    ? MappingErrors.DaysFromEndOfMonth(record, $"{raw}", path)
                    : MappingErrors.DaysUntilDueInvalid(record, $"{raw}")
            );
    }

    private static int? FromText(string text)
    {
        if (OnReceipt().IsMatch(text))
        {
            return 0;
        }

        return Days().Match(text) is { Success: true } term && int.Parse(term.Groups["days"].Value) is <= MostDays and var days ? days : null;
    }

    [GeneratedRegex(@"^(due\s+)?(up)?on\s+receipt( of invoice)?$|^immediate(ly)?$", RegexOptions.IgnoreCase)]
    private static partial Regex OnReceipt();

    [GeneratedRegex(@"^(net[\s-]*)?(?<days>\d{1,4})([\s-]*days?)?( net)?$", RegexOptions.IgnoreCase)]
    private static partial Regex Days();

    [GeneratedRegex(@"\bE\.?O\.?M\b|end of (the )?month|month[\s-]end", RegexOptions.IgnoreCase)]
    private static partial Regex EndOfMonth();
}
