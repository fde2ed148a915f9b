using Microsoft.Data.Sqlite;
using Npgsql;

namespace CpqBilling.Storage.Opening;

/// <summary>Where the database is: the one place that reads what people write.</summary>
/// <remarks>
/// <c>Host=db;Database=billing;…</c> or <c>postgresql://…</c> is a PostgreSQL server, <c>Data Source=…</c> or a path a SQLite file.
/// </remarks>
/// <param name="File">The SQLite file; null for a server, and for a database in memory.</param>
public sealed record DatabaseAddress(DatabaseKind Kind, string ConnectionString, string? File)
{
    private static readonly string[] Schemes = ["postgres://", "postgresql://"];

    /// <summary>True for what can only be meant as a server: never a name of a folder.</summary>
    public static bool IsServer(string source) =>
        Schemes.Any(scheme => source.StartsWith(scheme, StringComparison.OrdinalIgnoreCase))
        || source
            .Split(';')
            .Select(part => part.Split('=')[0].Trim())
            .Any(name => name.Equals("Host", StringComparison.OrdinalIgnoreCase) || name.Equals("Server", StringComparison.OrdinalIgnoreCase))
            && source.Contains('=', StringComparison.Ordinal);

    public static DatabaseAddress Of(string source)
    {
        try
        {
            return IsServer(source) ? Server(source) : SqliteFile(source);
        }
        catch (Exception error) when (error is ArgumentException or FormatException or UriFormatException)
        {
            throw new DatabaseUnavailableException($"This is no address of a database: {error.Message.TrimEnd('.')}.", error);
        }
    }

    private static DatabaseAddress Server(string source)
    {
        var builder = Schemes.Any(scheme => source.StartsWith(scheme, StringComparison.OrdinalIgnoreCase))
            ? OfUri(new Uri(source))
            : new NpgsqlConnectionStringBuilder(source);
        return string.IsNullOrEmpty(builder.Database)
            ? throw new ArgumentException("it names no database (Database=…).")
            : new DatabaseAddress(DatabaseKind.Postgres, builder.ConnectionString, null);
    }

    private static NpgsqlConnectionStringBuilder OfUri(Uri uri)
    {
        var user = uri.UserInfo.Split(':', 2);
        return new NpgsqlConnectionStringBuilder
        {
            Host = uri.Host,
            Port = uri.Port > 0 ? uri.Port : NpgsqlConnection.DefaultPort,
            Database = uri.AbsolutePath.TrimStart('/'),
            Username = Uri.UnescapeDataString(user[0]) is { Length: > 0 } name ? name : null,
            Password = user.Length > 1 ? Uri.UnescapeDataString(user[1]) : null,
        };
    }

    private static DatabaseAddress SqliteFile(string source)
    {
        var builder = source.Contains("Data Source=", StringComparison.OrdinalIgnoreCase)
            ? new SqliteConnectionStringBuilder(source)
            : new SqliteConnectionStringBuilder { DataSource = source };
        var isInMemory = builder.Mode == SqliteOpenMode.Memory || builder.DataSource is "" or ":memory:";
        return new DatabaseAddress(DatabaseKind.Sqlite, builder.ToString(), isInMemory ? null : Path.GetFullPath(builder.DataSource));
    }

    /// <summary>Without user and password.</summary>
    public override string ToString() =>
        Kind == DatabaseKind.Sqlite ? File ?? "memory"
        : new NpgsqlConnectionStringBuilder(ConnectionString) is var server ? $"{server.Host}:{server.Port}/{server.Database}"
        : "";
}

/// <summary>The database cannot be opened; the message is one sentence for whoever wrote the address.</summary>
public sealed class DatabaseUnavailableException(string message, Exception inner) : Exception(message, inner);
