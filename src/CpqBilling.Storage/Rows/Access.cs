using NodaTime;

namespace CpqBilling.Storage.Rows;

/// <summary>A person who may sign in.</summary>
public sealed class User
{
    public required string Id { get; init; }

    /// <summary>Null lets the person see every org of the installation.</summary>
    public string? OrgId { get; set; }

    public required string Name { get; set; }

    /// <summary>Null when the person signs in elsewhere.</summary>
    public string? PasswordHash { get; set; }

    /// <summary>Issuer and subject of an OpenID Connect login.</summary>
    public string? ExternalSubject { get; set; }

    /// <summary>viewer, operator or administrator.</summary>
    public required string Role { get; set; }

    public required Instant CreatedAt { get; init; }

    public Instant? LastLoginAt { get; set; }

    public bool IsDisabled { get; set; }
}

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

    public Instant? LastUsedAt { get; set; }

    public Instant? RevokedAt { get; set; }
}
