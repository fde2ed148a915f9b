using CpqBilling.Engine.Installations;
using CpqBilling.Storage.Outgoing;
using CpqBilling.Storage.Rows.Outgoing;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace CpqBilling.Engine.Outgoing;

/// <summary>Once an hour asks each dead-man's switch: when the service is gone nobody asks, and the switch tells.</summary>
internal sealed class SignsOfLife(Installation installation)
{
    private static readonly Duration Every = Duration.FromHours(1);

    public async Task AskAsync(Instant now, CancellationToken cancellation)
    {
        var before = now - Every;
        await using var db = installation.Database.CreateDbContext();
        var isDue = await Due(db.Destinations, db.Deliveries, before).AnyAsync(cancellation);
        if (!isDue)
        {
            return;
        }

        await installation.Database.WriteAsync(
            async write =>
            {
                foreach (var destination in await Due(write.Destinations, write.Deliveries, before).ToListAsync(cancellation))
                {
                    var news = new OutgoingNews(destination.OrgId, OutgoingEvents.Alive, now, "The service runs.", new { });
                    Outbox.Add(write, destination, news);
                }

                await write.SaveChangesAsync(cancellation);
            },
            cancellation
        );
    }

    private static IQueryable<Destination> Due(IQueryable<Destination> destinations, IQueryable<Delivery> deliveries, Instant before) =>
        destinations.Where(row =>
            row.Kind == DestinationKind.DeadManSwitch
            && row.DisabledAt == null
            && !deliveries.Any(delivery => delivery.DestinationId == row.Id && delivery.CreatedAt > before)
        );
}
