using CpqBilling.Storage.Opening;
using CpqBilling.Storage.Writing;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace CpqBilling.Storage;

public enum DatabaseKind
{
    Sqlite,
    Postgres,
}

/// <summary>An open, migrated database: contexts to read with, and one way to write.</summary>
/// <remarks>
/// Writers of SQLite starve each other when they compete, so that a process has one, which commits what waits together. On PostgreSQL
/// each write is a transaction of its own.
/// </remarks>
public sealed class BillingDatabase : IDbContextFactory<BillingDb>
{
    private readonly Func<BillingDb> _create;
    private readonly SqliteWriter? _writer;

    internal BillingDatabase(DatabaseKind kind, string connectionString, Func<BillingDb> create)
    {
        Kind = kind;
        ConnectionString = connectionString;
        _create = create;
        _writer = kind == DatabaseKind.Sqlite ? new SqliteWriter(create) : null;
    }

    public DatabaseKind Kind { get; }

    /// <summary>For libraries with tables of their own; may hold a password, so it is never logged.</summary>
    public string ConnectionString { get; }

    /// <summary>Opens the database and brings its tables up to date.</summary>
    /// <param name="source">See <see cref="DatabaseAddress"/>; a SQLite file is made when missing, for its owner only.</param>
    /// <exception cref="DatabaseUnavailableException">The address is wrong, or nothing answers there.</exception>
    public static Task<BillingDatabase> OpenAsync(string source, CancellationToken cancellationToken = default) =>
        OpenAsync(source, DatabaseOptions.Default, cancellationToken);

    public static Task<BillingDatabase> OpenAsync(string source, DatabaseOptions options, CancellationToken cancellationToken = default) =>
        DatabaseOpener.OpenAsync(DatabaseAddress.Of(source), options, cancellationToken);

    /// <summary>For reading; what is changed by it goes past the writer.</summary>
    public BillingDb CreateDbContext() => _create();

    /// <summary>Runs a transaction: all of it is stored when this returns, or nothing.</summary>
    /// <param name="write">Must not wait for anything but the database, and not for another write.</param>
    public async Task<T> WriteAsync<T>(Func<BillingDb, Task<T>> write, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (_writer is not null)
        {
            return await _writer.WriteAsync(write);
        }

        await using var db = CreateDbContext();
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var result = await write(db);
        await transaction.CommitAsync(cancellationToken);
        return result;
    }

    public Task WriteAsync(Func<BillingDb, Task> write, CancellationToken cancellationToken = default) =>
        WriteAsync(
            async db =>
            {
                await write(db);
                return true;
            },
            cancellationToken
        );
}

/// <param name="Interceptors">See what is sent to the database, and can stop it.</param>
/// <param name="Waiting">Told in one sentence when opening has to wait for somebody else.</param>
public sealed record DatabaseOptions(IReadOnlyList<IInterceptor> Interceptors, Action<string>? Waiting = null)
{
    public static DatabaseOptions Default { get; } = new([]);
}
