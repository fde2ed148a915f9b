using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace CpqBilling.Storage;

public enum DatabaseKind
{
    Sqlite,
    Postgres,
}

/// <summary>An open, migrated database; makes a context for each unit of work.</summary>
public sealed class BillingDatabase : IDbContextFactory<BillingDb>
{
    private readonly Func<BillingDb> _create;

    private BillingDatabase(DatabaseKind kind, string connectionString, Func<BillingDb> create)
    {
        Kind = kind;
        ConnectionString = connectionString;
        _create = create;
    }

    public DatabaseKind Kind { get; }

    /// <summary>For libraries with tables of their own; may hold a password, so it is never logged.</summary>
    public string ConnectionString { get; }

    /// <summary>Opens the database and brings its tables up to date.</summary>
    /// <param name="source">A PostgreSQL connection string, or the path of a SQLite file, which is made when missing.</param>
    public static async Task<BillingDatabase> OpenAsync(string source, CancellationToken cancellationToken = default)
    {
        var database = IsPostgres(source) ? Postgres(source) : Sqlite(source);
        await using var db = database.CreateDbContext();
        await db.Database.MigrateAsync(cancellationToken);
        if (database.Kind == DatabaseKind.Sqlite)
        {
            // Readers do not block the writer; the mode is kept in the file.
            await db.Database.ExecuteSqlRawAsync("PRAGMA journal_mode = WAL", cancellationToken);
        }

        return database;
    }

    public BillingDb CreateDbContext() => _create();

    private static bool IsPostgres(string source) => source.Contains("Host=", StringComparison.OrdinalIgnoreCase);

    private static BillingDatabase Postgres(string connectionString)
    {
        var options = new DbContextOptionsBuilder<PostgresBillingDb>().UseNpgsql(connectionString).Options;
        return new BillingDatabase(DatabaseKind.Postgres, connectionString, () => new PostgresBillingDb(options));
    }

    private static BillingDatabase Sqlite(string path)
    {
        var connectionString = path.Contains("Data Source=", StringComparison.OrdinalIgnoreCase)
            ? path
            : new SqliteConnectionStringBuilder { DataSource = path }.ToString();
        var options = new DbContextOptionsBuilder<SqliteBillingDb>().UseSqlite(connectionString).AddInterceptors(new SqliteBusyTimeout()).Options;
        return new BillingDatabase(DatabaseKind.Sqlite, connectionString, () => new SqliteBillingDb(options));
    }
}
