using Microsoft.EntityFrameworkCore;

namespace CpqBilling.Storage.Tests;

internal sealed class PostgresTables : ITableFacts
{
    public string WithoutReferences => "SET session_replication_role = replica";

    public async Task<IReadOnlyList<TableColumn>> ColumnsAsync(BillingDb db, CancellationToken cancellation) =>
        await db
            .Database.SqlQueryRaw<TableColumn>(
                """
                SELECT table_name AS "Table", column_name AS "Name", data_type AS "Type"
                FROM information_schema.columns WHERE table_schema = 'public'
                """
            )
            .ToListAsync(cancellation);

    public string Value(string type, int number) =>
        type switch
        {
            "boolean" => "true",
            "bytea" => $"'\\x0{number}'",
            "json" or "jsonb" => "'{}'",
            "date" => $"'2026-01-0{number}'",
            _ when type.StartsWith("timestamp", StringComparison.Ordinal) => $"'2026-01-0{number}T00:00:00'",
            _ => $"'{number}'",
        };
}
