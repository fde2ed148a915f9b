using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace CpqBilling.Storage.Leases;

/// <summary>The time of the database in Unix milliseconds: one clock for all processes, whatever their own say.</summary>
internal static class DatabaseClock
{
    public static string Now(BillingDb db) =>
        db is SqliteBillingDb ? "CAST(unixepoch('subsec') * 1000 AS INTEGER)" : "CAST(extract(epoch FROM clock_timestamp()) * 1000 AS bigint)";

    public static async Task<Instant> ReadAsync(BillingDb db, CancellationToken cancellationToken)
    {
        var sql = $"SELECT {Now(db)} AS \"Value\"";
        var now = await db.Database.SqlQueryRaw<long>(sql).ToListAsync(cancellationToken);
        return Instant.FromUnixTimeMilliseconds(now[0]);
    }
}
