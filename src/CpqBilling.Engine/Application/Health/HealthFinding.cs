namespace CpqBilling.Engine.Application.Health;

/// <summary>What one check found.</summary>
/// <param name="Remedy">What to do; null when all is well.</param>
public sealed record HealthFinding(string Check, bool IsWell, string Found, string? Remedy = null)
{
    /// <summary>Of the org that was tried; null for the installation itself.</summary>
    public string? OrgName { get; init; }

    /// <summary>The check without the org, for a list of one org.</summary>
    public string Subject => OrgName is null ? Check : Check[(Check.IndexOf(": ", StringComparison.Ordinal) + 2)..];
}
