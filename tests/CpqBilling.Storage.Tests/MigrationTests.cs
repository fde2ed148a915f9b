using Microsoft.EntityFrameworkCore;

namespace CpqBilling.Storage.Tests;

public sealed class MigrationTests_Sqlite() : MigrationTests(new SqliteFile());

public sealed class MigrationTests_Postgres(PostgresServer server) : MigrationTests(new PostgresDatabase(server));

public abstract class MigrationTests(ITestDatabase source) : DatabaseTests(source)
{
    // A changed model without a migration for this database fails here.
    [Fact]
    public async Task Migrations_AreTheModel()
    {
        await using var db = Database.CreateDbContext();

        Assert.False(db.Database.HasPendingModelChanges());
        Assert.Empty(await db.Database.GetPendingMigrationsAsync(Token));
    }

    [Fact]
    public async Task OpeningAgain_ChangesNothing()
    {
        await new PollCursorStore(Database).MoveAsync(Org, "Order", new StreamPosition(Now, "8011", null), Now, Token);

        var again = await BillingDatabase.OpenAsync(Database.ConnectionString, Token);

        Assert.Equal(Database.Kind, again.Kind);
        Assert.Equal(new StreamPosition(Now, "8011", null), await new PollCursorStore(again).ReadAsync(Org, "Order", Token));
    }

    [Fact]
    public async Task EveryTable_NamesItsOrg()
    {
        await using var db = Database.CreateDbContext();
        var withoutOrg = db.Model.GetEntityTypes().Where(entity => entity.FindProperty("OrgId") is null).Select(entity => entity.GetTableName());

        // The org itself, what all of an installation shares, people, and the audit, whose chain is an org or the installation.
        Assert.Equal(
            [
                "audit_heads",
                "audit_log",
                "installation",
                "orgs",
                "people",
                "person_claims",
                "person_logins",
                "person_passkeys",
                "person_tokens",
                "protection_keys",
                "sessions",
            ],
            withoutOrg.Distinct().Order(StringComparer.Ordinal)
        );
    }
}

public sealed class SqliteSettingsTests
{
    [Fact]
    public async Task Readers_DoNotBlockTheWriter()
    {
        using var file = new SqliteFile();
        var database = await file.OpenAsync();
        await using var db = database.CreateDbContext();

        var mode = await db
            .Database.SqlQueryRaw<string>("SELECT journal_mode AS Value FROM pragma_journal_mode")
            .SingleAsync(TestContext.Current.CancellationToken);
        var wait = await db
            .Database.SqlQueryRaw<int>("SELECT timeout AS Value FROM pragma_busy_timeout")
            .SingleAsync(TestContext.Current.CancellationToken);

        Assert.Equal(("wal", 30000), (mode, wait));
    }
}
