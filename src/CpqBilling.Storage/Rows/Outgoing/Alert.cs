using NodaTime;

namespace CpqBilling.Storage.Rows.Outgoing;

/// <summary>Something that somebody should know of, from when it began until it was over.</summary>
public sealed class Alert
{
    public required string Id { get; init; }

    public required string OrgId { get; init; }

    public required AlertKind Kind { get; init; }

    /// <summary>What it is about, among alerts of its kind: an error code, an account, a destination; empty where there is one only.</summary>
    public required string Subject { get; init; }

    /// <summary>Kind and subject while it lasts, so that there is one of them; null once it is over.</summary>
    public string? OpenKey { get; set; }

    /// <summary>What is the matter, in a sentence.</summary>
    public required string Text { get; set; }

    /// <summary>What to do, in a sentence.</summary>
    public required string Remedy { get; set; }

    public required Instant RaisedAt { get; init; }

    public Instant? EndedAt { get; set; }
}
