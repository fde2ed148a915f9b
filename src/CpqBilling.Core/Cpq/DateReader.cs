using CpqBilling.Core.Calendar;
using NodaTime;

namespace CpqBilling.Core.Cpq;

/// <summary>Reads the dates of many records. A contract repeats a few of them on all its lines: each text is parsed once.</summary>
internal sealed class DateReader
{
    private readonly Dictionary<string, LocalDate?> _dates = [];
    private readonly Dictionary<string, Instant?> _moments = [];

    public LocalDate? Date(CpqRecord? record, string field) => Once(_dates, record?.Raw(field) as string, IsoText.Date);

    public Instant? Moment(CpqRecord? record, string field) => Once(_moments, record?.Raw(field) as string, IsoText.Moment);

    private static T? Once<T>(Dictionary<string, T?> known, string? text, Func<string?, T?> parse)
        where T : struct
    {
        if (text is null)
        {
            return null;
        }

        if (!known.TryGetValue(text, out var value))
        {
            known[text] = value = parse(text);
        }

        return value;
    }
}
