using CpqBilling.Core.Planning;
using NodaTime;

namespace CpqBilling.Storage.Rows;

/// <summary>Our copy of a Sync Record in Salesforce.</summary>
public sealed class SyncRecord
{
    public required string OrgId { get; init; }

    public required string PrimaryId { get; init; }

    public required string SecondaryId { get; init; }

    public required string PrimaryType { get; init; }

    public required string SecondaryType { get; init; }

    public required SyncStatus Status { get; set; }

    public required string Message { get; set; }

    public string? ErrorCode { get; set; }

    public string? RequestId { get; set; }

    public string? RunId { get; set; }

    public required Instant ChangedAt { get; set; }
}

/// <summary>An event of Stripe that was received, kept so that it is acted on once.</summary>
public sealed class WebhookEvent
{
    public required string OrgId { get; init; }

    public required string EventId { get; init; }

    public required string Type { get; init; }

    public string? ObjectId { get; init; }

    public required Instant ReceivedAt { get; init; }

    public Instant? HandledAt { get; set; }
}
