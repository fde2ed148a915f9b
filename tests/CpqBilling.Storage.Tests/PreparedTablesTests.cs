using System.Runtime.CompilerServices;
using System.Text;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace CpqBilling.Storage.Tests;

/// <summary>The script that makes a new SQLite file leaves what the migrations up to its last one leave.</summary>
public sealed class PreparedTablesTests : IDisposable
{
    private const string Update = "UPDATE_TABLES";
    private readonly SqliteFile _migrated = new();
    private readonly SqliteFile _prepared = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _migrated.Dispose();
        _prepared.Dispose();
    }

    [Fact]
    public async Task Script_MakesTheTablesOfTheMigrations()
    {
        if (Environment.GetEnvironmentVariable(Update) == "1")
        {
            await File.WriteAllTextAsync(ScriptFile(), await ScriptAsync(await MigratedAsync(null)), Token);
        }

        var script = await File.ReadAllTextAsync(ScriptFile(), Token);
        await using var made = await ConnectAsync(_prepared);
        await ExecuteAsync(made, script);
        var history = await TextsAsync(made, "SELECT MigrationId FROM __EFMigrationsHistory ORDER BY 1");

        await using var migrated = await MigratedAsync(history[^1]);

        Assert.Equal(await TextsAsync(migrated, "SELECT MigrationId FROM __EFMigrationsHistory ORDER BY 1"), history);
        Assert.Equal(await TextsAsync(migrated, Tables), await TextsAsync(made, Tables));
    }

    /// <summary>What a new file is made with is what this build opens, newer migrations included.</summary>
    [Fact]
    public async Task NewFile_HasEveryMigration()
    {
        var database = await _prepared.OpenAsync();
        await using var db = database.CreateDbContext();

        Assert.Equal(db.Database.GetMigrations(), await db.Database.GetAppliedMigrationsAsync(Token));
    }

    /// <summary>The lock of migrations comes and goes.</summary>
    private const string Tables =
        "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND tbl_name NOT LIKE 'sqlite!_%' ESCAPE '!' AND tbl_name <> '__EFMigrationsLock' ORDER BY type DESC, tbl_name, name";

    private static async Task<string> ScriptAsync(SqliteConnection connection)
    {
        var text = new StringBuilder();
        foreach (var statement in await TextsAsync(connection, Tables))
        {
            text.Append(statement.ReplaceLineEndings("\n")).Append(";\n");
        }

        foreach (var row in await TextsAsync(connection, "SELECT MigrationId || ''', ''' || ProductVersion FROM __EFMigrationsHistory ORDER BY 1"))
        {
            text.Append($"INSERT INTO \"__EFMigrationsHistory\" VALUES ('{row}');\n");
        }

        await connection.DisposeAsync();
        return text.ToString();
    }

    /// <param name="last">The last migration to apply; null for all.</param>
    private async Task<SqliteConnection> MigratedAsync(string? last)
    {
        await using var db = new SqliteBillingDb(
            new DbContextOptionsBuilder<SqliteBillingDb>().UseSqlite($"Data Source={_migrated.FilePath}").Options
        );
        await db.GetService<IMigrator>().MigrateAsync(last, Token);
        return await ConnectAsync(_migrated);
    }

    private static async Task<SqliteConnection> ConnectAsync(SqliteFile file)
    {
        var connection = new SqliteConnection($"Data Source={file.FilePath}");
        await connection.OpenAsync(Token);
        return connection;
    }

    private static async Task ExecuteAsync(SqliteConnection connection, string text)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = text;
        await command.ExecuteNonQueryAsync(Token);
    }

    private static async Task<List<string>> TextsAsync(SqliteConnection connection, string query)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = query;
        await using var reader = await command.ExecuteReaderAsync(Token);
        var texts = new List<string>();
        while (await reader.ReadAsync(Token))
        {
            texts.Add(reader.GetString(0));
        }

        return texts;
    }

    private static string ScriptFile([CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "src", "CpqBilling.Storage", "Migrations", "Sqlite", "tables.sql"));
}
