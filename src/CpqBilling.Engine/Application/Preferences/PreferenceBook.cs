using System.Text.Json.Nodes;
using CpqBilling.Core.Settings;
using CpqBilling.Engine.Application.Drafts;
using CpqBilling.Engine.Configurations;

namespace CpqBilling.Engine.Application.Preferences;

/// <summary>The settings of an org as people read and draft them.</summary>
public sealed class PreferenceBook(ConfigurationBook configurations)
{
    private const string Settings = "settings";

    public async Task<PreferencePage> ReadAsync(CancellationToken cancellation)
    {
        var current = await configurations.CurrentAsync(cancellation);
        var settings = current is null ? new BillingSettings() : OrgConfiguration.Read(current.Json).Settings;
        return new PreferencePage(
            current?.Version ?? 0,
            [
                .. SettingTable.Groups.Select(group => new PreferenceGroup(
                    group.Title,
                    [.. group.Settings.Select(row => new Preference(row, row.ValueIn(settings)))]
                )),
            ]
        );
    }

    /// <param name="changes">Setting → text of its new value; null takes the default.</param>
    /// <param name="basedOn">The version the person saw: applying it is refused when another is in force by then.</param>
    public async Task<ConfigurationEdit> DraftAsync(IReadOnlyDictionary<string, string?> changes, int basedOn, CancellationToken cancellation) =>
        ConfigurationEdit.Of(
            await configurations.CurrentAsync(cancellation),
            json =>
            {
                var settings = ConfigurationEdit.Part(json, Settings);
                foreach (var (name, text) in changes)
                {
                    settings.Remove(name);
                    if (text is not null)
                    {
                        settings[name] = Value(SettingTable.Find(name), text);
                    }
                }
            }
        ) with
        {
            BasedOn = basedOn,
        };

    /// <summary>As the file would say it; what does not fit is left as text, and the reader says what is wrong with it.</summary>
    private static JsonValue? Value(Setting? setting, string text) =>
        setting?.Shape switch
        {
            SettingShape.Flag when bool.TryParse(text, out var flag) => JsonValue.Create(flag),
            SettingShape.WholeNumber when int.TryParse(text, out var number) => JsonValue.Create(number),
            _ => JsonValue.Create(text),
        };
}
