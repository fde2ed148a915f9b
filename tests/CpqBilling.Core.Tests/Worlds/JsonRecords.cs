using System.Globalization;
using System.Text.Json;
using CpqBilling.Core.Cpq;
using CpqBilling.Core.Mapping;
using CpqBilling.Core.Money;
using NodaTime.Text;

namespace CpqBilling.Core.Tests.Worlds;

/// <summary>Reads the parts of an input file into what the core takes.</summary>
internal static class JsonRecords
{
    public static IEnumerable<CpqRecord> Records(JsonElement salesforce) =>
        from type in salesforce.EnumerateObject()
        from row in type.Value.EnumerateArray()
        select new CpqRecord(
            type.Name,
            row.GetProperty("Id").GetString()!,
            row.EnumerateObject().ToDictionary(field => field.Name, field => Scalar(field.Value))
        );

    public static FieldMappings Mappings(JsonElement input) =>
        new()
        {
            Defaults = Tables(input, "fieldDefaults")
                .ToImmutableDictionary(
                    table => table.Name,
                    table => table.Value.EnumerateObject().ToImmutableDictionary(row => row.Name, row => Scalar(row.Value))
                ),
            Paths = Tables(input, "fieldMappings")
                .ToImmutableDictionary(
                    table => table.Name,
                    table => table.Value.EnumerateObject().ToImmutableDictionary(row => row.Name, row => row.Value.GetString()!)
                ),
        };

    public static Instant Moment(JsonElement value) => InstantPattern.ExtendedIso.Parse(value.GetString()!).Value;

    private static JsonElement.ObjectEnumerator Tables(JsonElement input, string name) =>
        input.TryGetProperty(name, out var tables) ? tables.EnumerateObject() : default;

    public static object? Scalar(JsonElement value) =>
        value.ValueKind switch
        {
            JsonValueKind.String => value.GetString(),
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            JsonValueKind.Number => MinorUnits.Trim(decimal.Parse(value.GetRawText(), NumberStyles.Float, CultureInfo.InvariantCulture)),
            _ => null,
        };
}
