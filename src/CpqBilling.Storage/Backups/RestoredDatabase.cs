using CpqBilling.Storage.Leases;
using CpqBilling.Storage.Rows;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace CpqBilling.Storage.Backups;

/// <summary>What must be known of a database that was restored: it remembers a time that is over, and others may have worked since.</summary>
/// <remarks>Numbers of leases begin a new epoch. Each org is marked until all of its contracts were compared with Stripe.</remarks>
public sealed class RestoredDatabase(BillingDatabase database)
{
    private const string Stream = "restored";

    /// <summary>Begins the next epoch and marks every org.</summary>
    public Task MarkAsync(Instant now, CancellationToken cancellationToken = default) =>
        database.WriteAsync(
            async db =>
            {
                await ContractLeases.BeginEpochAsync(db, cancellationToken);
                var orgs = await db.Orgs.Select(org => org.Id).ToListAsync(cancellationToken);
                var cursors = await db.PollCursors.AsNoTracking().Where(row => row.Stream != Stream).ToListAsync(cancellationToken);
                await db.PollCursors.Where(row => row.Stream == Stream).ExecuteDeleteAsync(cancellationToken);
                db.PollCursors.AddRange(
                    orgs.Select(org => new PollCursor
                    {
                        OrgId = org,
                        Stream = Stream,
                        ModifiedAt = cursors.Where(row => row.OrgId == org).Select(row => (Instant?)row.MovedAt).Max(),
                        MovedAt = now,
                    })
                );
                return await db.SaveChangesAsync(cancellationToken);
            },
            cancellationToken
        );

    /// <summary>Until when the copy knew what happened in an org; null when the org is not marked.</summary>
    public async Task<RestoredOrg?> OfAsync(string orgId, CancellationToken cancellationToken = default) =>
        await new PollCursorStore(database).ReadAsync(orgId, Stream, cancellationToken) is { } mark ? new RestoredOrg(mark.ModifiedAt) : null;

    /// <summary>Every contract of the org was compared.</summary>
    public Task ClearAsync(string orgId, CancellationToken cancellationToken = default) =>
        database.WriteAsync(
            db => db.PollCursors.Where(row => row.OrgId == orgId && row.Stream == Stream).ExecuteDeleteAsync(cancellationToken),
            cancellationToken
        );
}
