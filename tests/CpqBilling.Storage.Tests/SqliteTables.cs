using Microsoft.EntityFrameworkCore;

namespace CpqBilling.Storage.Tests;

internal sealed class SqliteTables : ITableFacts
{
    public string WithoutReferences => "PRAGMA foreign_keys = OFF";

    public async Task<IReadOnlyList<TableColumn>> ColumnsAsync(BillingDb db, CancellationToken cancellation) =>
        await db
            .Database.SqlQueryRaw<TableColumn>(
                """
                SELECT t.name AS "Table", c.name AS "Name", c.type AS "Type"
                FROM sqlite_master t JOIN pragma_table_info(t.name) c WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite!_%' ESCAPE '!'
                """
            )
            .ToListAsync(cancellation);

    public string Value(string type, int number) =>
        type == "BLOB" ? $"x'0{number}'"
        : type == "TEXT" ? $"'{number}'"
        : $"{number}";
}
