using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace CpqBilling.Storage.Opening;

/// <summary>The tables of SQLite as all migrations together leave them: a new file is ready at once, instead of going through the history of versions.</summary>
/// <remarks>Migrations that are newer than the script are applied after it. A test holds the script against the migrations.</remarks>
internal static class PreparedTables
{
    private const string Resource = "CpqBilling.Storage.Migrations.Sqlite.tables.sql";

    /// <summary>Does nothing to a file that has tables.</summary>
    public static async Task MakeAsync(BillingDb db, CancellationToken cancellationToken)
    {
        if (await HasHistoryAsync(db, cancellationToken))
        {
            return;
        }

        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await using var command = db.Database.GetDbConnection().CreateCommand();
        command.Transaction = transaction.GetDbTransaction();
        command.CommandText = await ScriptAsync(cancellationToken);
        await command.ExecuteNonQueryAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    private static Task<bool> HasHistoryAsync(BillingDb db, CancellationToken cancellationToken) =>
        db
            .Database.SqlQueryRaw<int>("SELECT 1 AS \"Value\" FROM sqlite_master WHERE type = 'table' AND name = '__EFMigrationsHistory'")
            .AnyAsync(cancellationToken);

    private static async Task<string> ScriptAsync(CancellationToken cancellationToken)
    {
        using var reader = new StreamReader(typeof(PreparedTables).Assembly.GetManifestResourceStream(Resource)!);
        return await reader.ReadToEndAsync(cancellationToken);
    }
}
