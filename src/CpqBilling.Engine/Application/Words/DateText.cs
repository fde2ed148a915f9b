using NodaTime;
using NodaTime.Text;

namespace CpqBilling.Engine.Application.Words;

/// <summary>Dates and moments as people read them.</summary>
public static class DateText
{
    private static readonly LocalDatePattern Spoken = LocalDatePattern.CreateWithInvariantCulture("d MMM uuuu");
    private static readonly ZonedDateTimePattern Full = ZonedDateTimePattern.CreateWithInvariantCulture("d MMM uuuu HH:mm:ss z", null);

    /// <summary><c>1 Nov 2026</c></summary>
    public static string Of(LocalDate date) => Spoken.Format(date);

    /// <summary><c>1 Nov 2026 10:42:07 UTC</c></summary>
    public static string Of(Instant at) => Full.Format(at.InUtc());

    /// <summary><c>2 h ago</c>, <c>in 3 days</c>, <c>just now</c>.</summary>
    public static string Ago(Instant at, Instant now)
    {
        var distance = now - at;
        var isPast = distance >= Duration.Zero;
        var length = isPast ? distance : -distance;
        if (length < Duration.FromSeconds(10))
        {
            return "just now";
        }

        var words =
            length < Duration.FromSeconds(90) ? $"{(int)length.TotalSeconds} s"
            : length < Duration.FromMinutes(90) ? $"{(int)length.TotalMinutes} min"
            : length < Duration.FromHours(36) ? $"{(int)length.TotalHours} h"
            : length < Duration.FromDays(60) ? $"{(int)length.TotalDays} days"
            : $"{(int)(length.TotalDays / 30.4375)} months";
        return isPast ? $"{words} ago" : $"in {words}";
    }

    /// <summary><c>0.8 s</c>, <c>2 min 5 s</c>.</summary>
    public static string Length(Duration duration) =>
        duration < Duration.FromSeconds(1) ? $"{(int)duration.TotalMilliseconds} ms"
        : duration < Duration.FromMinutes(1) ? FormattableString.Invariant($"{duration.TotalSeconds:0.0} s")
        : $"{(int)duration.TotalMinutes} min {duration.Seconds} s";
}
