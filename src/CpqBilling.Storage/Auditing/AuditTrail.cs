using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text.Json;
using CpqBilling.Storage.Rows;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace CpqBilling.Storage.Auditing;

/// <summary>What people and keys did: added to and never changed, one chain for each org and one for the installation.</summary>
/// <remarks>
/// Every entry is sealed with the one before it by a key outside the database: whoever can write to the database alone cannot change, insert or
/// remove an entry unnoticed. Only the newest entries can be cut off together with the head; the head's number and hash, noted elsewhere, show that.
/// </remarks>
/// <param name="keys">The first seals, all are tried when a chain is verified.</param>
public sealed class AuditTrail(BillingDatabase database, ImmutableArray<byte[]> keys)
{
    private const int PageSize = 500;

    /// <summary>Adds an entry in the transaction of the change it tells of: both are stored, or neither.</summary>
    /// <param name="db">The context that <see cref="BillingDatabase.WriteAsync(Func{BillingDb, Task}, CancellationToken)"/> gave.</param>
    public async Task AddAsync(BillingDb db, AuditEvent told, Instant now, CancellationToken cancellation)
    {
        var chain = told.OrgId ?? "";
        var head = await HoldHeadAsync(db, chain, cancellation);
        // As the database keeps it.
        var at = Instant.FromUnixTimeMilliseconds(now.ToUnixTimeMilliseconds());
        var unsealed = Entry(told, chain, head.Sequence + 1, at, hash: null);
        var entry = Entry(told, chain, head.Sequence + 1, at, AuditSeal.Of(unsealed, head.Hash, keys[0]));
        db.AuditLog.Add(entry);
        (head.Sequence, head.Hash) = (entry.Sequence, entry.Hash!);
        await db.SaveChangesAsync(cancellation);
    }

    /// <summary>Adds an entry that tells of no change in the database.</summary>
    public Task AddAsync(AuditEvent told, Instant now, CancellationToken cancellation) =>
        database.WriteAsync(db => AddAsync(db, told, now, cancellation), cancellation);

    /// <summary>Recomputes every chain.</summary>
    /// <returns>Where one does not hold; empty when all do.</returns>
    public async Task<ImmutableArray<AuditFault>> VerifyAsync(CancellationToken cancellation)
    {
        await using var db = database.CreateDbContext();
        var heads = await db.AuditHeads.AsNoTracking().OrderBy(head => head.Chain).ToListAsync(cancellation);
        var chains = await db.AuditLog.Where(entry => entry.Sequence > 0).Select(entry => entry.Chain).Distinct().ToListAsync(cancellation);
        var faults = chains
            .Except(heads.Select(head => head.Chain))
            .Select(chain => new AuditFault(chain, 1, "The head of the chain is gone."))
            .ToList();
        foreach (var head in heads)
        {
            if (await FaultAsync(db, head, cancellation) is { } fault)
            {
                faults.Add(fault);
            }
        }

        return [.. faults];
    }

    /// <summary>The first fault of one chain; null when it holds.</summary>
    private async Task<AuditFault?> FaultAsync(BillingDb db, AuditHead head, CancellationToken cancellation)
    {
        var (before, next) = (AuditSeal.Beginning, 1L);
        while (true)
        {
            var page = await db
                .AuditLog.AsNoTracking()
                .Where(entry => entry.Chain == head.Chain && entry.Sequence >= next)
                .OrderBy(entry => entry.Sequence)
                .Take(PageSize)
                .ToListAsync(cancellation);
            foreach (var entry in page)
            {
                if (entry.Sequence != next)
                {
                    return new AuditFault(head.Chain, next, $"Entry {next} is missing.");
                }

                if (!keys.Any(key => Holds(entry, before, key)))
                {
                    return new AuditFault(head.Chain, next, $"Entry {next} is not what was written, or the one before it is not.");
                }

                (before, next) = (entry.Hash!, next + 1);
            }

            if (page.Count < PageSize)
            {
                return next - 1 == head.Sequence && before.AsSpan().SequenceEqual(head.Hash)
                    ? null
                    : new AuditFault(head.Chain, next, $"The head tells of {head.Sequence} entries, and there are {next - 1}.");
            }
        }
    }

    private static bool Holds(AuditEntry entry, byte[] before, byte[] key) =>
        entry.Hash is { } hash && CryptographicOperations.FixedTimeEquals(hash, AuditSeal.Of(entry, before, key));

    /// <summary>The head, with its row locked until the transaction ends; made with the first entry.</summary>
    private static async Task<AuditHead> HoldHeadAsync(BillingDb db, string chain, CancellationToken cancellation)
    {
        var isKnown =
            await db
                .AuditHeads.Where(head => head.Chain == chain)
                .ExecuteUpdateAsync(set => set.SetProperty(head => head.Sequence, head => head.Sequence), cancellation) == 1;
        if (isKnown)
        {
            var held = await db.AuditHeads.SingleAsync(head => head.Chain == chain, cancellation);
            await db.Entry(held).ReloadAsync(cancellation);
            return held;
        }

        var made = new AuditHead
        {
            Chain = chain,
            Sequence = 0,
            Hash = AuditSeal.Beginning,
        };
        db.AuditHeads.Add(made);
        await db.SaveChangesAsync(cancellation);
        return made;
    }

    private static AuditEntry Entry(AuditEvent told, string chain, long sequence, Instant at, byte[]? hash) =>
        new()
        {
            Chain = chain,
            Sequence = sequence,
            At = at,
            Who = told.Who,
            From = told.From,
            Action = told.Action,
            Target = told.Target,
            Reason = told.Reason,
            DetailJson = told.Detail is null ? null : JsonSerializer.Serialize(told.Detail, JsonSerializerOptions.Web),
            Hash = hash,
        };
}
