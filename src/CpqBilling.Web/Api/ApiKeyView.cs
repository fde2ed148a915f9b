using CpqBilling.Storage.Rows;
using NodaTime;

namespace CpqBilling.Web.Api;

/// <param name="Org">Null where it opens every org.</param>
/// <param name="Prefix">What the key begins with; the rest is not kept.</param>
public sealed record ApiKeyView(
    string Id,
    string Name,
    string? Org,
    string Prefix,
    string[] Scopes,
    Instant CreatedAt,
    Instant? EndsAt,
    Instant? LastUsedAt,
    Instant? RevokedAt
)
{
    internal static ApiKeyView Of(ApiKey key) =>
        new(key.Id, key.Name, key.OrgId, key.Prefix, key.Scopes.Split(' '), key.CreatedAt, key.EndsAt, key.LastUsedAt, key.RevokedAt);
}
