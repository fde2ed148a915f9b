using CpqBilling.Core.Settings;
using CpqBilling.RepoTests.Code;

namespace CpqBilling.RepoTests;

/// <summary>The page of settings is made from the table that configurations are read by.</summary>
public sealed class SettingsTests
{
    private const string Page = "docs/settings.md";

    [Fact]
    public void Page_IsTheTable() =>
        Guard.Holds(
            "The page of settings and the table differ. Run: ./cpqbilling config settings > docs/settings.md",
            Page,
            Repository
                .File(Page)
                .Lines.Except(SettingsPage.Markdown().Split('\n'))
                .Select(line => $"only on the page: {line}")
                .Concat(
                    SettingsPage.Markdown().Split('\n').Except(Repository.File(Page).Lines.Append("")).Select(line => $"only in the table: {line}")
                )
        );

    [Fact]
    public void Settings_SayWhatTheyDo()
    {
        Guard.Looked(SettingTable.All.Length, 35, "settings");
        Guard.Holds(
            "A setting has a name of its own, a meaning and an example in sentences.",
            Page,
            SettingTable
                .All.Where(setting => !IsSentence(setting.Words.Meaning) || !IsSentence(setting.Words.Example))
                .Select(setting => setting.Name)
                .Concat(
                    SettingTable.All.GroupBy(setting => setting.Name).Where(same => same.Count() > 1).Select(same => $"{same.Key} stands there twice")
                )
        );
    }

    /// <summary>A setting that is named like its property of BillingSettings is read by the type its row names.</summary>
    [Fact]
    public void Settings_AreRead()
    {
        var reading = CodeBase
            .Uses.All.Where(use => use.Used.ContainingType?.Name == nameof(BillingSettings))
            .Select(use => (use.Used.Name.ToUpperInvariant(), By: use.By?.Name ?? ""))
            .ToHashSet();
        var unread = SettingTable
            .All.Where(setting => !reading.Contains((setting.Name.ToUpperInvariant(), setting.Words.ReadBy)))
            .Select(setting => setting.Name)
            .ToList();
        var excused = AllowList.Read("settings-not-read.txt");
        Guard.Holds(
            "A setting decides something: the type that its row names reads the property of BillingSettings that is named like it.",
            Page,
            unread.Where(name => !excused.Allows(name)).Concat(excused.Outdated(unread))
        );
    }

    private static bool IsSentence(string text) => text.Length > 20 && text.EndsWith('.') && !text.Contains('|') && !text.Contains('\n');
}
