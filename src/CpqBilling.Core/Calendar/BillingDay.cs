using NodaTime;

namespace CpqBilling.Core.Calendar;

/// <summary>The one place where calendar dates become instants and back: midnight in the billing time zone.</summary>
public sealed record BillingDay(DateTimeZone Zone)
{
    /// <summary>The days of a contract: all its midnights keep the offset of the first, for Stripe counts months in universal time.</summary>
    /// <remarks>
    /// A bill would come an hour before or after the phase that is to change it otherwise, once clocks have changed. Where midnight
    /// does not exist on the first day, or comes twice, the day begins with its first moment (docs/decisions/0036).
    /// </remarks>
    public static BillingDay From(LocalDate start, DateTimeZone zone)
    {
        var begins = start.AtStartOfDayInZone(zone).ToInstant();
        var offset = start.AtMidnight().InUtc().ToInstant() - begins;
        return new BillingDay(DateTimeZone.ForOffset(Offset.FromSeconds((int)offset.TotalSeconds)));
    }

    public Instant StartOf(LocalDate date) => date == OpenEnd.Date ? OpenEnd.At : date.AtStartOfDayInZone(Zone).ToInstant();

    public LocalDate DateOf(Instant instant) => instant == OpenEnd.At ? OpenEnd.Date : instant.InZone(Zone).Date;

    /// <summary>The date if the instant is a midnight, else null: a boundary that was "now".</summary>
    public LocalDate? AsDate(Instant instant)
    {
        var date = DateOf(instant);
        return StartOf(date) == instant ? date : null;
    }
}
