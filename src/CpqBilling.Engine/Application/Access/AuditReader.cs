using System.Collections.Immutable;
using CpqBilling.Engine.Application.Exports;
using CpqBilling.Storage;
using CpqBilling.Storage.Auditing;
using CpqBilling.Storage.Rows;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using NodaTime.Text;

namespace CpqBilling.Engine.Application.Access;

/// <summary>What people and keys did, to look at, take away and verify.</summary>
public sealed class AuditReader(BillingDatabase database, AuditTrail audit)
{
    public const int PageSize = 100;

    /// <summary>A page, newest first.</summary>
    public async Task<ImmutableArray<AuditEntry>> ReadAsync(Actor actor, AuditFilter filter, CancellationToken cancellation)
    {
        await using var db = database.CreateDbContext();
        return [.. await Query(db, actor, filter).Take(PageSize).ToListAsync(cancellation)];
    }

    /// <summary>All of them as a table to take away.</summary>
    public TableFile Export(Actor actor, AuditFilter filter, CancellationToken cancellation) =>
        new(
            "audit",
            ["org", "number", "at", "who", "from", "action", "target", "reason", "detail", "hash"],
            StreamAsync(actor, filter, cancellation).Select(Row)
        );

    /// <summary>Recomputes every chain; a key or person that may not see all of them may not ask.</summary>
    /// <returns>Where a chain does not hold.</returns>
    public Task<ImmutableArray<AuditFault>> VerifyAsync(Actor actor, CancellationToken cancellation)
    {
        actor.Demand(Permission.Install, null);
        return audit.VerifyAsync(cancellation);
    }

    private async IAsyncEnumerable<AuditEntry> StreamAsync(
        Actor actor,
        AuditFilter filter,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation
    )
    {
        await using var db = database.CreateDbContext();
        await foreach (var entry in Query(db, actor, filter).AsAsyncEnumerable().WithCancellation(cancellation))
        {
            yield return entry;
        }
    }

    private static IQueryable<AuditEntry> Query(BillingDb db, Actor actor, AuditFilter filter)
    {
        // The installation's own chain, and so all of them, is for those who look after it.
        actor.Demand(filter.OrgId is null ? Permission.Install : Permission.Administer, filter.OrgId);
        var rows = db.AuditLog.AsNoTracking();
        if (filter.OrgId is { } org)
        {
            rows = rows.Where(row => row.Chain == org);
        }

        if (filter.Before is { } before)
        {
            rows = rows.Where(row => row.Id < before);
        }

        if (filter.From is { } from)
        {
            var begin = from.AtMidnight().InUtc().ToInstant();
            rows = rows.Where(row => row.At >= begin);
        }

        if (filter.Until is { } until)
        {
            var end = until.PlusDays(1).AtMidnight().InUtc().ToInstant();
            rows = rows.Where(row => row.At < end);
        }

        if (filter.Text.Trim() is { Length: > 0 } text)
        {
            var pattern = LikePattern.Containing(text.ToLowerInvariant());
            rows = rows.Where(row =>
                EF.Functions.Like(row.Who.ToLower(), pattern, LikePattern.Escape)
                || EF.Functions.Like(row.Action.ToLower(), pattern, LikePattern.Escape)
                || EF.Functions.Like(row.Target!.ToLower(), pattern, LikePattern.Escape)
                || EF.Functions.Like(row.Reason!.ToLower(), pattern, LikePattern.Escape)
            );
        }

        return rows.OrderByDescending(row => row.Id);
    }

    private static ImmutableArray<object?> Row(AuditEntry entry) =>
        [
            entry.Chain,
            entry.Sequence,
            InstantPattern.General.Format(entry.At),
            entry.Who,
            entry.From,
            entry.Action,
            entry.Target,
            entry.Reason,
            entry.DetailJson,
            entry.Hash is { } hash ? Convert.ToHexStringLower(hash) : null,
        ];
}
