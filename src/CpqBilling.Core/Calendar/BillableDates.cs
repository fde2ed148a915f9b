using NodaTime;

namespace CpqBilling.Core.Calendar;

/// <summary>The years in which something can be billed: Stripe counts from 1970, and beyond 2100 a date is a mistake.</summary>
public static class BillableDates
{
    public const int FirstYear = 1970;

    public const int LastYear = 2100;

    public static bool Hold(LocalDate date) => date.Year is >= FirstYear and <= LastYear;
}
