using System.Data.Common;
using System.Net.Sockets;
using Microsoft.EntityFrameworkCore;

namespace CpqBilling.Storage.Opening;

/// <summary>Makes the file, brings the tables up to date and sets what is kept in the file.</summary>
internal static class DatabaseOpener
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    public static async Task<BillingDatabase> OpenAsync(DatabaseAddress address, DatabaseOptions options, CancellationToken cancellationToken)
    {
        try
        {
            var database = address.Kind == DatabaseKind.Postgres ? Postgres(address, options) : Sqlite(address, options);
            await using var db = database.CreateDbContext();
            await new MigrationTurn(address, options.Waiting).MigrateAsync(db, cancellationToken);
            if (database.Kind == DatabaseKind.Sqlite)
            {
                // Readers do not block the writer; the mode is kept in the file.
                await db.Database.ExecuteSqlRawAsync("PRAGMA journal_mode = WAL", cancellationToken);
            }

            return database;
        }
        catch (Exception error) when (error is DbException or SocketException or IOException or UnauthorizedAccessException or TimeoutException)
        {
            throw new DatabaseUnavailableException($"The database {address} cannot be opened: {error.Message.TrimEnd('.')}.", error);
        }
    }

    private static BillingDatabase Postgres(DatabaseAddress address, DatabaseOptions options)
    {
        var built = new DbContextOptionsBuilder<PostgresBillingDb>()
            .UseNpgsql(address.ConnectionString)
            .AddInterceptors(options.Interceptors)
            .Options;
        return new BillingDatabase(DatabaseKind.Postgres, address.ConnectionString, () => new PostgresBillingDb(built));
    }

    private static BillingDatabase Sqlite(DatabaseAddress address, DatabaseOptions options)
    {
        if (address.File is { } file)
        {
            MakePrivate(file);
        }

        var built = new DbContextOptionsBuilder<SqliteBillingDb>()
            .UseSqlite(address.ConnectionString)
            .AddInterceptors([new SqliteBusyTimeout(), .. options.Interceptors])
            .Options;
        return new BillingDatabase(DatabaseKind.Sqlite, address.ConnectionString, () => new SqliteBillingDb(built));
    }

    /// <summary>Keys and customers are in it. SQLite gives the files beside it the same rights.</summary>
    private static void MakePrivate(string file)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        if (File.Exists(file))
        {
            File.SetUnixFileMode(file, OwnerOnly);
            return;
        }

        using var made = new FileStream(
            file,
            new FileStreamOptions
            {
                Mode = FileMode.OpenOrCreate,
                Access = FileAccess.Write,
                Share = FileShare.ReadWrite,
                UnixCreateMode = OwnerOnly,
            }
        );
    }
}
