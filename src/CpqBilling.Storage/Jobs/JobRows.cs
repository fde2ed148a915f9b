using System.Collections.Immutable;
using System.Text.Json;
using CpqBilling.Storage.Leases;
using CpqBilling.Storage.Rows;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace CpqBilling.Storage.Jobs;

/// <summary>How requests become a row, and join the one that waits.</summary>
internal static class JobRows
{
    /// <summary>The row, which nobody else changes until the transaction ends: SQLite has one writer, PostgreSQL locks it.</summary>
    public static async Task<SyncJob?> FindAsync(BillingDb db, FamilyKey key, CancellationToken cancellationToken)
    {
        if (db is not SqliteBillingDb)
        {
            const string sql = "SELECT 1 FROM sync_jobs WHERE org_id = {0} AND family = {1} FOR UPDATE";
            await db.Database.ExecuteSqlRawAsync(sql, [key.OrgId, key.Family], cancellationToken);
        }

        return await db.SyncJobs.FindAsync([key.OrgId, key.Family], cancellationToken);
    }

    /// <summary>The rows of many families, in one query for each org.</summary>
    public static async Task<Dictionary<FamilyKey, SyncJob>> FindAsync(
        BillingDb db,
        IReadOnlyCollection<FamilyKey> keys,
        CancellationToken cancellationToken
    )
    {
        var rows = new Dictionary<FamilyKey, SyncJob>();
        foreach (var org in keys.Distinct().GroupBy(key => key.OrgId, key => key.Family))
        {
            var families = org.ToList();
            if (db is not SqliteBillingDb)
            {
                const string sql = "SELECT 1 FROM sync_jobs WHERE org_id = {0} AND family = ANY ({1}) ORDER BY family FOR UPDATE";
                await db.Database.ExecuteSqlRawAsync(sql, [org.Key, families.ToArray()], cancellationToken);
            }

            foreach (var row in await db.SyncJobs.Where(row => row.OrgId == org.Key && families.Contains(row.Family)).ToListAsync(cancellationToken))
            {
                rows[new FamilyKey(row.OrgId, row.Family)] = row;
            }
        }

        return rows;
    }

    public static SyncJob New(JobRequest request) =>
        new()
        {
            OrgId = request.Key.OrgId,
            Family = request.Key.Family,
            OrdersJson = JsonSerializer.Serialize(request.OrderIds),
            Reason = request.Reason,
            Priority = request.Priority,
            DueAt = request.DueAt,
            Requests = 1,
            Revision = 1,
        };

    /// <summary>A request is news: what was parked for its errors runs again. It does not shorten the wait after a failure that passes.</summary>
    public static void Join(SyncJob row, JobRequest request)
    {
        row.OrdersJson = JsonSerializer.Serialize(Orders(row).Where(id => !request.OrderIds.Contains(id)).Concat(request.OrderIds));
        row.Reason = request.Reason;
        row.Priority = request.Priority < row.Priority ? request.Priority : row.Priority;
        row.DueAt = row.ParkedAt is null ? Instant.Min(row.DueAt, request.DueAt) : request.DueAt;
        row.ParkedAt = null;
        row.Requests++;
        row.Revision++;
        if (request.Priority == JobPriority.Interactive)
        {
            row.RetryAt = null;
        }
    }

    /// <summary>The orders that asked, and those of contracts whose time has come.</summary>
    public static ImmutableArray<string> DueOrders(SyncJob row, Instant now) =>
        [.. Continuations(row).Values.Where(next => next.At <= now).Select(next => next.OrderId).Except(Orders(row)).Concat(Orders(row))];

    public static ImmutableArray<string> DueContracts(SyncJob row, Instant now) =>
        [.. Continuations(row).Where(entry => entry.Value.At <= now).Select(entry => entry.Key)];

    public static ImmutableDictionary<string, Continuation> Continuations(SyncJob row) =>
        row.ContinuationsJson is { } json
            ? JsonSerializer
                .Deserialize<Dictionary<string, StoredContinuation>>(json)!
                .ToImmutableDictionary(
                    entry => entry.Key,
                    entry => new Continuation(entry.Value.OrderId, entry.Value.Reason, Instant.FromUnixTimeMilliseconds(entry.Value.At))
                )
            : ImmutableDictionary<string, Continuation>.Empty;

    public static void Keep(SyncJob row, ImmutableDictionary<string, Continuation> continuations) =>
        row.ContinuationsJson = continuations.IsEmpty
            ? null
            : JsonSerializer.Serialize(
                continuations.ToDictionary(
                    entry => entry.Key,
                    entry => new StoredContinuation(entry.Value.OrderId, entry.Value.Reason, entry.Value.At.ToUnixTimeMilliseconds())
                )
            );

    public static ImmutableArray<string> Orders(SyncJob row) => JsonSerializer.Deserialize<ImmutableArray<string>>(row.OrdersJson);

    private sealed record StoredContinuation(string OrderId, string Reason, long At);
}
