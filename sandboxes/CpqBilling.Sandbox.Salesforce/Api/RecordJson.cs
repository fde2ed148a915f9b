using System.Globalization;
using System.Text.Json.Nodes;
using CpqBilling.Sandbox.Salesforce.Records;
using CpqBilling.Sandbox.Salesforce.Schema;

namespace CpqBilling.Sandbox.Salesforce.Api;

/// <summary>Records and values as the API writes them.</summary>
internal static class RecordJson
{
    public static JsonObject Attributes(Record record, string version) =>
        new() { ["type"] = record.Type.Name, ["url"] = $"/services/data/v{version}/sobjects/{record.Type.Name}/{record.Id}" };

    public static JsonObject Full(Record record, string version, IEnumerable<FieldDef>? fields = null)
    {
        var json = new JsonObject { ["attributes"] = Attributes(record, version) };
        foreach (var field in fields ?? record.Type.Fields)
            json[field.Name] = Value(record[field], field);
        return json;
    }

    /// <summary>Numbers keep the decimals they were stored with.</summary>
    public static JsonNode? Value(object? value, FieldDef? field = null) =>
        value switch
        {
            null => null,
            string text => JsonValue.Create(text),
            bool flag => JsonValue.Create(flag),
            decimal number when field?.Type == FieldType.Int => JsonValue.Create(decimal.Truncate(number)),
            decimal number => JsonValue.Create(number),
            DateOnly date => JsonValue.Create(date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)),
            DateTimeOffset at => JsonValue.Create(Instant(at)),
            JsonNode node => node,
            _ => throw new ArgumentException($"No JSON for {value.GetType()}.", nameof(value)),
        };

    public static string Instant(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'+0000'", CultureInfo.InvariantCulture);
}
