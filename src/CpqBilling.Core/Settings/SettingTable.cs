using System.Collections.Immutable;

namespace CpqBilling.Core.Settings;

/// <summary>Every setting there is. Files, pages and docs/settings.md are read by and made from this table.</summary>
public static class SettingTable
{
    public static ImmutableArray<SettingGroup> Groups { get; } =
    [
        new("Amounts", SettingsOfAmounts.All),
        new("Time", SettingsOfTime.All),
        new("Contracts", SettingsOfContracts.All),
        new("Changes", SettingsOfChanges.All),
        new("What Stripe gets", SettingsOfStripe.All),
        new("Syncing", SettingsOfSyncing.All),
    ];

    public static ImmutableArray<Setting> All { get; } = [.. Groups.SelectMany(group => group.Settings)];

    public static Setting? Find(string name) => All.FirstOrDefault(setting => setting.Name == name);
}
