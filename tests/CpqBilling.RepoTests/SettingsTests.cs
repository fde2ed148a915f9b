using CpqBilling.Core.Settings;

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

    private static bool IsSentence(string text) => text.Length > 20 && text.EndsWith('.') && !text.Contains('|') && !text.Contains('\n');
}
