using System.Text.Json;
using CpqBilling.Core.Errors;

namespace CpqBilling.Core.Settings;

/// <summary>Reads settings by the table; a value that is not allowed is an error, and so is a name that is not in it.</summary>
public static class SettingsReader
{
    private static readonly RecordRef Org = new("Organization", "settings");

    /// <param name="onto">What holds where nothing is said; null takes the defaults.</param>
    public static BillingSettings Read(JsonElement json, ErrorList errors, BillingSettings? onto = null)
    {
        var settings = onto ?? new BillingSettings();
        if (json.ValueKind != JsonValueKind.Object)
        {
            return settings;
        }

        foreach (var property in json.EnumerateObject())
        {
            if (SettingTable.Find(property.Name) is not { } setting)
            {
                var near = NearNames.Of(property.Name, SettingTable.All.Select(known => known.Name));
                errors.Add(MappingErrors.SettingUnknown(Org, property.Name, near, property.Name));
            }
            else if (setting.Apply(settings, property.Value) is { } changed)
            {
                settings = changed;
            }
            else
            {
                errors.Add(MappingErrors.SettingInvalid(Org, property.Name, property.Value.ToString(), property.Name));
            }
        }

        return settings;
    }
}
