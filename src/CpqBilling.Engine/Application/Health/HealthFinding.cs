namespace CpqBilling.Engine.Application.Health;

/// <summary>What one check found.</summary>
/// <param name="Remedy">What to do; null when all is well.</param>
public sealed record HealthFinding(string Check, bool IsWell, string Found, string? Remedy = null);
