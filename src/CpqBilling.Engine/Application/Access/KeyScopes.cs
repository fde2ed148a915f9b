using System.Collections.Immutable;
using CpqBilling.Storage.Rows;
using CpqBilling.Storage.Rows.People;

namespace CpqBilling.Engine.Application.Access;

/// <summary>What a key may open, in the words that are kept with it.</summary>
public static class KeyScopes
{
    /// <summary>Look, preview and export.</summary>
    public const string Read = "read";

    /// <summary>Also sync, retry and repair.</summary>
    public const string Operate = "operate";

    /// <summary>Also change connections, mapping and preferences.</summary>
    public const string Administer = "administer";

    /// <summary>People, keys and the audit of the installation.</summary>
    public const string Install = "install";

    /// <summary>What the Salesforce package calls, for its org.</summary>
    public const string Package = "package";

    public static ImmutableArray<string> All { get; } = [Read, Operate, Administer, Install, Package];

    public static bool Has(ApiKey key, string scope) => key.Scopes.Split(' ').Contains(scope);

    /// <summary>What a key may do at this moment.</summary>
    /// <param name="from">Network address of the caller.</param>
    public static Actor Actor(ApiKey key, string? from)
    {
        OrgRole? role =
            Has(key, Administer) ? OrgRole.Administrator
            : Has(key, Operate) ? OrgRole.Operator
            : Has(key, Read) ? OrgRole.Viewer
            : null;
        var roles = ImmutableDictionary<string, OrgRole>.Empty;
        return new Actor(ActorKind.Key, key.Id, $"key {key.Name}", role is { } given ? roles.Add(key.OrgId ?? PersonRole.EveryOrg, given) : roles)
        {
            From = from,
            IsInstallationAdministrator = key.OrgId is null && Has(key, Install),
        };
    }
}
