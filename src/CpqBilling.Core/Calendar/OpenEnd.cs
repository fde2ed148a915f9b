using NodaTime;

namespace CpqBilling.Core.Calendar;

/// <summary>The end of what was sold without one: a date after all others.</summary>
public static class OpenEnd
{
    public static LocalDate Date => LocalDate.MaxIsoValue;

    public static Instant At => Instant.MaxValue;
}
