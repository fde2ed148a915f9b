using NodaTime;

namespace CpqBilling.Core.Calendar;

/// <summary>The billing dates of a contract: anchor plus n periods, each computed from the anchor.</summary>
/// <remarks>Never from the date before it, so that the 31st comes back after February (decisions.md 3.5, C-15).</remarks>
public readonly record struct BillingCalendar(LocalDate Anchor, int PeriodMonths)
{
    /// <summary>The nth billing date; n may be negative.</summary>
    public LocalDate Nth(int index) => Anchor.PlusMonths(index * PeriodMonths);

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
        var months = (12 * (date.Year - Anchor.Year)) + date.Month - Anchor.Month;
        var (index, rest) = Math.DivRem(months, PeriodMonths);
        index = rest < 0 ? index - 1 : index;
        return Nth(index) > date ? index - 1 : index;
    }

    /// <summary>The billing date that opens the period in which <paramref name="date"/> lies.</summary>
    public LocalDate PeriodStart(LocalDate date) => Nth(IndexAtOrBefore(date));

    /// <summary>The first billing date after <paramref name="date"/>.</summary>
    public LocalDate NextAfter(LocalDate date) => Nth(IndexAtOrBefore(date) + 1);
}
