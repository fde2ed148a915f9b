using CpqBilling.Core.Calendar;
using CpqBilling.Core.Contract;
using NodaTime;

namespace CpqBilling.Core.Pricing;

/// <summary>What a line without an end costs: a billing period its price, a part of one the share of its days, whatever the precision.</summary>
public static class OpenPeriods
{
    /// <summary>Per unit, from one day to another, which is the first without.</summary>
    public static decimal PriceBetween(LineTerm term, LocalDate from, LocalDate until, BillingCalendar calendar)
    {
        decimal price = 0;
        for (var index = calendar.IndexAtOrBefore(from); calendar.Nth(index) < until; index++)
        {
            var days = Period.DaysBetween(LocalDate.Max(from, calendar.Nth(index)), LocalDate.Min(until, calendar.Nth(index + 1)));
            var whole = calendar.DaysOf(index);
            price += days == whole ? term.PeriodPrice : term.Rounded(term.PeriodPrice * days / whole);
        }

        return price;
    }

    /// <summary>What is charged when the line takes effect: the time until the first period that the recurring price charges.</summary>
    public static LineCharges Charges(LineTerm term, BilledDates dates)
    {
        var calendar = dates.Calendar;
        return new LineCharges(
            LineCharges.Endless,
            null,
            null,
            PriceBetween(term, term.Start, calendar.Nth(dates.FirstPeriodFrom(term.Start)), calendar)
        )
        {
            PricedFrom = dates.BeginBeforeTheFirst(term.Start) ? calendar.Anchor : null,
        };
    }
}
