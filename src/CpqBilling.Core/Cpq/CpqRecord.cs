using CpqBilling.Core.Calendar;
using CpqBilling.Core.Money;
using NodaTime;

namespace CpqBilling.Core.Cpq;

/// <summary>A Salesforce record as the REST API gives it: text, decimal, true/false or null by field API name.</summary>
/// <remarks>The bag stays inside Cpq and Mapping; rules read the typed records made from it.</remarks>
public sealed class CpqRecord(string type, string id, IReadOnlyDictionary<string, object?> fields)
{
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
            string text => PlainNumber.Of(text),
            _ => null,
        };

    public bool Flag(string field) => Raw(field) is true;

    public LocalDate? Date(string field) => IsoText.Date(Raw(field) as string);

    public Instant? Moment(string field) => IsoText.Moment(Raw(field) as string);
}
