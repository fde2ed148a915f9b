using System.CommandLine;
using CpqBilling.Cli.Grammar;
using CpqBilling.Cli.Installed;
using Spectre.Console;

namespace CpqBilling.Cli.Commands;

/// <summary><c>settings</c>: where an installation is and how it runs, and who said so. It opens nothing.</summary>
internal static class SettingsCommand
{
    public static Command Create()
    {
        var command = new Command(
            "settings",
            "Print the settings of an installation that are in force, where each came from, and what is wrong with them."
        )
        {
            InstallationCommandOptions.Data,
            InstallationCommandOptions.Database,
            ServeCommand.Urls,
            CommandOptions.Json,
        };
        command.SetAction((result, _) => RunAsync(result));
        return command;
    }

    /// <returns>1 when the service would not start with them.</returns>
    private static async Task<int> RunAsync(ParseResult result)
    {
        var configuration = InstallationCommandOptions.Configuration(result, ("urls", result.GetValue(ServeCommand.Urls)));
        if (result.GetValue(CommandOptions.Json))
        {
            await JsonText.WriteAsync(result, configuration.InForce);
        }
        else
        {
            Screen.Of(result).Write(Table(configuration.InForce));
        }

        foreach (var ignored in configuration.Ignored)
        {
            await result.InvocationConfiguration.Error.WriteLineAsync($"Not a setting, and without effect: {ignored}");
        }

        configuration.Verify();
        return ExitCodes.Done;
    }

    private static Table Table(IEnumerable<SettingInForce> settings)
    {
        var table = Screen.Table("setting", "in force", "said by", "what it is");
        foreach (var setting in settings)
        {
            table.AddRow(
                Markup.Escape(setting.Name),
                setting.Value is { } value ? Markup.Escape(value) : $"[grey]{Markup.Escape(setting.Default)}[/]",
                Markup.Escape(setting.Source),
                Markup.Escape(setting.Meaning)
            );
        }

        return table;
    }
}
