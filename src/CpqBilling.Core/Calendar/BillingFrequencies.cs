using System.Collections.Immutable;

namespace CpqBilling.Core.Calendar;

/// <summary>CPQ's billing frequencies as months of one billing period: its own words, and those an org has added to its picklist.</summary>
/// <param name="Months">Words of the org; null means that the whole term is charged on its first day.</param>
public sealed record BillingFrequencies(ImmutableDictionary<string, int?> Months)
{
    /// <summary>The longest period Stripe bills.</summary>
    public const int MostMonths = 36;

    public static BillingFrequencies Standard { get; } = new(ImmutableDictionary<string, int?>.Empty);

    /// <summary>Null when the word is none that can be billed by the period; a mapping may also name the months.</summary>
    public int? MonthsOf(string? word) =>
        word is not null && Months.TryGetValue(word, out var own) ? own
        : word is null or "" or "Monthly" ? 1
        : word == "Quarterly" ? 3
        : word == "Semiannual" ? 6
        : word == "Annual" ? 12
        : int.TryParse(word, out var months) && months is > 0 and <= MostMonths ? months
        : null;

    /// <summary>The whole of such a line is charged in advance, on its first day.</summary>
    public bool IsWholeTerm(string? word) => word is not null && Months.TryGetValue(word, out var own) && own is null;
}
