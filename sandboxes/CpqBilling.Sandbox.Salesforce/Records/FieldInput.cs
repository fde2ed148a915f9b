using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using CpqBilling.Sandbox.Salesforce.Api;
using CpqBilling.Sandbox.Salesforce.Schema;

namespace CpqBilling.Sandbox.Salesforce.Records;

/// <summary>One value from JSON to what is stored, and the checks of its length, range and picklist.</summary>
internal static partial class FieldInput
{
    /// <summary>Numbers and booleans may come as strings; texts lose blanks at their ends and empty ones are null.</summary>
    public static object? Convert(FieldDef field, JsonNode node)
    {
        var kind = node.GetValueKind();
        if (kind is JsonValueKind.Object or JsonValueKind.Array)
            throw RecordErrors.CannotRead(field.Type.WireName(), node.ToJsonString());
        var text = kind == JsonValueKind.String ? node.GetValue<string>() : node.ToJsonString();
        if (text.Length == 0)
            return null;
        return field.Type switch
        {
            FieldType.Boolean => bool.TryParse(text, out var flag) ? flag : throw RecordErrors.CannotRead("boolean", text),
            FieldType.Date => Date(text) ?? throw RecordErrors.CannotRead("date", text),
            FieldType.DateTime => Instant(text) ?? throw RecordErrors.CannotRead("datetime", text),
            FieldType.Id or FieldType.Reference => SalesforceId.Normalize(text) ?? throw RecordErrors.MalformedId(field.Label, text, field.Name),
            _ when field.Type.IsNumber() => Number(text, field)
                ?? throw RecordErrors.CannotRead(field.Type == FieldType.Int ? "int" : "double", text),
            _ when kind is JsonValueKind.True or JsonValueKind.False => throw RecordErrors.CannotRead("string", text),
            _ => text.Trim() is { Length: > 0 } trimmed ? trimmed : null,
        };
    }

    public static void Check(FieldDef field, object value)
    {
        switch (value)
        {
            case string text when field.Type.IsText() && field.Length > 0 && text.Length > field.Length:
                throw RecordErrors.TooLong(field.Label, text, field.Name, field.Length);
            case string text
                when field is { Type: FieldType.Picklist, IsRestrictedPicklist: true }
                    && !field.PicklistValues.Contains(text, StringComparer.Ordinal):
                throw RecordErrors.BadPicklistValue(field.Label, text, field.Name);
            case decimal number when field.Precision > 0 && Math.Abs(decimal.Truncate(number)) >= Power(field.Precision - field.Scale):
                throw RecordErrors.OutOfRange(field.Label, number.ToString(CultureInfo.InvariantCulture), field.Name);
        }
    }

    public static DateTimeOffset? Instant(string text)
    {
        if (!text.Contains('T', StringComparison.Ordinal))
            return Date(text) is { } day ? new DateTimeOffset(day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero) : null;
        var withColon = OffsetWithoutColon().Replace(text, "$1:$2");
        return DateTimeOffset.TryParse(withColon, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at)
            ? at.ToUniversalTime()
            : null;
    }

    [GeneratedRegex(@"([+-]\d{2})(\d{2})$")]
    private static partial Regex OffsetWithoutColon();

    private static DateOnly? Date(string text) =>
        text.Length >= 10
        && DateOnly.TryParseExact(text.AsSpan(0, 10), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
        && (text.Length == 10 || text[10] == 'T')
            ? date
            : null;

    private static decimal? Number(string text, FieldDef field) =>
        decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
        && (field.Type != FieldType.Int || number == decimal.Truncate(number))
            ? number
            : null;

    private static decimal Power(int digits)
    {
        var result = 1m;
        for (var i = 0; i < Math.Min(digits, 27); i++)
            result *= 10;
        return result;
    }
}
