using NodaTime;

namespace CpqBilling.Storage.Rows;

/// <summary>A call of the API that changes something, under a key of the caller: sent again, it is answered and not done again.</summary>
public sealed class IdempotentCall
{
    /// <summary>Id of the API key.</summary>
    public required string Caller { get; init; }

    /// <summary>As the caller sent it.</summary>
    public required string Key { get; init; }

    /// <summary>Null for calls on the installation.</summary>
    public string? OrgId { get; init; }

    /// <summary>Hash of method, address and body.</summary>
    public required byte[] Request { get; init; }

    public required Instant BegunAt { get; set; }

    /// <summary>HTTP status of the answer; null while the call runs.</summary>
    public int? Status { get; set; }

    public string? ContentType { get; set; }

    /// <summary>The answer, encrypted with Data Protection: it may hold a secret that is shown once.</summary>
    public byte[]? Answer { get; set; }
}
