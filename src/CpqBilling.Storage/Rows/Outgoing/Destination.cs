using NodaTime;

namespace CpqBilling.Storage.Rows.Outgoing;

/// <summary>Where an org's news and alerts are sent.</summary>
public sealed class Destination
{
    public required string Id { get; init; }

    public required string OrgId { get; init; }

    public required DestinationKind Kind { get; init; }

    public required string Name { get; set; }

    /// <summary>What may be shown of the address: the host of a web address, a mail address whole.</summary>
    public required string Shown { get; set; }

    /// <summary>The address and, for signed webhooks, the secret; encrypted with Data Protection.</summary>
    public required byte[] Secret { get; set; }

    /// <summary>Words of the events that are sent, separated by spaces.</summary>
    public required string Events { get; set; }

    public required Instant CreatedAt { get; init; }

    /// <summary>Since when nothing was taken; null when the last was.</summary>
    public Instant? FailingSince { get; set; }

    /// <summary>Nothing is sent from then on.</summary>
    public Instant? DisabledAt { get; set; }
}
