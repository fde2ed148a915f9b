using System.Collections.Immutable;
using CpqBilling.Storage.Rows;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace CpqBilling.Storage;

/// <summary>Remembers when an order took effect "now", so that every later run computes the same.</summary>
public sealed class EffectiveInstantStore(BillingDatabase database)
{
    public async Task<ImmutableDictionary<string, Instant>> ReadAsync(
        string orgId,
        IReadOnlyCollection<string> orderIds,
        CancellationToken cancellationToken = default
    )
    {
        await using var db = database.CreateDbContext();
        var rows = await db
            .EffectiveInstants.AsNoTracking()
            .Where(row => row.OrgId == orgId && orderIds.Contains(row.OrderId))
            .ToListAsync(cancellationToken);
        return rows.ToImmutableDictionary(row => row.OrderId, row => row.At);
    }

    /// <summary>Keeps the first instant ever given for an order and yields it.</summary>
    public async Task<Instant> RememberAsync(string orgId, string orderId, Instant at, CancellationToken cancellationToken = default)
    {
        try
        {
            return await database.WriteAsync(db => RememberAsync(db, orgId, orderId, at), cancellationToken);
        }
        catch (DbUpdateException)
        {
            // Another node was first; its instant counts.
            return (await ReadAsync(orgId, [orderId], cancellationToken))[orderId];
        }
    }

    /// <summary>The same inside a transaction of whoever holds the contract.</summary>
    public static async Task<Instant> RememberAsync(BillingDb db, string orgId, string orderId, Instant at)
    {
        if (await db.EffectiveInstants.FindAsync(orgId, orderId) is { } known)
        {
            return known.At;
        }

        db.EffectiveInstants.Add(
            new EffectiveInstant
            {
                OrgId = orgId,
                OrderId = orderId,
                At = at,
            }
        );
        await db.SaveChangesAsync();
        return at;
    }
}
