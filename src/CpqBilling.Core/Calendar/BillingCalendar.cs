using NodaTime;

namespace CpqBilling.Core.Calendar;

/// <summary>The billing dates of a contract: anchor plus n periods, each computed from the anchor.</summary>
/// <remarks>Never from the date before it, so that the 31st comes back after February.</remarks>
/// <param name="DaysAhead">
/// By how many days the anchor is ahead of its day in universal time, in which Stripe counts months: 1 east of Greenwich, where
/// midnight lies on the day before, else 0 (docs/decisions/0036).
/// </param>
public readonly record struct BillingCalendar(LocalDate Anchor, int PeriodMonths, int DaysAhead = 0)
{
    /// <summary>The nth billing date; n may be negative.</summary>
    public LocalDate Nth(int index) => Anchor.PlusDays(-DaysAhead).PlusMonths(index * PeriodMonths).PlusDays(DaysAhead);

    public bool IsBillingDate(LocalDate date) => PeriodStart(date) == date;

    /// <summary>Index of the first billing date that is not before <paramref name="date"/>.</summary>
    public int IndexAtOrAfter(LocalDate date)
    {
        var index = IndexAtOrBefore(date);
        return Nth(index) == date ? index : index + 1;
    }

    /// <summary>Index of the last billing date that is not after <paramref name="date"/>.</summary>
    public int IndexAtOrBefore(LocalDate date)
    {
        var (anchor, day) = (Anchor.PlusDays(-DaysAhead), date.PlusDays(-DaysAhead));
        var months = (12 * (day.Year - anchor.Year)) + day.Month - anchor.Month;
        var (index, rest) = Math.DivRem(months, PeriodMonths);
        index = rest < 0 ? index - 1 : index;
        return Nth(index) > date ? index - 1 : index;
    }

    /// <summary>The billing date that opens the period in which <paramref name="date"/> lies.</summary>
    public LocalDate PeriodStart(LocalDate date) => Nth(IndexAtOrBefore(date));

    /// <summary>The first billing date after <paramref name="date"/>.</summary>
    public LocalDate NextAfter(LocalDate date) => Nth(IndexAtOrBefore(date) + 1);

    /// <summary>Whole periods from one billing date to another; null where one of them is none.</summary>
    public TermMonths? MonthsBetween(LocalDate start, LocalDate end) =>
        IsBillingDate(start) && IsBillingDate(end) ? TermMonths.Whole((long)(IndexAtOrBefore(end) - IndexAtOrBefore(start)) * PeriodMonths) : null;

    /// <summary>Length of the nth period.</summary>
    public int DaysOf(int index) => Period.DaysBetween(Nth(index), Nth(index + 1));
}
