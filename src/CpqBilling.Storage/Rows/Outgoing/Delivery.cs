using NodaTime;

namespace CpqBilling.Storage.Rows.Outgoing;

/// <summary>One event for one destination, kept until it was taken or given up, and a while longer.</summary>
public sealed class Delivery
{
    /// <summary>The same with every attempt, so that a receiver knows what it has seen.</summary>
    public required string Id { get; init; }

    public required string OrgId { get; init; }

    public required string DestinationId { get; init; }

    /// <summary>Word of the event.</summary>
    public required string Event { get; init; }

    /// <summary>What is sent. JSON.</summary>
    public required string BodyJson { get; init; }

    public required Instant CreatedAt { get; init; }

    public int Attempts { get; set; }

    /// <summary>When it is tried next, or, while somebody tries it, when that counts as lost; null once it was taken or given up.</summary>
    public Instant? NextAt { get; set; }

    public Instant? LastAt { get; set; }

    /// <summary>HTTP status of the last answer; null where there was none.</summary>
    public int? LastStatus { get; set; }

    /// <summary>The beginning of the last answer, or why there was none.</summary>
    public string? LastAnswer { get; set; }

    public Instant? DeliveredAt { get; set; }
}
