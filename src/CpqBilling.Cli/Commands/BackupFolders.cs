using System.Text.Json;
using CpqBilling.Cli.Composition;
using CpqBilling.Cli.Grammar;
using CpqBilling.Storage.Backups;

namespace CpqBilling.Cli.Commands;

/// <summary>What <c>backup</c> and <c>restore</c> share.</summary>
internal static class BackupFolders
{
    /// <summary>The folder whose database is a file of ours to copy.</summary>
    public static string OfSqlite(ServiceConfiguration configuration) =>
        configuration.Installation.Database is null
            ? configuration.Folder
            : throw new CommandException(
                "The database is a PostgreSQL server, which has tools of its own: pg_dump --format=custom, pg_restore (docs/recover.md)."
            );

    public static string Text(BackupContents contents) =>
        $"installation {contents.InstallationId}, {Count(contents.Orgs, "org")}, {Count(contents.Runs, "run")}";

    public static string Document(string file, BackupContents contents) =>
        JsonSerializer.Serialize(
            new
            {
                file,
                contents.InstallationId,
                contents.Orgs,
                contents.Runs,
            },
            JsonText.Indented
        );

    private static string Count(int number, string what) => number == 1 ? $"1 {what}" : $"{number} {what}s";
}
