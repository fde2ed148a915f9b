using CpqBilling.Core.Errors;
using NodaTime;

namespace CpqBilling.Core.Calendar;

/// <summary>The years in which something can be billed: Stripe counts from 1970, and beyond 2100 a date is a mistake.</summary>
public static class BillableDates
{
    private const int FirstYear = 1970;

    private const int LastYear = 2100;

    public static bool Hold(LocalDate date) => date.Year is >= FirstYear and <= LastYear;

    public static SyncError Error(RecordRef record, string field, LocalDate date) =>
        OrderErrors.DateOutOfRange(record, field, $"{date:uuuu-MM-dd}", $"{FirstYear} to {LastYear}");
}
