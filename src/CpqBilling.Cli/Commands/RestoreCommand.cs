using System.CommandLine;
using CpqBilling.Cli.Composition;
using CpqBilling.Cli.Grammar;
using CpqBilling.Engine.Application.Health;
using CpqBilling.Engine.Installations;
using CpqBilling.Storage;
using CpqBilling.Storage.Backups;
using CpqBilling.Storage.Opening;
using NodaTime;

namespace CpqBilling.Cli.Commands;

/// <summary><c>restore FILE</c>: makes a copy the database of a folder that has none. <c>restore --database</c>: says that tools of PostgreSQL have restored one.</summary>
/// <remarks>
/// What was billed after the copy was made is not lost: the service compares every contract with Stripe before it bills by itself.
/// </remarks>
internal static class RestoreCommand
{
    private static readonly Argument<string?> File = new Argument<string?>("FILE")
    {
        Description = "A copy that backup wrote; none for a database of PostgreSQL, which its own tools restore.",
        Arity = ArgumentArity.ZeroOrOne,
    }.AsExistingFile();

    private const string Next = "The service compares every contract with Stripe before it bills by itself.";

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
        var output = result.InvocationConfiguration.Output;
        await output.WriteLineAsync(
            result.GetValue(File) is { } file
                ? await RestoreAsync(result, file, configuration, cancellation)
                : await MarkServerAsync(result, configuration, cancellation)
        );
        return result.GetValue(Verify) ? await VerifyAsync(result, configuration, cancellation) : ExitCodes.Done;
    }

    private static async Task<string> RestoreAsync(
        ParseResult result,
        string file,
        ServiceConfiguration configuration,
        CancellationToken cancellation
    )
    {
        var folder = DataFolder.Open(BackupFolders.OfSqlite(configuration));
        using var alone = ServiceLock.Take(folder);
        if (System.IO.File.Exists(folder.DatabaseFile))
        {
            throw new CommandException($"{folder.DatabaseFile} is there already: move it away first, or name another folder with --data.");
        }

        var contents = await CopyAsync(file, folder, cancellation);
        await MarkAsync(folder.DatabaseFile, cancellation);
        return result.GetValue(CommandOptions.Json)
            ? BackupFolders.Document(folder.DatabaseFile, contents)
            : $"Restored {folder.DatabaseFile}: {BackupFolders.Text(contents)}. {Next}";
    }

    private static async Task<string> MarkServerAsync(ParseResult result, ServiceConfiguration configuration, CancellationToken cancellation)
    {
        var database =
            configuration.Installation.Database
            ?? throw new UsageException(
                "Name the copy to restore. Without one, restore marks a PostgreSQL database (--database) that pg_restore has restored."
            );
        InstallationOptions.RefuseUnlessServer(database);
        await MarkAsync(database, cancellation);
        return result.GetValue(CommandOptions.Json) ? """{ "restored": true }""" : $"The database counts as restored. {Next}";
    }

    private static async Task MarkAsync(string source, CancellationToken cancellation)
    {
        try
        {
            var database = await BillingDatabase.OpenAsync(source, cancellation);
            await new RestoredDatabase(database).MarkAsync(SystemClock.Instance.GetCurrentInstant(), cancellation);
        }
        catch (DatabaseUnavailableException error)
        {
            throw new CommandException(error.Message);
        }
    }

    private static async Task<int> VerifyAsync(ParseResult result, ServiceConfiguration configuration, CancellationToken cancellation)
    {
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
