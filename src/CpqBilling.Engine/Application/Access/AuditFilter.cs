using NodaTime;

namespace CpqBilling.Engine.Application.Access;

/// <summary>Which entries of the audit are asked for.</summary>
/// <param name="OrgId">Null takes all that the actor may see.</param>
/// <param name="Text">Found in who, action, target or reason; empty takes all.</param>
/// <param name="Before">Entries with a smaller id, for the next page; null begins with the newest.</param>
public sealed record AuditFilter(string? OrgId, string Text, long? Before = null)
{
    public LocalDate? From { get; init; }

    /// <summary>The last day that is included.</summary>
    public LocalDate? Until { get; init; }
}
