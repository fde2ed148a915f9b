using System.CommandLine;
using System.Text.Json;
using CpqBilling.Cli.Composition;
using CpqBilling.Engine.Application.Health;
using CpqBilling.Engine.Installations;
using Spectre.Console;

namespace CpqBilling.Cli.Commands;

/// <summary><c>doctor</c>: tries everything an installation needs, and says what to do about what fails.</summary>
internal static class DoctorCommand
{
    private static readonly Option<bool> Json = new("--json") { Description = "Print one JSON array." };

    public static Command Create()
    {
        var command = new Command("doctor", "Check the database, every connected org and every Stripe account, with the remedy for each.")
        {
            InstallationCommandOptions.Data,
            InstallationCommandOptions.Database,
            Json,
        };
        command.SetAction((result, cancellation) => CommandShell.RunAsync(() => RunAsync(result, cancellation)));
        return command;
    }

    /// <returns>0 when all is well, 1 when something needs a person.</returns>
    private static async Task<int> RunAsync(ParseResult result, CancellationToken cancellation)
    {
        var installation = await Installation.OpenAsync(InstallationCommandOptions.Configuration(result).Installation, cancellation);
        var findings = await new InstallationCheck(installation).RunAsync(cancellation).ToListAsync(cancellation);
        if (result.GetValue(Json))
        {
            await result.InvocationConfiguration.Output.WriteLineAsync(JsonSerializer.Serialize(findings, JsonSerializerOptions.Web));
        }
        else
        {
            AnsiConsole.Write(Table(findings));
        }

        return findings.TrueForAll(finding => finding.IsWell) ? 0 : 1;
    }

    private static Table Table(IEnumerable<HealthFinding> findings)
    {
        var table = new Table().Border(TableBorder.Rounded).AddColumns("check", "", "found", "what to do");
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
