namespace CpqBilling.Engine.Application.Access;

/// <param name="OrgId">The org it opens; null opens the installation.</param>
public sealed record NewApiKey(string? OrgId, string Name, IReadOnlyList<string> Scopes);
