using System.Collections.Immutable;
using System.Text.Json;
using CpqBilling.Core.Errors;
using CpqBilling.Core.Mapping;
using CpqBilling.Core.Settings;
using CpqBilling.Engine.Sync;
using CpqBilling.Salesforce;

namespace CpqBilling.Engine.Configurations;

/// <summary>Settings, mappings and filters of an org, as a file or a stored version says them.</summary>
public sealed record OrgConfiguration(BillingSettings Settings, FieldMappings Mappings)
{
    private const string CaseRecords = "salesforce";
    private static readonly string[] Parts = ["settings", "fieldDefaults", "fieldMappings", "version"];

    public static OrgConfiguration Default { get; } = new(new BillingSettings(), FieldMappings.None);

    public string OrderFilter => Settings.OrderFilter;

    public RecordFilters Filters => new(Settings.AccountFilter, Settings.ProductFilter, Settings.PricebookEntryFilter, Settings.AccountSync);

    /// <summary>Everything that is wrong with it and can be told without asking Salesforce.</summary>
    public ImmutableArray<SyncError> Errors { get; init; } = [];

    /// <summary>Those of settings: they decide amounts, so nothing can be computed without them.</summary>
    public ImmutableArray<SyncError> SettingErrors =>
        [.. Errors.Where(error => error.Name is nameof(MappingErrors.SettingInvalid) or nameof(MappingErrors.SettingUnknown))];

    /// <summary>Reads the shape of a case file: settings, fieldDefaults, fieldMappings.</summary>
    public static OrgConfiguration Read(JsonElement json)
    {
        var (settings, defaults, paths) = (Part(json, "settings"), Part(json, "fieldDefaults"), Part(json, "fieldMappings"));
        var billing = SettingsReader.Read(settings);
        IEnumerable<SyncError> errors =
        [
            .. PartErrors(json),
            .. ShapeErrors("settings", settings),
            .. billing.Errors,
            .. MappingCheck.Errors(defaults, paths),
        ];
        return new OrgConfiguration(
            billing.Value!,
            MappingsReader.Read(
                MappingCheck.Readable(defaults, MappingCheck.IsScalar),
                MappingCheck.Readable(paths, value => value.ValueKind == JsonValueKind.String)
            )
        )
        {
            Errors = [.. errors.Distinct()],
        };
    }

    /// <summary>A misspelt part would silently be the defaults. A case file has parts of its own, which its reader knows.</summary>
    private static IEnumerable<SyncError> PartErrors(JsonElement json) =>
        json.ValueKind != JsonValueKind.Object || Part(json, CaseRecords).ValueKind != JsonValueKind.Undefined
            ? []
            : json.EnumerateObject()
                .Select(part => part.Name)
                .Where(name => !Parts.Contains(name))
                .Select(part => MappingErrors.SettingUnknown(MappingCheck.Org, part, NearNames.Of(part, Parts), part));

    internal static IEnumerable<SyncError> ShapeErrors(string name, JsonElement part) =>
        part.ValueKind is JsonValueKind.Object or JsonValueKind.Undefined or JsonValueKind.Null
            ? []
            : [MappingErrors.SettingInvalid(MappingCheck.Org, name, part.ToString(), name)];

    internal static JsonElement Part(JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var part) ? part : default;
}
