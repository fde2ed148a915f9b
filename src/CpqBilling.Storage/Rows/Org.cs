using NodaTime;

namespace CpqBilling.Storage.Rows;

/// <summary>One connected Salesforce org; every other row names the org it belongs to.</summary>
public sealed class Org
{
    /// <summary>Salesforce's 18-character id, or a name of its own for the sandbox.</summary>
    public required string Id { get; init; }

    public required string Name { get; set; }

    public required Instant CreatedAt { get; init; }

    public bool IsSyncEnabled { get; set; }
}

/// <summary>How one side of an org is reached: the org itself, or one of its Stripe accounts.</summary>
public sealed class Connection
{
    public required string OrgId { get; init; }

    /// <summary>The Stripe account with this connection; empty for the org's own.</summary>
    public required string Account { get; init; }

    /// <summary>Of the Stripe accounts, the one whose ids stand in Salesforce.</summary>
    public bool IsPrimary { get; set; }

    /// <summary>What may be shown: addresses, names, live or test mode. JSON.</summary>
    public required string PublicJson { get; set; }

    /// <summary>Keys and tokens, encrypted with Data Protection.</summary>
    public required byte[] Secret { get; set; }

    public required Instant ChangedAt { get; set; }

    /// <summary>Counts every change, so that whoever keeps a connection open notices.</summary>
    public int Revision { get; set; }
}

/// <summary>One version of an org's settings and mappings. Versions are only added, never changed.</summary>
public sealed class Configuration
{
    public required string OrgId { get; init; }

    /// <summary>Counts up from one; an update names the version it was based on.</summary>
    public required int Version { get; init; }

    public required string Json { get; init; }

    /// <summary>What changed since the version before. JSON.</summary>
    public string? DifferenceJson { get; init; }

    public required string ChangedBy { get; init; }

    public required Instant ChangedAt { get; init; }
}

/// <summary>How far a stream of changes has been read: a poll by modification time and id, or events by replay id.</summary>
public sealed class PollCursor
{
    public required string OrgId { get; init; }

    /// <summary>The object polled, or the event channel.</summary>
    public required string Stream { get; init; }

    public Instant? ModifiedAt { get; set; }

    public string? RecordId { get; set; }

    public string? ReplayId { get; set; }

    public required Instant MovedAt { get; set; }
}
