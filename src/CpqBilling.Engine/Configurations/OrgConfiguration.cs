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
        var errors = new ErrorList();
        var (settings, defaults, paths) = (Part(json, "settings"), Part(json, "fieldDefaults"), Part(json, "fieldMappings"));
        CheckParts(json, errors);
        CheckShape("settings", settings, errors);
        var billing = SettingsReader.Read(settings, errors);
        MappingCheck.Check(defaults, paths, errors);
        return new OrgConfiguration(
            billing,
            MappingsReader.Read(
                MappingCheck.Readable(defaults, MappingCheck.IsScalar),
                MappingCheck.Readable(paths, value => value.ValueKind == JsonValueKind.String)
            )
        )
        {
            Errors = errors.ToImmutable(),
        };
    }

    /// <summary>A misspelt part would silently be the defaults. A case file has parts of its own, which its reader knows.</summary>
    private static void CheckParts(JsonElement json, ErrorList errors)
    {
        if (json.ValueKind != JsonValueKind.Object || Part(json, CaseRecords).ValueKind != JsonValueKind.Undefined)
        {
            return;
        }

        foreach (var part in json.EnumerateObject().Select(part => part.Name).Where(name => !Parts.Contains(name)))
        {
            errors.Add(MappingErrors.SettingUnknown(MappingCheck.Org, part, NearNames.Of(part, Parts), part));
        }
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
}
