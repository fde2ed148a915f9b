using Microsoft.Data.Sqlite;

namespace CpqBilling.Storage.Backups;

/// <summary>A copy of a SQLite database, made while others write to it, and called one only after it was opened again and looked through.</summary>
public static class SqliteBackup
{
    private const string Well = "ok";

    /// <param name="target">Must be there and empty: whoever makes it says who may read it.</param>
    /// <exception cref="BackupException">The copy is not whole.</exception>
    public static async Task<BackupContents> WriteAsync(string database, string target, CancellationToken cancellation)
    {
        await using (var source = await OpenAsync(database, SqliteOpenMode.ReadOnly, cancellation))
        await using (var copy = await OpenAsync(target, SqliteOpenMode.ReadWrite, cancellation))
        {
            // One step over all pages: writers wait for milliseconds, and the copy is of one moment.
            source.BackupDatabase(copy);
            await ExecuteAsync(copy, "PRAGMA journal_mode = DELETE", cancellation);
        }

        return await ReadAsync(target, cancellation);
    }

    /// <summary>Looks through a copy: every page and index, and whether it is a database of ours.</summary>
    /// <exception cref="BackupException">It is none, or damaged.</exception>
    public static async Task<BackupContents> ReadAsync(string file, CancellationToken cancellation)
    {
        try
        {
            await using var copy = await OpenAsync(file, SqliteOpenMode.ReadOnly, cancellation);
            if (await ScalarAsync(copy, "PRAGMA integrity_check", cancellation) is not Well and var damage)
            {
                throw new BackupException($"{file} is damaged: {damage}");
            }

            return new BackupContents(
                $"{await ScalarAsync(copy, "SELECT id FROM installation", cancellation)}",
                Convert.ToInt32(await ScalarAsync(copy, "SELECT COUNT(*) FROM orgs", cancellation)),
                Convert.ToInt32(await ScalarAsync(copy, "SELECT COUNT(*) FROM sync_runs", cancellation))
            );
        }
        catch (SqliteException error)
        {
            throw new BackupException($"{file} is no database of CpqBilling: {error.Message}");
        }
    }

    private static async Task<SqliteConnection> OpenAsync(string file, SqliteOpenMode mode, CancellationToken cancellation)
    {
        var address = new SqliteConnectionStringBuilder
        {
            DataSource = file,
            Mode = mode,
            Pooling = false,
        };
        var connection = new SqliteConnection(address.ConnectionString);
        await connection.OpenAsync(cancellation);
        return connection;
    }

    private static async Task<object?> ScalarAsync(SqliteConnection connection, string sql, CancellationToken cancellation)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        return await command.ExecuteScalarAsync(cancellation);
    }

    private static async Task ExecuteAsync(SqliteConnection connection, string sql, CancellationToken cancellation)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync(cancellation);
    }
}
