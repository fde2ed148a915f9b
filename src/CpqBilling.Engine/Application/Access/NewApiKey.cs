using NodaTime;

namespace CpqBilling.Engine.Application.Access;

/// <param name="OrgId">The org it opens; null opens the installation.</param>
/// <param name="Scopes">Of <see cref="KeyScopes.All"/>.</param>
public sealed record NewApiKey(string? OrgId, string Name, IReadOnlyList<string> Scopes)
{
    /// <summary>Null lets it work until it is ended.</summary>
    public Instant? EndsAt { get; init; }
}
