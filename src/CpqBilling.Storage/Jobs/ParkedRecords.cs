using System.Collections.Immutable;
using CpqBilling.Core.Errors;
using CpqBilling.Storage.Rows;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace CpqBilling.Storage.Jobs;

/// <summary>What parked jobs wait for: a change of a record that their errors name, or of the configuration.</summary>
public sealed class ParkedRecords(BillingDatabase database)
{
    /// <summary>What codes of connections and limits begin with.</summary>
    private const string OfConnections = "SYNC-6";

    /// <param name="parkedAfter">Only of families that were parked later than this.</param>
    public async Task<ImmutableArray<AwaitedRecord>> AwaitedAsync(string orgId, Instant parkedAfter, CancellationToken cancellationToken = default)
    {
        await using var db = database.CreateDbContext();
        var rows = await db
            .ParkedRecords.AsNoTracking()
            .Where(row => row.OrgId == orgId && row.ReadAt > parkedAfter)
            .OrderBy(row => row.RecordType)
            .ThenBy(row => row.RecordId)
            .ToListAsync(cancellationToken);
        return [.. rows.Select(row => new AwaitedRecord(row.Family, new RecordRef(row.RecordType, row.RecordId), row.ReadAt, row.ModifiedAt))];
    }

    /// <summary>Of records that parked jobs wait for: id → the last change that is known.</summary>
    public async Task<ImmutableDictionary<string, Instant>> KnownAsync(
        string orgId,
        IReadOnlyCollection<string> recordIds,
        CancellationToken cancellationToken = default
    )
    {
        await using var db = database.CreateDbContext();
        var rows = await db
            .ParkedRecords.AsNoTracking()
            .Where(row => row.OrgId == orgId && row.ModifiedAt != null && recordIds.Contains(row.RecordId))
            .ToListAsync(cancellationToken);
        return rows.GroupBy(row => row.RecordId).ToImmutableDictionary(group => group.Key, group => group.Max(row => row.ModifiedAt!.Value));
    }

    /// <summary>Families that wait for a change of any of these records.</summary>
    public async Task<ImmutableArray<string>> WaitingForAsync(
        string orgId,
        IReadOnlyCollection<string> recordIds,
        CancellationToken cancellationToken = default
    )
    {
        await using var db = database.CreateDbContext();
        var families = await db
            .ParkedRecords.Where(row => row.OrgId == orgId && recordIds.Contains(row.RecordId))
            .Select(row => row.Family)
            .Distinct()
            .ToListAsync(cancellationToken);
        return [.. families];
    }

    /// <summary>Families that were parked before the configuration in force was made.</summary>
    public async Task<ImmutableArray<string>> BeforeConfigurationAsync(string orgId, CancellationToken cancellationToken = default)
    {
        await using var db = database.CreateDbContext();
        var changedAt = await db.Configurations.Where(row => row.OrgId == orgId).MaxAsync(row => (Instant?)row.ChangedAt, cancellationToken);
        var families = await db
            .SyncJobs.Where(row => row.OrgId == orgId && row.ParkedAt != null && row.ParkedAt < changedAt)
            .Select(row => row.Family)
            .ToListAsync(cancellationToken);
        return [.. families];
    }

    /// <summary>Families that were parked because a connection was refused, before that of their org was last renewed.</summary>
    /// <remarks>What ran while it was renewed ends with the former one and is parked shortly afterwards: so much later counts as well.</remarks>
    public async Task<ImmutableArray<string>> BeforeConnectionAsync(string orgId, CancellationToken cancellationToken = default)
    {
        await using var db = database.CreateDbContext();
        var changedAt = await db.Connections.Where(row => row.OrgId == orgId).MaxAsync(row => (Instant?)row.ChangedAt, cancellationToken);
        var until = changedAt + Duration.FromMinutes(1);
        var families = await db
            .SyncJobs.Where(row => row.OrgId == orgId && row.ParkedAt != null && row.ParkedAt < until)
            .Where(row => row.LastErrorCode != null && row.LastErrorCode.StartsWith(OfConnections))
            .Select(row => row.Family)
            .ToListAsync(cancellationToken);
        return [.. families];
    }

    /// <summary>Keeps when records were last changed, so that the next change is told from what is known.</summary>
    public Task NoteAsync(string orgId, IReadOnlyDictionary<string, Instant> modified, CancellationToken cancellationToken = default) =>
        database.WriteAsync(
            async db =>
            {
                var rows = await db
                    .ParkedRecords.Where(row => row.OrgId == orgId && modified.Keys.Contains(row.RecordId))
                    .ToListAsync(cancellationToken);
                foreach (var row in rows)
                {
                    row.ModifiedAt = modified[row.RecordId];
                }

                await db.SaveChangesAsync(cancellationToken);
            },
            cancellationToken
        );
}
