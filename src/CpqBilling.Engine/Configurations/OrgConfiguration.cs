using System.Collections.Immutable;
using System.Text.Json;
using CpqBilling.Core.Errors;
using CpqBilling.Core.Mapping;
using CpqBilling.Core.Settings;
using CpqBilling.Engine.Sync;
using CpqBilling.Salesforce;

namespace CpqBilling.Engine.Configurations;

/// <summary>Settings, mappings and filters of an org, as a file or a stored version says them.</summary>
public sealed record OrgConfiguration(BillingSettings Settings, FieldMappings Mappings, string OrderFilter = LoadRequest.DefaultOrderFilter)
{
    public static OrgConfiguration Default { get; } = new(new BillingSettings(), FieldMappings.None);

    public RecordFilters Filters { get; init; } = new();

    /// <summary>Everything that is wrong with it and can be told without asking Salesforce.</summary>
    public ImmutableArray<SyncError> Errors { get; init; } = [];

    /// <summary>Those of settings: they decide amounts, so nothing can be computed without them.</summary>
    public ImmutableArray<SyncError> SettingErrors => [.. Errors.Where(error => error.Name == nameof(MappingErrors.SettingInvalid))];

    /// <summary>Reads the shape of a case file: settings, fieldDefaults, fieldMappings.</summary>
    public static OrgConfiguration Read(JsonElement json)
    {
        var errors = new ErrorList();
        var (settings, defaults, paths) = (Part(json, "settings"), Part(json, "fieldDefaults"), Part(json, "fieldMappings"));
        CheckShape("settings", settings, errors);
        var billing = SettingsReader.Read(settings, errors);
        MappingCheck.Check(defaults, paths, errors);
        return new OrgConfiguration(
            billing,
            MappingsReader.Read(
                MappingCheck.Readable(defaults, MappingCheck.IsScalar),
                MappingCheck.Readable(paths, value => value.ValueKind == JsonValueKind.String)
            ),
            Text(settings, "orderFilter") ?? LoadRequest.DefaultOrderFilter
        )
        {
            Filters = new RecordFilters(
                Text(settings, "accountFilter"),
                Text(settings, "productFilter"),
                Text(settings, "pricebookEntryFilter"),
                Part(settings, "accountSync").ValueKind != JsonValueKind.False
            ),
            Errors = errors.ToImmutable(),
        };
    }

    internal static void CheckShape(string name, JsonElement part, ErrorList errors)
    {
        if (part.ValueKind is not (JsonValueKind.Object or JsonValueKind.Undefined or JsonValueKind.Null))
        {
            errors.Add(MappingErrors.SettingInvalid(MappingCheck.Org, name, part.ToString(), name));
        }
    }

    internal static JsonElement Part(JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var part) ? part : default;

    private static string? Text(JsonElement settings, string name) =>
        Part(settings, name) is { ValueKind: JsonValueKind.String } text && !string.IsNullOrWhiteSpace(text.GetString()) ? text.GetString() : null;
}
