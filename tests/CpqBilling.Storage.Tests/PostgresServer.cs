using Npgsql;

[assembly: AssemblyFixture(typeof(CpqBilling.Storage.Tests.PostgresServer))]

namespace CpqBilling.Storage.Tests;

/// <summary>The PostgreSQL server of a test run.</summary>
public sealed class PostgresServer : IAsyncLifetime
{
    private PostgresProcess? _process;

    /// <summary>An empty database of its own.</summary>
    public async Task<string> NewDatabaseAsync()
    {
        var name = $"test_{Guid.NewGuid():N}";
        await using var connection = new NpgsqlConnection(ConnectionString("postgres"));
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = $"CREATE DATABASE {name}";
        await command.ExecuteNonQueryAsync();
        return ConnectionString(name);
    }

    public async ValueTask InitializeAsync() => _process = await PostgresProcess.StartAsync();

    public async ValueTask DisposeAsync()
    {
        NpgsqlConnection.ClearAllPools();
        if (_process is not null)
        {
            await _process.DisposeAsync();
        }
    }

    private string ConnectionString(string database) =>
        $"Host=127.0.0.1;Port={_process!.Port};Username=postgres;Database={database};Include Error Detail=true";
}
