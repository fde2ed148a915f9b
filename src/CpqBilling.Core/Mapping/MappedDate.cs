using CpqBilling.Core.Calendar;
using CpqBilling.Core.Money;
using NodaTime;

namespace CpqBilling.Core.Mapping;

/// <summary>Reads mapped values that the rules need as dates.</summary>
public static class MappedDate
{
    /// <summary>An ISO date, a date-time, or Unix seconds.</summary>
    public static LocalDate? Read(object? value) =>
        value switch
        {
            string text when IsoText.Date(text) is { } date => date,
            _ when PlainNumber.Of(value) is { } seconds && seconds is > 0 and < 4_102_444_800m => Instant
                .FromUnixTimeSeconds((long)seconds)
                .InUtc()
                .Date,
            _ => null,
        };
}
