using NodaTime;

namespace CpqBilling.Storage.Rows;

/// <summary>Who did what. Only added to; each entry is sealed together with the one before it in its chain.</summary>
public sealed class AuditEntry
{
    public long Id { get; init; }

    /// <summary>The org, or empty for the installation.</summary>
    public required string Chain { get; init; }

    /// <summary>Counts from one within the chain; entries older than the chain are negative.</summary>
    public required long Sequence { get; init; }

    public required Instant At { get; init; }

    /// <summary>Name of the person, key or command.</summary>
    public required string Who { get; init; }

    /// <summary>Network address that the change came from; null for commands.</summary>
    public string? From { get; init; }

    public required string Action { get; init; }

    public string? Target { get; init; }

    public string? Reason { get; init; }

    /// <summary>Before and after, without secrets. JSON.</summary>
    public string? DetailJson { get; init; }

    /// <summary>Over this entry and the hash before it, with a key outside the database.</summary>
    public byte[]? Hash { get; init; }
}
