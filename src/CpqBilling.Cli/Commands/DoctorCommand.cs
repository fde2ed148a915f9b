using System.CommandLine;
using CpqBilling.Cli.Composition;
using CpqBilling.Cli.Grammar;
using CpqBilling.Engine.Application.Health;
using CpqBilling.Engine.Installations;
using Spectre.Console;

namespace CpqBilling.Cli.Commands;

/// <summary><c>doctor</c>: tries everything an installation needs, and says what to do about what fails.</summary>
internal static class DoctorCommand
{
    public static Command Create()
    {
        var command = new Command("doctor", "Check the database, every connected org and every Stripe account, with the remedy for each.")
        {
            InstallationCommandOptions.Data,
            InstallationCommandOptions.Database,
            CommandOptions.Json,
        };
        command.SetAction((result, cancellation) => RunAsync(result, cancellation));
        return command;
    }

    /// <returns>0 when all is well, 1 when something needs a person.</returns>
    private static async Task<int> RunAsync(ParseResult result, CancellationToken cancellation)
    {
        var installation = await Installation.OpenAsync(InstallationCommandOptions.Configuration(result).Installation, cancellation);
        var findings = await new InstallationCheck(installation).RunAsync(cancellation).ToListAsync(cancellation);
        if (result.GetValue(CommandOptions.Json))
        {
            await JsonText.WriteAsync(result, findings);
        }
        else
        {
            Screen.Of(result).Write(Table(findings));
        }

        return findings.TrueForAll(finding => finding.IsWell) ? ExitCodes.Done : ExitCodes.Refused;
    }

    private static Table Table(IEnumerable<HealthFinding> findings)
    {
        var table = Screen.Table("check", "", "found", "what to do");
        foreach (var finding in findings)
        {
            table.AddRow(
                Markup.Escape(finding.Check),
                finding.IsWell ? "[green]well[/]" : "[red]needs you[/]",
                Markup.Escape(finding.Found),
                Markup.Escape(finding.Remedy ?? "")
            );
        }

        return table;
    }
}
