using NodaTime;

namespace CpqBilling.Core.Calendar;

/// <summary>The one place where calendar dates become instants and back: midnight in the billing time zone.</summary>
public sealed record BillingDay(DateTimeZone Zone)
{
    public Instant StartOf(LocalDate date) => date.AtStartOfDayInZone(Zone).ToInstant();

    public LocalDate DateOf(Instant instant) => instant.InZone(Zone).Date;

    /// <summary>The date if the instant is a midnight, else null: a boundary that was "now".</summary>
    public LocalDate? AsDate(Instant instant)
    {
        var date = DateOf(instant);
        return StartOf(date) == instant ? date : null;
    }
}
