using NodaTime;

namespace CpqBilling.Storage.Rows;

/// <summary>A key for programs. Only its hash is kept.</summary>
public sealed class ApiKey
{
    public required string Id { get; init; }

    /// <summary>Null opens every org of the installation.</summary>
    public string? OrgId { get; init; }

    public required string Name { get; set; }

    /// <summary>The first characters, by which a person recognises the key.</summary>
    public required string Prefix { get; init; }

    public required byte[] Hash { get; init; }

    /// <summary>Scopes, separated by spaces.</summary>
    public required string Scopes { get; set; }

    public required Instant CreatedAt { get; init; }

    /// <summary>From then on it opens nothing; null lets it work until it is ended.</summary>
    public Instant? EndsAt { get; init; }

    public Instant? LastUsedAt { get; set; }

    public Instant? RevokedAt { get; set; }
}
