using System.Collections.Immutable;
using System.Text.Json;
using CpqBilling.Core.Mapping;

namespace CpqBilling.Engine.Sync;

/// <summary>Mapping tables from JSON.</summary>
internal static class MappingsReader
{
    public static FieldMappings Read(JsonElement defaults, JsonElement paths) =>
        new() { Defaults = Table(defaults, Value), Paths = Table(paths, value => value.GetString() ?? "") };

    private static ImmutableDictionary<string, ImmutableDictionary<string, T>> Table<T>(JsonElement table, Func<JsonElement, T> read) =>
        table.ValueKind != JsonValueKind.Object
            ? ImmutableDictionary<string, ImmutableDictionary<string, T>>.Empty
            : table
                .EnumerateObject()
                .ToImmutableDictionary(
                    row => row.Name,
                    row => row.Value.EnumerateObject().ToImmutableDictionary(field => field.Name, field => read(field.Value))
                );

    private static object? Value(JsonElement value) =>
        value.ValueKind switch
        {
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            JsonValueKind.Number => value.GetDecimal(),
            JsonValueKind.String => value.GetString(),
            _ => null,
        };
}
