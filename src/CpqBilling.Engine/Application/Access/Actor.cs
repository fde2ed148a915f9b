using System.Collections.Immutable;
using CpqBilling.Storage.Auditing;
using CpqBilling.Storage.Rows.People;

namespace CpqBilling.Engine.Application.Access;

/// <summary>Who asks: a person, a key or somebody on the machine, with what they may do at this moment.</summary>
/// <param name="Id">Of the person or the key.</param>
/// <param name="Name">As the audit names them.</param>
/// <param name="Roles">Org, or <see cref="PersonRole.EveryOrg"/>, → role.</param>
public sealed record Actor(ActorKind Kind, string Id, string Name, ImmutableDictionary<string, OrgRole> Roles)
{
    private static readonly ImmutableDictionary<string, OrgRole> Everything = ImmutableDictionary<string, OrgRole>.Empty.Add(
        PersonRole.EveryOrg,
        OrgRole.Administrator
    );

    /// <summary>Network address; null on the machine itself.</summary>
    public string? From { get; init; }

    public bool IsInstallationAdministrator { get; init; }

    /// <summary>Whoever may run commands on the data folder may do everything.</summary>
    public static Actor OnMachine(string name) => new(ActorKind.Machine, "", name, Everything) { IsInstallationAdministrator = true };

    /// <summary>Whether a permission holds in an org; null asks whether it holds in any.</summary>
    public bool May(Permission permission, string? orgId)
    {
        if (permission == Permission.Install)
        {
            return IsInstallationAdministrator;
        }

        var needed = permission switch
        {
            Permission.View => OrgRole.Viewer,
            Permission.Operate => OrgRole.Operator,
            _ => OrgRole.Administrator,
        };
        return Roles.Any(pair => pair.Value >= needed && (orgId is null || pair.Key == orgId || pair.Key == PersonRole.EveryOrg));
    }

    public bool MayTheSame(Actor other) =>
        IsInstallationAdministrator == other.IsInstallationAdministrator
        && Roles.Count == other.Roles.Count
        && Roles.All(pair => other.Roles.TryGetValue(pair.Key, out var role) && role == pair.Value);

    /// <summary>The last door: what pages and API already refuse does not happen here either.</summary>
    /// <exception cref="NotPermittedException">The permission is missing.</exception>
    public void Demand(Permission permission, string? orgId)
    {
        if (!May(permission, orgId))
        {
            throw new NotPermittedException(permission);
        }
    }

    /// <summary>A line of the audit by this actor.</summary>
    /// <param name="orgId">Null when the installation as a whole is meant.</param>
    public AuditEvent Did(string action, string? orgId = null) => new(orgId, Name, From, action);
}
