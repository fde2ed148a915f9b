using System.Text.Json;
using CpqBilling.Core.Errors;

namespace CpqBilling.Core.Settings;

/// <summary>Reads settings by the table; a value that is not allowed is an error, and so is a name that is not in it.</summary>
public static class SettingsReader
{
    private static readonly RecordRef Org = new("Organization", "settings");

    /// <param name="onto">What holds where nothing is said; null takes the defaults.</param>
    public static Checked<BillingSettings> Read(JsonElement json, BillingSettings? onto = null)
    {
        var settings = onto ?? new BillingSettings();
        return json.ValueKind == JsonValueKind.Object ? Checked.Fold(settings, json.EnumerateObject(), Apply) : settings;
    }

    private static Checked<BillingSettings> Apply(BillingSettings settings, JsonProperty property)
    {
        if (SettingTable.Find(property.Name) is not { } setting)
        {
            var near = NearNames.Of(property.Name, SettingTable.All.Select(known => known.Name));
            return Checked.Of(settings, MappingErrors.SettingUnknown(Org, property.Name, near, property.Name));
        }

        return setting.Apply(settings, property.Value) is { } changed
            ? changed
            : Checked.Of(settings, MappingErrors.SettingInvalid(Org, property.Name, property.Value.ToString(), property.Name));
    }
}
