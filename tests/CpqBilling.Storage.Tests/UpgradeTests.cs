using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Migrations.Operations;

namespace CpqBilling.Storage.Tests;

public sealed class UpgradeTests_Sqlite() : UpgradeTests(new SqliteFile(), new SqliteTables());

public sealed class UpgradeTests_Postgres(PostgresServer server) : UpgradeTests(new PostgresDatabase(server), new PostgresTables());

/// <summary>Whatever version made a database, with rows in every table: today's opens it, and keeps every row.</summary>
/// <param name="tables">What the kind of database calls its tables, columns and values.</param>
public abstract class UpgradeTests(ITestDatabase source, ITableFacts tables) : DatabaseTests(source)
{
    /// <summary>Versions before the first release: nobody runs them beside a newer one.</summary>
    private static readonly string[] Unreleased = ["Initial", "ConnectedOrgs", "ListedOrders", "Leases", "ClusterMembership", "People"];

    [Fact]
    public async Task RowsOfEveryVersion_AreKept()
    {
        await using var db = Database.CreateDbContext();
        var migrations = db.Database.GetMigrations().ToList();
        foreach (var made in migrations[..^1])
        {
            await db.Database.EnsureDeletedAsync(Token);
            await db.GetService<IMigrator>().MigrateAsync(made, Token);
            var filled = await FillAsync(db);
            Assert.True(filled.Count > 5, $"{made} has {filled.Count} tables");

            await db.GetService<IMigrator>().MigrateAsync(migrations[^1], Token);

            var left = (await tables.ColumnsAsync(db, Token)).Select(column => column.Table).ToHashSet(StringComparer.Ordinal);
            foreach (var table in filled.Where(left.Contains))
            {
                Assert.True(await CountAsync(db, table) == 2, $"{table} of {made} lost a row");
            }
        }
    }

    /// <summary>The version before still runs on the newer tables while nodes are replaced: what it reads and writes must be there, and need nothing more.</summary>
    [Fact]
    public async Task Migrations_OnlyAdd()
    {
        await using var db = Database.CreateDbContext();
        var assembly = db.GetService<IMigrationsAssembly>();
        var found = assembly
            .Migrations.Where(migration => !Unreleased.Contains(migration.Key.Split('_')[1]))
            .SelectMany(migration => NoAdditions(migration.Key, assembly.CreateMigration(migration.Value, db.Database.ProviderName!).UpOperations));
        Assert.Equal([], found);
    }

    private static IEnumerable<string> NoAdditions(string name, IReadOnlyList<MigrationOperation> operations)
    {
        var made = operations.OfType<CreateTableOperation>().Select(table => table.Name).ToHashSet(StringComparer.Ordinal);
        return operations.Where(operation => !IsAddition(operation, made)).Select(operation => $"{name}: {operation.GetType().Name}");
    }

    /// <param name="made">Tables that the version before does not know.</param>
    private static bool IsAddition(MigrationOperation operation, HashSet<string> made) =>
        operation switch
        {
            CreateTableOperation or InsertDataOperation => true,
            // The version before writes rows without it.
            AddColumnOperation column => column.IsNullable || column.DefaultValue is not null || column.DefaultValueSql is not null,
            CreateIndexOperation index => !index.IsUnique || made.Contains(index.Table),
            // Fills what was added.
            SqlOperation fill => fill.Sql.StartsWith("UPDATE ", StringComparison.Ordinal),
            _ => false,
        };

    /// <summary>Two rows in each table that has none: all texts of one row are equal, so that they refer to each other.</summary>
    private async Task<List<string>> FillAsync(BillingDb db)
    {
        await db.Database.OpenConnectionAsync(Token);
        await db.Database.ExecuteSqlRawAsync(tables.WithoutReferences, Token);
        var filled = new List<string>();
        foreach (var table in (await tables.ColumnsAsync(db, Token)).GroupBy(column => column.Table))
        {
            if (table.Key.StartsWith("__", StringComparison.Ordinal) || await CountAsync(db, table.Key) > 0)
            {
                continue;
            }

            foreach (var row in new[] { 1, 2 })
            {
                var names = string.Join(", ", table.Select(column => $"\"{column.Name}\""));
                var values = string.Join(", ", table.Select(column => tables.Value(column.Type, row)));
                var insert = $"INSERT INTO \"{table.Key}\" ({names}) VALUES ({values})";
                // Text of our own, no parameters: braces are braces.
                await db.Database.ExecuteSqlRawAsync(
                    insert.Replace("{", "{{", StringComparison.Ordinal).Replace("}", "}}", StringComparison.Ordinal),
                    Token
                );
            }

            filled.Add(table.Key);
        }

        await db.Database.CloseConnectionAsync();
        return filled;
    }

    private static Task<int> CountAsync(BillingDb db, string table)
    {
        var count = $"SELECT CAST(COUNT(*) AS INTEGER) AS \"Value\" FROM \"{table}\"";
        return db.Database.SqlQueryRaw<int>(count).SingleAsync(Token);
    }
}
