using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace CpqBilling.Storage.Leases;

/// <summary>Whose turn it is: a family of contracts in an org, known without loading any of them.</summary>
/// <param name="Family">The quote of the first order; of contracts without one, the contract or the order; of other records, their own id.</param>
public readonly record struct FamilyKey(string OrgId, string Family);

/// <summary>A lease that was taken.</summary>
/// <param name="Number">Proof of the taking; whoever takes it over has a higher one.</param>
public sealed record ContractLease(FamilyKey Key, long Number)
{
    /// <summary>Since when nobody had it, by the database's clock: what was read later than that is what the last holder left.</summary>
    public Instant FreeSince { get; init; }
}

/// <summary>Somebody else has the contract now: whoever sees this stops before the next call.</summary>
public sealed class LeaseLostException(FamilyKey key) : Exception($"The lease of {key.Family} is somebody else's now.");

/// <summary>Who may work on a contract. The database's clock says how long; the number says whose it is.</summary>
/// <remarks>
/// Rows are never deleted and their numbers only grow: with numbers that began anew, a frozen holder would take the lease of its successor for
/// its own. A restored database begins a new epoch, which is the upper part of the number.
/// </remarks>
public sealed class ContractLeases(BillingDatabase database)
{
    private const long NumbersOfAnEpoch = 1L << 40;

    /// <summary>How long a lease lasts unless it is renewed.</summary>
    public static Duration Length { get; } = Duration.FromSeconds(15);

    private static long LengthMilliseconds => (long)Length.TotalMilliseconds;

    /// <summary>Null while somebody else has it.</summary>
    public Task<ContractLease?> TakeAsync(FamilyKey key, string owner, CancellationToken cancellationToken = default) =>
        database.WriteAsync(db => TakeAsync(db, key, owner, cancellationToken), cancellationToken);

    /// <summary>False when it is lost.</summary>
    public Task<bool> RenewAsync(ContractLease lease, CancellationToken cancellationToken = default) =>
        database.WriteAsync(async db => await HoldAsync(db, lease, cancellationToken) is not null, cancellationToken);

    /// <summary>Gives it back at once; nothing when it is somebody else's by now.</summary>
    public Task ReleaseAsync(ContractLease lease, CancellationToken cancellationToken = default) =>
        database.WriteAsync(db => ReleaseAsync(db, lease, cancellationToken), cancellationToken);

    /// <summary>A transaction of the holder: the lease is proved and renewed first, so that a takeover waits for its end.</summary>
    /// <param name="write">Told the time of the database.</param>
    /// <exception cref="LeaseLostException">Nothing was written.</exception>
    public Task<T> WriteAsync<T>(ContractLease lease, Func<BillingDb, Instant, Task<T>> write, CancellationToken cancellationToken = default) =>
        database.WriteAsync(
            async db => await HoldAsync(db, lease, cancellationToken) is { } now ? await write(db, now) : throw new LeaseLostException(lease.Key),
            cancellationToken
        );

    /// <summary>Who has it now, as the holder calls itself; null when nobody does.</summary>
    public async Task<string?> HolderAsync(FamilyKey key, CancellationToken cancellationToken = default)
    {
        await using var db = database.CreateDbContext();
        var now = await DatabaseClock.ReadAsync(db, cancellationToken);
        return await db
            .ContractLeases.Where(row => row.OrgId == key.OrgId && row.Family == key.Family && row.UntilAt > now)
            .Select(row => row.Owner)
            .FirstOrDefaultAsync(cancellationToken);
    }

    public async Task<Instant> NowAsync(CancellationToken cancellationToken = default)
    {
        await using var db = database.CreateDbContext();
        return await DatabaseClock.ReadAsync(db, cancellationToken);
    }

    /// <summary>Takes every lease from whoever holds it: numbers given before count no more.</summary>
    internal static async Task BeginEpochAsync(BillingDb db, CancellationToken cancellationToken)
    {
        await db.Installations.ExecuteUpdateAsync(set => set.SetProperty(row => row.LeaseEpoch, row => row.LeaseEpoch + 1), cancellationToken);
        var first = await FirstNumberAsync(db, cancellationToken);
        await db.ContractLeases.ExecuteUpdateAsync(
            set => set.SetProperty(row => row.Number, first).SetProperty(row => row.UntilAt, Instant.FromUnixTimeMilliseconds(0)),
            cancellationToken
        );
    }

    internal static async Task<ContractLease?> TakeAsync(BillingDb db, FamilyKey key, string owner, CancellationToken cancellationToken)
    {
        var freeSince = await db
            .ContractLeases.Where(row => row.OrgId == key.OrgId && row.Family == key.Family)
            .Select(row => row.UntilAt)
            .FirstOrDefaultAsync(cancellationToken);
        var now = DatabaseClock.Now(db);
        var larger = db is SqliteBillingDb ? "MAX" : "GREATEST";
        var sql = $$"""
            INSERT INTO contract_leases (org_id, family, number, owner, until_at)
            VALUES ({0}, {1}, {3} + 1, {2}, {{now}} + {4})
            ON CONFLICT (org_id, family) DO UPDATE
            SET number = {{larger}}(contract_leases.number, {3}) + 1, owner = excluded.owner, until_at = excluded.until_at
            WHERE contract_leases.until_at <= {{now}}
            RETURNING number AS "Value"
            """;
        var numbers = await db
            .Database.SqlQueryRaw<long>(sql, key.OrgId, key.Family, owner, await FirstNumberAsync(db, cancellationToken), LengthMilliseconds)
            .ToListAsync(cancellationToken);
        return numbers.Count == 0 ? null : new ContractLease(key, numbers[0]) { FreeSince = freeSince };
    }

    /// <summary>Proves and renews the lease; the time of the database, or null when it is somebody else's.</summary>
    internal static async Task<Instant?> HoldAsync(BillingDb db, ContractLease lease, CancellationToken cancellationToken)
    {
        var sql = $$"""
            UPDATE contract_leases SET until_at = {{DatabaseClock.Now(db)}} + {0} WHERE org_id = {1} AND family = {2} AND number = {3}
            RETURNING until_at - {0} AS "Value"
            """;
        var now = await db
            .Database.SqlQueryRaw<long>(sql, LengthMilliseconds, lease.Key.OrgId, lease.Key.Family, lease.Number)
            .ToListAsync(cancellationToken);
        return now.Count == 1 ? Instant.FromUnixTimeMilliseconds(now[0]) : null;
    }

    internal static Task<int> ReleaseAsync(BillingDb db, ContractLease lease, CancellationToken cancellationToken)
    {
        var now = DatabaseClock.Now(db);
        var sql = $$"""
            UPDATE contract_leases SET until_at = {{now}}, owner = NULL
            WHERE org_id = {0} AND family = {1} AND number = {2} AND until_at > {{now}}
            """;
        return db.Database.ExecuteSqlRawAsync(sql, [lease.Key.OrgId, lease.Key.Family, lease.Number], cancellationToken);
    }

    private static async Task<long> FirstNumberAsync(BillingDb db, CancellationToken cancellationToken) =>
        NumbersOfAnEpoch * await db.Installations.Select(row => row.LeaseEpoch).FirstOrDefaultAsync(cancellationToken);
}
