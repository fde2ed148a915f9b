using System.Collections.Immutable;

namespace CpqBilling.Engine.Application.Access;

/// <summary>An identity provider that vouches for people, by OpenID Connect.</summary>
/// <param name="Name">As people know it.</param>
/// <param name="RoleClaim">The claim whose values give roles.</param>
/// <param name="Roles">Value of the claim → what it grants.</param>
public sealed record SingleSignOnProvider(
    string Name,
    Uri Authority,
    string ClientId,
    string? ClientSecret,
    string RoleClaim,
    ImmutableArray<ClaimGrant> Roles
)
{
    /// <summary>What somebody may do by the values of their claim; of two roles in an org the higher counts.</summary>
    public ProvidedGrants GrantsOf(IReadOnlyCollection<string> values)
    {
        var granted = Roles.Where(grant => values.Contains(grant.Value)).ToList();
        return new ProvidedGrants(
            granted.Any(grant => grant.Role is null),
            granted
                .Where(grant => grant.Role is not null)
                .GroupBy(grant => grant.OrgId)
                .ToImmutableDictionary(grants => grants.Key, grants => grants.Max(grant => grant.Role!.Value))
        );
    }
}
