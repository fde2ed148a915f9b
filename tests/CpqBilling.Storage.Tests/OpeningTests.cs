using CpqBilling.Storage.Opening;
using Microsoft.Data.Sqlite;

namespace CpqBilling.Storage.Tests;

/// <summary>Opening a database: what a killed start leaves behind, who may read it, and what is said of a wrong address.</summary>
public sealed class OpeningTests
{
    [Fact]
    public async Task LockOfAKilledMigration_IsTakenOver()
    {
        using var file = new SqliteFile();
        await using (var connection = new SqliteConnection($"Data Source={file.FilePath}"))
        {
            await connection.OpenAsync(TestContext.Current.CancellationToken);
            await using var command = connection.CreateCommand();
            command.CommandText = """
                CREATE TABLE "__EFMigrationsLock" ("Id" INTEGER NOT NULL CONSTRAINT "PK___EFMigrationsLock" PRIMARY KEY, "Timestamp" TEXT NOT NULL);
                INSERT INTO "__EFMigrationsLock" VALUES (1, '2026-01-01 00:00:00');
                """;
            await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        }

        var database = await file.OpenAsync().WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);

        Assert.Equal(DatabaseKind.Sqlite, database.Kind);
    }

    [Fact]
    public async Task DatabaseFiles_AreReadableByTheirOwnerOnly()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        using var file = new SqliteFile();
        var database = await file.OpenAsync();
        await new PollCursorStore(database).MoveAsync(
            "00D1",
            "Order",
            new StreamPosition(null, null, "A"),
            NodaTime.Instant.FromUtc(2026, 1, 1, 0, 0),
            TestContext.Current.CancellationToken
        );

        foreach (var path in Directory.GetFiles(Path.GetDirectoryName(file.FilePath)!, Path.GetFileName(file.FilePath) + "*"))
        {
            if (!path.EndsWith(".migrating", StringComparison.Ordinal))
            {
                Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
            }
        }
    }

    [Theory]
    [InlineData("Host=db;Database=billing", true)]
    [InlineData("Database=billing;Server=db", true)]
    [InlineData("postgresql://me@db/billing", true)]
    [InlineData("./cpqbilling-data/cpqbilling.db", false)]
    [InlineData("Data Source=billing.db", false)]
    public void Address_IsAServerOrAFile(string source, bool isServer) =>
        Assert.Equal(isServer ? DatabaseKind.Postgres : DatabaseKind.Sqlite, DatabaseAddress.Of(source).Kind);

    [Theory]
    [InlineData("Host=127.0.0.1;Port=1;Database=billing;Timeout=2")]
    [InlineData("Host=127.0.0.1;Port=x;Database=billing")]
    [InlineData("Host=127.0.0.1")]
    public async Task WrongAddress_IsOneSentence(string source)
    {
        var error = await Assert.ThrowsAsync<DatabaseUnavailableException>(() =>
            BillingDatabase.OpenAsync(source, TestContext.Current.CancellationToken)
        );

        Assert.DoesNotContain('\n', error.Message);
        Assert.EndsWith(".", error.Message, StringComparison.Ordinal);
    }
}
