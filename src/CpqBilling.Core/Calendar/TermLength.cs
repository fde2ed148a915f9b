using System.Diagnostics;
using NodaTime;

namespace CpqBilling.Core.Calendar;

/// <summary>How many months CPQ counts between two dates, by the org's proration precision.</summary>
/// <remarks>
/// docs/rules/charges.md 2. The end is exclusive (CPQ's inclusive end plus one day). Published check: 2019-05-23 to 2019-09-30
/// inclusive over a term of 12 is 5/12, 0.355251, 0.358904 and 0.357527 by the four precisions.
/// </remarks>
public static class TermLength
{
    private const int DaysPerYear = 365;

    /// <param name="anchorDay">
    /// Day of month of the contract's billing dates: a start that is such a date clamped to a short month counts as that
    /// day. Null counts from the start's own day.
    /// </param>
    public static TermMonths Between(LocalDate start, LocalDate endExclusive, ProrationPrecision precision, int? anchorDay = null)
    {
        if (endExclusive <= start)
        {
            return TermMonths.Zero;
        }

        var (months, days) = WholeMonths(start, endExclusive, anchorDay);
        return precision switch
        {
            ProrationPrecision.Month => TermMonths.Whole(days > 0 ? months + 1 : months),
            ProrationPrecision.MonthlyPlusDaily => TermMonths.Whole(months) + TermMonths.Fraction(12L * days, DaysPerYear),
            ProrationPrecision.Day => TermMonths.Fraction(12L * Days(start, endExclusive), DaysPerYear),
            ProrationPrecision.CalendarMonthlyPlusDaily => ByCalendarMonths(start, endExclusive),
            _ => throw new UnreachableException(),
        };
    }

    /// <summary>Whole months from the start, and the days left after them.</summary>
    public static (int Months, int Days) WholeMonths(LocalDate start, LocalDate endExclusive, int? anchorDay = null)
    {
        var day = anchorDay is { } anchor && IsClamped(start, anchor) ? anchor : start.Day;
        var months = (12 * (endExclusive.Year - start.Year)) + endExclusive.Month - start.Month;
        if (MonthsLater(start, months, day) > endExclusive)
        {
            months--;
        }

        return (months, Days(MonthsLater(start, months, day), endExclusive));
    }

    private static bool IsClamped(LocalDate date, int anchorDay) =>
        anchorDay > date.Day && date.Day == date.Calendar.GetDaysInMonth(date.Year, date.Month);

    /// <param name="day">Of the month; the last one of a month that is too short for it.</param>
    internal static LocalDate MonthsLater(LocalDate start, int months, int day)
    {
        var month = new LocalDate(start.Year, start.Month, 1).PlusMonths(months);
        return month.PlusDays(Math.Min(day, month.Calendar.GetDaysInMonth(month.Year, month.Month)) - 1);
    }

    private static TermMonths ByCalendarMonths(LocalDate start, LocalDate endExclusive)
    {
        var total = TermMonths.Zero;
        for (var from = start; from < endExclusive; )
        {
            var nextMonth = new LocalDate(from.Year, from.Month, 1).PlusMonths(1);
            var to = LocalDate.Min(nextMonth, endExclusive);
            total += TermMonths.Fraction(Days(from, to), from.Calendar.GetDaysInMonth(from.Year, from.Month));
            from = to;
        }

        return total;
    }

    private static int Days(LocalDate from, LocalDate to) => Period.DaysBetween(from, to);
}
