using System.Globalization;

namespace CpqBilling.Sandbox.Salesforce.Cpq;

/// <summary>How many months a span of dates counts, and the multiplier that follows from it.</summary>
/// <remarks>CPQ computes in binary floating point and stores the result unrounded, so this does too: 11 months of 12 are 0.9166666666666666.</remarks>
internal static class EffectiveTerm
{
    public const int DefaultProductTermMonths = 12;

    /// <param name="end">The last day, included.</param>
    public static double Months(DateOnly start, DateOnly end, ProrationPrecision precision)
    {
        var endExclusive = end.AddDays(1);
        var (months, days) = WholeMonths(start, endExclusive);
        return precision switch
        {
            ProrationPrecision.Month => days > 0 ? months + 1 : months,
            ProrationPrecision.MonthlyAndDaily => months + (days * 12 / 365d),
            ProrationPrecision.Day => (endExclusive.DayNumber - start.DayNumber) / 365d * 12,
            _ => CalendarMonths(start, end),
        };
    }

    /// <summary>Months divided by the product's term, as it is stored on quote and order lines.</summary>
    public static decimal Multiplier(double months, decimal? productTermMonths) =>
        decimal.Parse(
            (months / (double)(productTermMonths ?? DefaultProductTermMonths)).ToString("R", CultureInfo.InvariantCulture),
            NumberStyles.Float,
            CultureInfo.InvariantCulture
        );

    /// <summary>Whole months counted from the start, and the days left over.</summary>
    public static (int Months, int Days) WholeMonths(DateOnly start, DateOnly endExclusive)
    {
        var months = ((endExclusive.Year - start.Year) * 12) + endExclusive.Month - start.Month;
        if (start.AddMonths(months) > endExclusive)
            months--;
        return (months, endExclusive.DayNumber - start.AddMonths(months).DayNumber);
    }

    private static double CalendarMonths(DateOnly start, DateOnly end)
    {
        if (start.Year == end.Year && start.Month == end.Month)
            return (end.Day - start.Day + 1) / (double)LengthOf(start);
        var between = ((end.Year - start.Year) * 12) + end.Month - start.Month - 1;
        return ((LengthOf(start) - start.Day + 1) / (double)LengthOf(start)) + between + (end.Day / (double)LengthOf(end));
    }

    private static int LengthOf(DateOnly date) => DateTime.DaysInMonth(date.Year, date.Month);
}
