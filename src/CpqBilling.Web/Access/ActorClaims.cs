using System.Collections.Immutable;
using System.Security.Claims;
using CpqBilling.Engine.Application.Access;
using CpqBilling.Storage.Rows.People;

namespace CpqBilling.Web.Access;

/// <summary>An <see cref="Actor"/> as the framework hands it from request to page, and back.</summary>
internal static class ActorClaims
{
    /// <summary>Of the session; what the cookie holds beside the name.</summary>
    public const string Session = "session";

    /// <summary>Of a key, followed by its org.</summary>
    public const string Scope = "scope";

    private const string Kind = "kind";
    private const string From = "from";
    private const string Role = "org-role";
    private const string Installation = "installation";

    public static ClaimsPrincipal Principal(Actor actor, string scheme, string? session = null, IEnumerable<string>? scopes = null)
    {
        var claims = new List<Claim> { new(ClaimTypes.NameIdentifier, actor.Id), new(ClaimTypes.Name, actor.Name), new(Kind, actor.Kind.ToString()) };
        claims.AddRange(actor.Roles.Select(pair => new Claim(Role, $"{pair.Value} {pair.Key}")));
        claims.AddRange((scopes ?? []).Select(scope => new Claim(Scope, scope)));
        Add(From, actor.From);
        Add(Session, session);
        Add(Installation, actor.IsInstallationAdministrator ? "administrator" : null);
        return new ClaimsPrincipal(new ClaimsIdentity(claims, scheme));

        void Add(string type, string? value)
        {
            if (value is not null)
            {
                claims.Add(new Claim(type, value));
            }
        }
    }

    /// <summary>Null for somebody who is not signed in.</summary>
    public static Actor? Of(ClaimsPrincipal principal)
    {
        if (principal.Identity is not { IsAuthenticated: true } || principal.FindFirstValue(Kind) is not { } kind)
        {
            return null;
        }

        var roles = principal
            .FindAll(Role)
            .Select(claim => claim.Value.Split(' ', 2))
            .ToImmutableDictionary(parts => parts[1], parts => Enum.Parse<OrgRole>(parts[0]));
        return new Actor(
            Enum.Parse<ActorKind>(kind),
            principal.FindFirstValue(ClaimTypes.NameIdentifier)!,
            principal.FindFirstValue(ClaimTypes.Name)!,
            roles
        )
        {
            From = principal.FindFirstValue(From),
            IsInstallationAdministrator = principal.HasClaim(claim => claim.Type == Installation),
        };
    }
}
