using System.CommandLine;
using CpqBilling.Cli.Composition;
using CpqBilling.Cli.Grammar;
using CpqBilling.Engine.Installations;
using CpqBilling.Storage.Backups;

namespace CpqBilling.Cli.Commands;

/// <summary><c>backup FILE</c>: a copy of the database, also while the service runs.</summary>
internal static class BackupCommand
{
    private static readonly Argument<string> File = new("FILE") { Description = "The copy to write; it must not be there yet." };

    public static Command Create()
    {
        var command = new Command("backup", "Copy the database, also while the service runs, and look through the copy.")
        {
            File,
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
        var folder = BackupFolders.OfSqlite(configuration);
        var database = DataFolder.Open(folder).DatabaseFile;
        if (!System.IO.File.Exists(database))
        {
            throw new CommandException($"There is no database in {folder}: name the folder of the installation with --data.");
        }

        var target = Path.GetFullPath(result.GetValue(File)!);
        if (System.IO.File.Exists(target) || Directory.Exists(target))
        {
            throw new CommandException($"{target} is there already; a copy overwrites nothing.");
        }

        var contents = await WriteAsync(database, target, cancellation);
        var output = result.InvocationConfiguration.Output;
        if (result.GetValue(CommandOptions.Json))
        {
            await output.WriteLineAsync(BackupFolders.Document(target, contents));
            return ExitCodes.Done;
        }

        await output.WriteLineAsync($"Wrote {target}: {BackupFolders.Text(contents)}, every page looked through.");
        await output.WriteLineAsync(
            "The master key is not in it. Keep a copy of the key in another place: without it the connections must be made again."
        );
        return ExitCodes.Done;
    }

    /// <summary>Under another name until it is whole, so that half a copy is never taken for one.</summary>
    private static async Task<BackupContents> WriteAsync(string database, string target, CancellationToken cancellation)
    {
        var unfinished = $"{target}.unfinished";
        try
        {
            System.IO.File.Delete(unfinished);
            PrivateFiles.Create(unfinished, "");
            var contents = await SqliteBackup.WriteAsync(database, unfinished, cancellation);
            System.IO.File.Move(unfinished, target);
            return contents;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or BackupException)
        {
            throw new CommandException($"{target} could not be written: {error.Message}");
        }
        finally
        {
            System.IO.File.Delete(unfinished);
        }
    }
}
