using NodaTime;

namespace CpqBilling.Storage.Tests;

/// <summary>An empty, migrated database for one test.</summary>
public interface ITestDatabase
{
    Task<BillingDatabase> OpenAsync();
}

/// <summary>Base of tests that hold on both databases: each has a sealed class for SQLite and one for PostgreSQL.</summary>
public abstract class DatabaseTests(ITestDatabase source) : IAsyncLifetime
{
    protected const string Org = "00D1";

    protected static Instant Now { get; } = Instant.FromUtc(2026, 1, 15, 12, 0);

    protected BillingDatabase Database { get; private set; } = null!;

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => Database = await source.OpenAsync();

    public ValueTask DisposeAsync()
    {
        (source as IDisposable)?.Dispose();
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }
}

public sealed class SqliteFile : ITestDatabase, IDisposable
{
    private readonly string _path = Path.Combine(Path.GetTempPath(), $"cpqbilling-{Guid.NewGuid():N}.db");

    public string FilePath => _path;

    public Task<BillingDatabase> OpenAsync() => BillingDatabase.OpenAsync(_path);

    public void Dispose()
    {
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        foreach (var file in Directory.GetFiles(Path.GetDirectoryName(_path)!, Path.GetFileName(_path) + "*"))
        {
            File.Delete(file);
        }
    }
}

public sealed class PostgresDatabase(PostgresServer server) : ITestDatabase
{
    public async Task<BillingDatabase> OpenAsync() => await BillingDatabase.OpenAsync(await server.NewDatabaseAsync());
}
