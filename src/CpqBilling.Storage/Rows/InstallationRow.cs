using NodaTime;

namespace CpqBilling.Storage.Rows;

/// <summary>What all processes on one database share; the table has one row.</summary>
public sealed class InstallationRow
{
    public const int OnlyKey = 1;

    public int Key { get; init; } = OnlyKey;

    /// <summary>Made with the database; names the cluster.</summary>
    public required string Id { get; init; }

    public required Instant CreatedAt { get; init; }

    /// <summary>When the first administrator was made; until then the link for that is open.</summary>
    public Instant? PeopleSince { get; set; }

    /// <summary>Counts how often the database was restored from a backup: numbers of leases given before are not given again.</summary>
    public long LeaseEpoch { get; set; }
}
