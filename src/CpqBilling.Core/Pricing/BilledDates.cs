using CpqBilling.Core.Calendar;
using NodaTime;

namespace CpqBilling.Core.Pricing;

/// <summary>The billing dates that are left for something that takes effect at a moment.</summary>
/// <param name="From">When it does; "now" where Stripe makes no bill at that moment.</param>
public readonly record struct BilledDates(BillingCalendar Calendar, Boundary From, BillingDay Day)
{
    /// <summary>Whole periods inside [start, end) that begin at or after the moment; one that begins "now" has been billed.</summary>
    public int WholePeriods(LocalDate start, LocalDate endExclusive) => Math.Max(0, Calendar.IndexAtOrBefore(endExclusive) - FirstPeriodFrom(start));

    /// <summary>Index of the first period that begins on or after a day, and at or after the moment.</summary>
    public int FirstPeriodFrom(LocalDate start)
    {
        var first = Math.Max(Calendar.IndexAtOrAfter(start), Calendar.IndexAtOrAfter(Day.DateOf(From.At)));
        var begins = Day.StartOf(Calendar.Nth(first));
        return begins < From.At || (From.IsNow && begins == From.At) ? first + 1 : first;
    }

    /// <summary>Whether it begins, and takes effect, before the contract's first billing date.</summary>
    public bool BeginBeforeTheFirst(LocalDate start) => start < Calendar.Anchor && From.At < Day.StartOf(Calendar.Anchor);
}
