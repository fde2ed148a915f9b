using CpqBilling.Core.Mapping;
using NodaTime;
using NodaTime.Text;

namespace CpqBilling.Core.Cpq;

/// <summary>A Salesforce record as the REST API gives it: text, decimal, true/false or null by field API name.</summary>
/// <remarks>The bag stays inside Cpq and Mapping; rules read the typed records made from it.</remarks>
public sealed class CpqRecord(string type, string id, IReadOnlyDictionary<string, object?> fields)
{
    private static readonly OffsetDateTimePattern[] MomentPatterns =
    [
        OffsetDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd'T'HH:mm:ss.FFFo<+HHmm>"),
        OffsetDateTimePattern.Rfc3339,
    ];

    public string Type { get; } = type;

    public string Id { get; } = id;

    public IReadOnlyDictionary<string, object?> Fields { get; } = fields;

    public object? Raw(string field) => Fields.TryGetValue(field, out var value) ? value : null;

    public string? Text(string field) =>
        Raw(field) switch
        {
            string text when text.Length > 0 => text,
            decimal number => number.ToString(),
            _ => null,
        };

    public decimal? Number(string field) =>
        Raw(field) switch
        {
            decimal number => number,
            string text => MappedDate.Number(text),
            _ => null,
        };

    public bool Flag(string field) => Raw(field) is true;

    public LocalDate? Date(string field) => ParseDate(Raw(field) as string);

    public Instant? Moment(string field) => ParseMoment(Raw(field) as string);

    /// <summary>A date, or the date part of a date-time.</summary>
    public static LocalDate? ParseDate(string? text) =>
        text is { Length: >= 10 } && LocalDatePattern.Iso.Parse(text[..10]).TryGetValue(default, out var date) ? date : null;

    /// <summary>A date-time with its offset.</summary>
    public static Instant? ParseMoment(string? text)
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
