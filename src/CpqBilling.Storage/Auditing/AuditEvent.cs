namespace CpqBilling.Storage.Auditing;

/// <summary>A change that is to be written down.</summary>
/// <param name="OrgId">Null when the installation as a whole is meant.</param>
/// <param name="Who">Name of the person, key or command.</param>
/// <param name="From">Network address; null for commands.</param>
/// <param name="Action">What was done, in words: <c>settings changed</c>.</param>
public sealed record AuditEvent(string? OrgId, string Who, string? From, string Action)
{
    /// <summary>What it was done to.</summary>
    public string? Target { get; init; }

    public string? Reason { get; init; }

    /// <summary>Before and after, without secrets; kept as JSON.</summary>
    public object? Detail { get; init; }
}
