using CpqBilling.Storage.Rows;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace CpqBilling.Storage;

/// <summary>The last record a stream was read up to: a poll orders by modification time and id, events have a replay id.</summary>
public sealed record StreamPosition(Instant? ModifiedAt, string? RecordId, string? ReplayId);

/// <summary>Remembers how far each stream of changes was read.</summary>
public sealed class PollCursorStore(BillingDatabase database)
{
    public async Task<StreamPosition?> ReadAsync(string orgId, string stream, CancellationToken cancellationToken = default)
    {
        await using var db = database.CreateDbContext();
        var row = await db.PollCursors.AsNoTracking().SingleOrDefaultAsync(row => row.OrgId == orgId && row.Stream == stream, cancellationToken);
        return row is null ? null : new StreamPosition(row.ModifiedAt, row.RecordId, row.ReplayId);
    }

    /// <summary>Moves the cursor. One poller per org owns it, so the last writer wins.</summary>
    public Task MoveAsync(string orgId, string stream, StreamPosition position, Instant now, CancellationToken cancellationToken = default) =>
        database.WriteAsync(db => MoveAsync(db, orgId, stream, position, now), cancellationToken);

    private static async Task MoveAsync(BillingDb db, string orgId, string stream, StreamPosition position, Instant now)
    {
        var row = await db.PollCursors.FindAsync(orgId, stream);
        if (row is null)
        {
            row = new PollCursor
            {
                OrgId = orgId,
                Stream = stream,
                MovedAt = now,
            };
            db.PollCursors.Add(row);
        }

        row.ModifiedAt = position.ModifiedAt;
        row.RecordId = position.RecordId;
        row.ReplayId = position.ReplayId;
        row.MovedAt = now;
        await db.SaveChangesAsync();
    }
}
