using NodaTime;

namespace CpqBilling.Storage.Rows.People;

/// <summary>A browser in which a person is signed in. What its cookie holds is the id alone.</summary>
public sealed class SignedInSession
{
    public required string Id { get; init; }

    public required string PersonId { get; init; }

    public required Instant StartedAt { get; init; }

    public required Instant SeenAt { get; set; }

    public Instant? EndedAt { get; set; }

    /// <summary>Network address of the browser.</summary>
    public string? From { get; init; }

    /// <summary>What the browser calls itself.</summary>
    public string? Browser { get; init; }

    /// <summary>password, passkey or the name of the identity provider.</summary>
    public required string Way { get; init; }
}
