using CpqBilling.Engine.Application.Access;

namespace CpqBilling.Cli.Composition;

/// <summary>The identity provider out of the settings of an installation.</summary>
/// <param name="textOrFile">Reads a setting that may stand in a file of its own.</param>
internal sealed class SingleSignOnSettings(IConfiguration root, Func<string, string?> textOrFile)
{
    /// <summary>Null where none is named.</summary>
    /// <exception cref="CommandException">A value is wrong; its setting is named.</exception>
    public SingleSignOnProvider? Provider
    {
        get
        {
            if (root["oidcAuthority"] is not { Length: > 0 } authority)
            {
                return null;
            }

            if (!Uri.TryCreate(authority, UriKind.Absolute, out var url) || (url.Scheme != "https" && !url.IsLoopback))
            {
                throw new CommandException($"{authority} is no address for oidcAuthority: write https://HOST/PATH, as the provider names itself.");
            }

            if (root["oidcClientId"] is not { Length: > 0 } client)
            {
                throw new CommandException("oidcAuthority needs oidcClientId: what the service is called there.");
            }

            var (grants, fault) = ClaimGrant.Read(root["oidcRoles"] ?? "");
            return fault is null
                ? new SingleSignOnProvider(
                    root["oidcName"] ?? "single sign-on",
                    url,
                    client,
                    textOrFile("oidcClientSecret"),
                    root["oidcRoleClaim"] ?? "roles",
                    grants
                )
                : throw new CommandException($"oidcRoles: {fault}");
        }
    }
}
