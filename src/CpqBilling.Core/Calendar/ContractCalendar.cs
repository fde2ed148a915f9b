using NodaTime;

namespace CpqBilling.Core.Calendar;

/// <summary>When a contract is billed.</summary>
/// <param name="Start">First day of the first recurring line that is billed: Stripe counts from there.</param>
/// <param name="Anchor">First billing date: the start, or the first billing day on or after it.</param>
/// <param name="Day">Its midnights.</param>
public sealed record ContractCalendar(LocalDate Start, LocalDate Anchor, BillingDay Day)
{
    /// <param name="dayOfMonth">On which bills are made; null on the day of the start.</param>
    public static ContractCalendar From(LocalDate start, int? dayOfMonth, DateTimeZone zone) =>
        new(start, dayOfMonth is { } day ? FirstOn(day, start) : start, BillingDay.From(start, zone));

    public BillingCalendar Of(int periodMonths) => new(Anchor, periodMonths, Period.DaysBetween(Day.StartOf(Anchor).InUtc().Date, Anchor));

    private static LocalDate FirstOn(int day, LocalDate start)
    {
        var date = new LocalDate(start.Year, start.Month, day);
        return date < start ? date.PlusMonths(1) : date;
    }
}
