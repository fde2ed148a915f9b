using CpqBilling.Storage.Rows.Outgoing;
using Microsoft.EntityFrameworkCore;

namespace CpqBilling.Storage.Outgoing;

/// <summary>Puts news into the queue of every destination that asked for it, within the transaction that makes it true: none is lost, and none is told of what did not happen.</summary>
public static class Outbox
{
    /// <remarks>The caller saves.</remarks>
    public static async Task AddAsync(BillingDb db, OutgoingNews news, CancellationToken cancellation)
    {
        var destinations = await db
            .Destinations.AsNoTracking()
            .Where(row => row.OrgId == news.OrgId && row.DisabledAt == null && row.Kind != DestinationKind.DeadManSwitch)
            .ToListAsync(cancellation);
        db.Deliveries.AddRange(destinations.Where(destination => destination.Events.Split(' ').Contains(news.Event)).Select(news.To));
    }

    /// <summary>For one destination, whatever it asked for.</summary>
    /// <returns>Its id.</returns>
    public static string Add(BillingDb db, Destination destination, OutgoingNews news)
    {
        var delivery = news.To(destination);
        db.Deliveries.Add(delivery);
        return delivery.Id;
    }
}
