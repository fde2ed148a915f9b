using System.Collections.Immutable;
using CpqBilling.Storage.Rows.People;

namespace CpqBilling.Engine.Application.Access;

/// <summary>What a provider's claims let somebody do.</summary>
/// <param name="Roles">Org, or <see cref="PersonRole.EveryOrg"/>, → role.</param>
public sealed record ProvidedGrants(bool IsInstallationAdministrator, ImmutableDictionary<string, OrgRole> Roles)
{
    public static ProvidedGrants None { get; } = new(false, ImmutableDictionary<string, OrgRole>.Empty);

    public bool IsEmpty => !IsInstallationAdministrator && Roles.IsEmpty;
}
