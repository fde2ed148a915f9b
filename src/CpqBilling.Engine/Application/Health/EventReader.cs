using CpqBilling.Engine.Installations;
using CpqBilling.Engine.Service;
using CpqBilling.Salesforce;
using CpqBilling.Storage;
using CpqBilling.Storage.Leases;
using NodaTime;

namespace CpqBilling.Engine.Application.Health;

/// <summary>Reads from the database how the events of an org stand, whichever process listens.</summary>
public sealed class EventReader(BillingDatabase database)
{
    /// <summary>Salesforce gives a sign of life within 270 seconds.</summary>
    private static readonly Duration Lately = Duration.FromSeconds(330);

    public async Task<EventStatus> ReadAsync(ConnectedOrg org, CancellationToken cancellation)
    {
        if (org.Connection.Salesforce.EventsUrl is null)
        {
            return new EventStatus(IsOn: false, null, null, TellsOrders: false, IsHeard: false);
        }

        var listener = await new ContractLeases(database).HolderAsync(EventPositions.LeaseOf(org.Id), cancellation);
        var cursors = new PollCursorStore(database);
        var told = await cursors.ReadAsync(org.Id, EventPositions.StreamOf(EventTopics.Orders), cancellation);
        var orders = await cursors.MovedAtAsync(org.Id, EventPositions.StreamOf(EventTopics.Orders), cancellation);
        var requests = await cursors.MovedAtAsync(org.Id, EventPositions.StreamOf(EventTopics.Requests), cancellation);
        var now = org.Clock.GetCurrentInstant();
        var tellsOrders = orders > now - Lately && EventPositions.Tells(EventTopics.Orders, told, now);
        var isHeard = listener is not null && (tellsOrders || requests > now - Lately);
        return new EventStatus(IsOn: true, listener, orders ?? requests, tellsOrders, isHeard);
    }
}
