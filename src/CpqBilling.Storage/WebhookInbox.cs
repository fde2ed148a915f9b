using CpqBilling.Storage.Rows;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace CpqBilling.Storage;

/// <param name="ObjectId">Id of the object the event is about.</param>
public sealed record ReceivedEvent(string OrgId, string EventId, string Type, string? ObjectId, Instant At);

/// <summary>Sees to it that an event Stripe delivers twice is acted on once.</summary>
public sealed class WebhookInbox(BillingDatabase database)
{
    /// <summary>True when the event must be handled: it is new, or the handling of an earlier delivery never ended.</summary>
    public async Task<bool> AcceptAsync(ReceivedEvent received, CancellationToken cancellationToken = default)
    {
        await using var db = database.CreateDbContext();
        var known = await db
            .WebhookEvents.AsNoTracking()
            .SingleOrDefaultAsync(row => row.OrgId == received.OrgId && row.EventId == received.EventId, cancellationToken);
        if (known is not null)
        {
            return known.HandledAt is null;
        }

        try
        {
            await database.WriteAsync(
                writing =>
                {
                    writing.WebhookEvents.Add(Row(received));
                    return writing.SaveChangesAsync(cancellationToken);
                },
                cancellationToken
            );
            return true;
        }
        catch (DbUpdateException) when (!cancellationToken.IsCancellationRequested)
        {
            // The same delivery reached another node first, which handles it.
            return false;
        }
    }

    public Task MarkHandledAsync(string orgId, string eventId, Instant at, CancellationToken cancellationToken = default) =>
        database.WriteAsync(
            db =>
                db.WebhookEvents.Where(row => row.OrgId == orgId && row.EventId == eventId)
                    .ExecuteUpdateAsync(set => set.SetProperty(row => row.HandledAt, at), cancellationToken),
            cancellationToken
        );

    private static WebhookEvent Row(ReceivedEvent received) =>
        new()
        {
            OrgId = received.OrgId,
            EventId = received.EventId,
            Type = received.Type,
            ObjectId = received.ObjectId,
            ReceivedAt = received.At,
        };
}
