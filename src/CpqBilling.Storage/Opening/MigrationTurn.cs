using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace CpqBilling.Storage.Opening;

/// <summary>Lets one process at a time bring the tables up to date, and takes the turn of one that is gone.</summary>
/// <remarks>
/// The lock that migrations leave in SQLite is a row, which a killed process leaves behind for ever. So processes take turns by a lock on
/// a file beside the database, which the system gives back when its owner dies: whoever has the turn knows that a row left there is
/// nobody's. On PostgreSQL the lock ends with its connection; a connection that has stood idle in its transaction for a minute belongs to a
/// machine that is gone, and is ended.
/// </remarks>
internal sealed class MigrationTurn(DatabaseAddress address, Action<string>? waiting)
{
    private static readonly TimeSpan SayAfter = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan EndIdleEvery = TimeSpan.FromSeconds(15);

    public async Task MigrateAsync(BillingDb db, CancellationToken cancellationToken)
    {
        if (!(await db.Database.GetPendingMigrationsAsync(cancellationToken)).Any())
        {
            return;
        }

        if (address.Kind == DatabaseKind.Postgres)
        {
            await MigrateServerAsync(db, cancellationToken);
            return;
        }

        await using var turn = address.File is { } file ? await TakeTurnAsync(file + ".migrating", cancellationToken) : null;
        if (await HasLeftLockAsync(db, cancellationToken))
        {
            await db.Database.ExecuteSqlRawAsync("DELETE FROM \"__EFMigrationsLock\"", cancellationToken);
        }

        await PreparedTables.MakeAsync(db, cancellationToken);
        if ((await db.Database.GetPendingMigrationsAsync(cancellationToken)).Any())
        {
            await db.Database.MigrateAsync(cancellationToken);
        }
    }

    private static Task<bool> HasLeftLockAsync(BillingDb db, CancellationToken cancellationToken) =>
        db
            .Database.SqlQueryRaw<int>("SELECT 1 AS \"Value\" FROM sqlite_master WHERE type = 'table' AND name = '__EFMigrationsLock'")
            .AnyAsync(cancellationToken);

    private async Task<FileStream> TakeTurnAsync(string path, CancellationToken cancellationToken)
    {
        using var said = new Timer(_ => Say(), null, SayAfter, Timeout.InfiniteTimeSpan);
        while (true)
        {
            try
            {
                var options = new FileStreamOptions
                {
                    Mode = FileMode.OpenOrCreate,
                    Access = FileAccess.ReadWrite,
                    Share = FileShare.None,
                };
                if (!OperatingSystem.IsWindows())
                {
                    options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
                }

                return new FileStream(path, options);
            }
            catch (IOException) when (File.Exists(path))
            {
                await Task.Delay(LookEvery, cancellationToken);
            }
        }
    }

    private async Task MigrateServerAsync(BillingDb db, CancellationToken cancellationToken)
    {
        await using var said = new Timer(_ => Say(), null, SayAfter, Timeout.InfiniteTimeSpan);
        var migration = db.Database.MigrateAsync(cancellationToken);
        while (await Task.WhenAny(migration, Task.Delay(EndIdleEvery, cancellationToken)) != migration)
        {
            await EndIdleHoldersAsync(cancellationToken);
        }

        await migration;
    }

    private async Task EndIdleHoldersAsync(CancellationToken cancellationToken)
    {
        await using var connection = new NpgsqlConnection(address.ConnectionString);
        await connection.OpenAsync(cancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText = """
            SELECT pg_terminate_backend(activity.pid)
            FROM pg_locks held JOIN pg_stat_activity activity ON activity.pid = held.pid
            WHERE held.relation = to_regclass('"__EFMigrationsHistory"') AND held.mode = 'AccessExclusiveLock' AND held.granted
              AND activity.state = 'idle in transaction' AND activity.state_change < clock_timestamp() - interval '60 seconds'
            """;
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private void Say() => waiting?.Invoke("Another process is bringing the database up to date; waiting for it.");
}
