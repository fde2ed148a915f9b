using System.CommandLine;
using CpqBilling.Cli.Composition;
using CpqBilling.Cli.Grammar;
using CpqBilling.Engine.Application.Health;
using CpqBilling.Engine.Installations;
using CpqBilling.Storage.Backups;

namespace CpqBilling.Cli.Commands;

/// <summary><c>restore FILE</c>: makes a copy the database of a folder that has none.</summary>
/// <remarks>
/// What was billed after the copy was made is not lost: the next sync of a contract reads Salesforce's ids and what Stripe holds, and finds nothing to do.
/// </remarks>
internal static class RestoreCommand
{
    private static readonly Argument<string> File = new Argument<string>("FILE") { Description = "A copy that backup wrote." }.AsExistingFile();

    private static readonly Option<bool> Verify = new("--verify")
    {
        Description = "Also try the master key, every connected org and every Stripe account with what was restored.",
    };

    public static Command Create()
    {
        var command = new Command("restore", "Make a copy the database of a folder that has none.")
        {
            File,
            Verify,
            InstallationCommandOptions.Data,
            InstallationCommandOptions.Database,
            CommandOptions.Json,
        };
        command.SetAction((result, cancellation) => RunAsync(result, cancellation));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult result, CancellationToken cancellation)
    {
        var configuration = InstallationCommandOptions.Configuration(result);
        var folder = DataFolder.Open(BackupFolders.OfSqlite(configuration));
        using var alone = ServiceLock.Take(folder);
        if (System.IO.File.Exists(folder.DatabaseFile))
        {
            throw new CommandException($"{folder.DatabaseFile} is there already: move it away first, or name another folder with --data.");
        }

        var contents = await CopyAsync(result.GetValue(File)!, folder, cancellation);
        var output = result.InvocationConfiguration.Output;
        await output.WriteLineAsync(
            result.GetValue(CommandOptions.Json)
                ? BackupFolders.Document(folder.DatabaseFile, contents)
                : $"Restored {folder.DatabaseFile}: {BackupFolders.Text(contents)}."
        );
        if (!result.GetValue(Verify))
        {
            return ExitCodes.Done;
        }

        var installation = await Installation.OpenAsync(configuration.Installation, cancellation);
        var isWell = true;
        await foreach (var finding in new InstallationCheck(installation).RunAsync(cancellation))
        {
            isWell &= finding.IsWell;
            var remedy = finding.Remedy is { } text ? $" {text}" : "";
            await result.InvocationConfiguration.Error.WriteLineAsync($"{finding.Check}: {finding.Found}.{remedy}");
        }

        return isWell ? ExitCodes.Done : ExitCodes.Refused;
    }

    private static async Task<BackupContents> CopyAsync(string file, DataFolder folder, CancellationToken cancellation)
    {
        try
        {
            var contents = await SqliteBackup.ReadAsync(file, cancellation);
            PrivateFiles.Touch(folder.DatabaseFile);
            System.IO.File.Copy(file, folder.DatabaseFile, overwrite: true);
            return contents;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or BackupException)
        {
            throw new CommandException(error.Message);
        }
    }
}
