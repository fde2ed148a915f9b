namespace CpqBilling.Core.Calendar;

/// <summary>CPQ's package setting "Subscription Prorate Precision".</summary>
public enum ProrationPrecision
{
    /// <summary>Whole months; a part month counts as one.</summary>
    Month,

    /// <summary>Whole months, and days as 12/365 of a month each.</summary>
    MonthlyPlusDaily,

    /// <summary>Days only: 365 of them are twelve months.</summary>
    Day,

    /// <summary>Part months at both ends by the length of their calendar month.</summary>
    CalendarMonthlyPlusDaily,
}
