namespace CpqBilling.Sandbox.Salesforce.Cpq;

/// <summary>CPQ's package setting "Subscription Prorate Precision": how a span of dates becomes months.</summary>
public enum ProrationPrecision
{
    /// <summary>Whole months, a part month counts as one.</summary>
    Month,

    /// <summary>Whole months, and each further day is 12/365 of a month.</summary>
    MonthlyAndDaily,

    /// <summary>Days, each 12/365 of a month.</summary>
    Day,

    /// <summary>Calendar months, the first and the last by the share of their days.</summary>
    CalendarMonthlyAndDaily,
}

/// <summary>The names by which the setting is given and told.</summary>
internal static class ProrationPrecisions
{
    private static readonly Dictionary<ProrationPrecision, string> Names = new()
    {
        [ProrationPrecision.Month] = "month",
        [ProrationPrecision.MonthlyAndDaily] = "monthly+daily",
        [ProrationPrecision.Day] = "day",
        [ProrationPrecision.CalendarMonthlyAndDaily] = "calendarMonthly+daily",
    };

    public static string Name(this ProrationPrecision precision) => Names[precision];

    public static ProrationPrecision Parse(string name) =>
        Names.FirstOrDefault(pair => pair.Value.Equals(name, StringComparison.OrdinalIgnoreCase)) is { Value: not null } found
            ? found.Key
            : throw new FormatException($"The precision must be one of {string.Join(", ", Names.Values)}.");
}
