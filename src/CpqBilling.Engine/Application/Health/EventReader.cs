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
        var orders = await MovedAsync(org, EventTopics.Orders, cancellation);
        var requests = await MovedAsync(org, EventTopics.Requests, cancellation);
        var since = org.Clock.GetCurrentInstant() - Lately;
        var tellsOrders = orders > since;
        return new EventStatus(IsOn: true, listener, orders ?? requests, tellsOrders, listener is not null && (tellsOrders || requests > since));
    }

    private Task<Instant?> MovedAsync(ConnectedOrg org, string topic, CancellationToken cancellation) =>
        new PollCursorStore(database).MovedAtAsync(org.Id, EventPositions.StreamOf(topic), cancellation);
}
