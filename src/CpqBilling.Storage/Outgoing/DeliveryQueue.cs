using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using CpqBilling.Storage.Rows.Outgoing;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace CpqBilling.Storage.Outgoing;

/// <summary>Deliveries whose time has come: each is taken by one node, and comes back when that one is lost.</summary>
[SuppressMessage("Naming", "CA1711", Justification = "It is a queue, and everybody calls it so.")]
public sealed class DeliveryQueue(BillingDatabase database)
{
    /// <summary>Longer than any attempt may take.</summary>
    private static readonly Duration LostAfter = Duration.FromMinutes(2);

    /// <summary>After so long without anything taken, a destination is sent nothing any more.</summary>
    private static readonly Duration Patience = Duration.FromDays(3);

    private static readonly Duration Kept = Duration.FromDays(30);

    /// <summary>Takes what is due, oldest first; of destinations that are switched off only what somebody tries them with.</summary>
    public async Task<ImmutableArray<(Destination Destination, Delivery Delivery)>> TakeAsync(Instant now, int atMost, CancellationToken cancellation)
    {
        await using var db = database.CreateDbContext();
        var due = await (
            from delivery in db.Deliveries.AsNoTracking()
            join destination in db.Destinations.AsNoTracking() on delivery.DestinationId equals destination.Id
            where delivery.NextAt != null && delivery.NextAt <= now && (destination.DisabledAt == null || delivery.Event == OutgoingEvents.Test)
            orderby delivery.NextAt
            select new { destination, delivery }
        )
            .Take(atMost)
            .ToListAsync(cancellation);
        var taken = ImmutableArray.CreateBuilder<(Destination, Delivery)>();
        foreach (var row in due)
        {
            if (await TryTakeAsync(row.delivery, now, cancellation))
            {
                taken.Add((row.destination, row.delivery));
            }
        }

        return taken.ToImmutable();
    }

    /// <summary>Keeps what came of an attempt: the delivery ends, or is tried again after a while, and a destination that takes nothing for days is told nothing any more.</summary>
    /// <param name="delivery">As it was taken.</param>
    public Task EndAsync(Delivery delivery, DeliveryAnswer answer, Instant now, CancellationToken cancellation) =>
        database.WriteAsync(
            async db =>
            {
                var row = await db.Deliveries.FindAsync([delivery.Id], cancellation);
                var destination = await db.Destinations.FindAsync([delivery.DestinationId], cancellation);
                if (row is null || destination is null)
                {
                    return;
                }

                row.Attempts = delivery.Attempts + 1;
                (row.LastAt, row.LastStatus, row.LastAnswer) = (now, answer.Status, answer.Text);
                (row.DeliveredAt, row.NextAt) = answer.IsTaken ? (now, null) : (row.DeliveredAt, NextAt(row.Attempts, answer, now));
                destination.FailingSince = answer.IsTaken ? null : destination.FailingSince ?? now;
                if (!answer.IsTaken && destination.DisabledAt is null && (answer.IsForGood || now - destination.FailingSince >= Patience))
                {
                    await DisableAsync(db, destination, answer, now, cancellation);
                }

                await db.SaveChangesAsync(cancellation);
            },
            cancellation
        );

    /// <summary>Forgets what is older than a month.</summary>
    public Task CleanAsync(Instant now, CancellationToken cancellation)
    {
        var before = now - Kept;
        return database.WriteAsync(db => db.Deliveries.Where(row => row.CreatedAt < before).ExecuteDeleteAsync(cancellation), cancellation);
    }

    private static Instant? NextAt(int attempts, DeliveryAnswer answer, Instant now) =>
        !answer.IsForGood && DeliveryRetries.After(attempts) is { } wait ? now + wait : null;

    private static async Task DisableAsync(BillingDb db, Destination destination, DeliveryAnswer answer, Instant now, CancellationToken cancellation)
    {
        destination.DisabledAt = now;
        // It must not be told of its own end.
        await db.SaveChangesAsync(cancellation);
        var news = new AlertNews(
            destination.OrgId,
            AlertKind.DestinationFailing,
            destination.Id,
            $"{destination.Name} ({destination.Shown}) took nothing {(answer.IsForGood ? "and said that it never will" : "for three days")}, so that nothing is sent there any more.",
            "Mend it, try it by its button, and switch it on again."
        );
        await AlertBook.HoldAsync(db, new AlertScope(destination.OrgId, [AlertKind.DestinationFailing], destination.Id), [news], now, cancellation);
    }

    private Task<bool> TryTakeAsync(Delivery delivery, Instant now, CancellationToken cancellation)
    {
        var until = now + LostAfter;
        return database.WriteAsync(
            async db =>
                await db
                    .Deliveries.Where(row => row.Id == delivery.Id && row.NextAt == delivery.NextAt)
                    .ExecuteUpdateAsync(set => set.SetProperty(row => row.NextAt, until), cancellation) == 1,
            cancellation
        );
    }
}
