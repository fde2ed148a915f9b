using NodaTime;
using NodaTime.Text;

namespace CpqBilling.Core.Calendar;

/// <summary>Dates and moments as Salesforce and configuration files write them.</summary>
public static class IsoText
{
    private const int DateLength = 10;

    private static readonly OffsetDateTimePattern[] MomentPatterns =
    [
        OffsetDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd'T'HH:mm:ss.FFFo<+HHmm>"),
        OffsetDateTimePattern.Rfc3339,
    ];

    /// <summary>A date, or the date part of a date-time.</summary>
    public static LocalDate? Date(string? text) =>
        text is { Length: >= DateLength } && LocalDatePattern.Iso.Parse(text[..DateLength]).TryGetValue(default, out var date) ? date : null;

    /// <summary>A date and nothing behind it.</summary>
    public static LocalDate? DateAlone(string? text) => text is { Length: DateLength } ? Date(text) : null;

    /// <summary>A date-time with its offset.</summary>
    public static Instant? Moment(string? text)
    {
        foreach (var pattern in MomentPatterns)
        {
            if (text is not null && pattern.Parse(text).TryGetValue(default, out var moment))
            {
                return moment.ToInstant();
            }
        }

        return null;
    }
}
