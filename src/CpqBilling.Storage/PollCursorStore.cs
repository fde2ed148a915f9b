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

    /// <summary>When the cursor was last moved, or confirmed where it stands; null when there is none.</summary>
    public async Task<Instant?> MovedAtAsync(string orgId, string stream, CancellationToken cancellationToken = default)
    {
        await using var db = database.CreateDbContext();
        return await db
            .PollCursors.Where(row => row.OrgId == orgId && row.Stream == stream)
            .Select(row => (Instant?)row.MovedAt)
            .SingleOrDefaultAsync(cancellationToken);
    }

    /// <summary>Moves the cursor, wherever it stands: of two readers of events the last one wins, and what lies between is read once more.</summary>
    public Task MoveAsync(string orgId, string stream, StreamPosition position, Instant now, CancellationToken cancellationToken = default) =>
        database.WriteAsync(db => MoveAsync(db, orgId, stream, position, now), cancellationToken);

    /// <summary>Moves the cursor from where it was read.</summary>
    /// <returns>False when somebody else has moved it since.</returns>
    public async Task<bool> TryMoveAsync(StreamMove move, CancellationToken cancellationToken = default)
    {
        try
        {
            return await database.WriteAsync(db => TryMoveAsync(db, move, cancellationToken), cancellationToken);
        }
        catch (DbUpdateException) when (!cancellationToken.IsCancellationRequested && move.From is null)
        {
            // Another node has made the row.
            return false;
        }
    }

    internal static async Task<bool> TryMoveAsync(BillingDb db, StreamMove move, CancellationToken cancellationToken)
    {
        var rows = db.PollCursors.Where(row => row.OrgId == move.OrgId && row.Stream == move.Stream);
        if (move.From is { } from)
        {
            var matching = rows.Where(row => row.ModifiedAt == from.ModifiedAt && row.RecordId == from.RecordId && row.ReplayId == from.ReplayId);
            return await matching.ExecuteUpdateAsync(
                    set =>
                        set.SetProperty(row => row.ModifiedAt, move.To.ModifiedAt)
                            .SetProperty(row => row.RecordId, move.To.RecordId)
                            .SetProperty(row => row.ReplayId, move.To.ReplayId)
                            .SetProperty(row => row.MovedAt, move.At),
                    cancellationToken
                ) == 1;
        }

        if (await rows.AnyAsync(cancellationToken))
        {
            return false;
        }

        await MoveAsync(db, move.OrgId, move.Stream, move.To, move.At);
        return true;
    }

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
