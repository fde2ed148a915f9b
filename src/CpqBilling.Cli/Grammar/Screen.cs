using System.CommandLine;
using Spectre.Console;

namespace CpqBilling.Cli.Grammar;

/// <summary>Where a command shows tables and colours: the terminal, or plain text of a fixed width where there is none.</summary>
internal static class Screen
{
    /// <summary>Files and pipes have no width of their own; tables keep their columns.</summary>
    private const int PlainWidth = 180;

    public static IAnsiConsole Of(ParseResult result) => Of(result.InvocationConfiguration.Output);

    public static IAnsiConsole Of(TextWriter output)
    {
        if (ReferenceEquals(output, Console.Out) && !Console.IsOutputRedirected)
        {
            return AnsiConsole.Console;
        }

        var plain = AnsiConsole.Create(
            new AnsiConsoleSettings
            {
                Ansi = AnsiSupport.No,
                ColorSystem = ColorSystemSupport.NoColors,
                Interactive = InteractionSupport.No,
                Out = new AnsiConsoleOutput(output),
            }
        );
        plain.Profile.Width = PlainWidth;
        return plain;
    }

    /// <summary>The one style of tables.</summary>
    public static Table Table(params string[] columns) => new Table().Border(TableBorder.Rounded).AddColumns(columns);
}
