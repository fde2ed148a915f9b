using System.Collections.Immutable;
using CpqBilling.Storage.Rows;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace CpqBilling.Storage;

/// <summary>Remembers when an order took effect "now", so that every later run computes the same (decisions.md 1.5).</summary>
public sealed class EffectiveInstantStore(IDbContextFactory<BillingDb> databases)
{
    public async Task<ImmutableDictionary<string, Instant>> ReadAsync(
        string orgId,
        IReadOnlyCollection<string> orderIds,
        CancellationToken cancellationToken = default
    )
    {
        await using var db = databases.CreateDbContext();
        var rows = await db
            .EffectiveInstants.AsNoTracking()
            .Where(row => row.OrgId == orgId && orderIds.Contains(row.OrderId))
            .ToListAsync(cancellationToken);
        return rows.ToImmutableDictionary(row => row.OrderId, row => row.At);
    }

    /// <summary>Keeps the first instant ever given for an order and yields it.</summary>
    public async Task<Instant> RememberAsync(string orgId, string orderId, Instant at, CancellationToken cancellationToken = default)
    {
        await using var db = databases.CreateDbContext();
        if (await db.EffectiveInstants.FindAsync([orgId, orderId], cancellationToken) is { } known)
        {
            return known.At;
        }

        var added = new EffectiveInstant
        {
            OrgId = orgId,
            OrderId = orderId,
            At = at,
        };
        db.EffectiveInstants.Add(added);
        try
        {
            await db.SaveChangesAsync(cancellationToken);
            return at;
        }
        catch (DbUpdateException)
        {
            // Another node was first; its instant counts.
            db.Entry(added).State = EntityState.Detached;
            return (await db.EffectiveInstants.SingleAsync(row => row.OrgId == orgId && row.OrderId == orderId, cancellationToken)).At;
        }
    }
}
