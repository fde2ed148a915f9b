using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;

namespace CpqBilling.Sandbox.Salesforce.Auth;

/// <summary>Codes of the browser login: good once, for fifteen minutes, for the client and address they were made for.</summary>
internal sealed class AuthorizationCodes(Org.OrgClock clock)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(15);
    private readonly ConcurrentDictionary<string, Grant> _grants = new(StringComparer.Ordinal);

    public string Issue(string clientId, string redirectUri, string username, string? challenge, string? challengeMethod)
    {
        var code = "aPrx" + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(36));
        _grants[code] = new Grant(clientId, redirectUri, username, challenge, challengeMethod, clock.Now);
        return code;
    }

    /// <returns>The user who logged in.</returns>
    public string Redeem(IReadOnlyDictionary<string, string> form)
    {
        if (
            form.GetValueOrDefault("code") is not { } code
            || !_grants.TryRemove(code, out var grant)
            || clock.Now - grant.IssuedAt > Lifetime
            || grant.ClientId != form.GetValueOrDefault("client_id")
        )
            throw new OAuthError("invalid_grant", "expired authorization code");
        if (grant.RedirectUri != form.GetValueOrDefault("redirect_uri"))
            throw new OAuthError("redirect_uri_mismatch", "redirect_uri must match configuration");
        if (grant.Challenge is { } challenge && !Proves(form.GetValueOrDefault("code_verifier") ?? "", challenge, grant.ChallengeMethod))
            throw new OAuthError("invalid_grant", "invalid code verifier");
        return grant.Username;
    }

    private static bool Proves(string verifier, string challenge, string? method) =>
        method is null or "plain" ? verifier == challenge || Hash(verifier) == challenge : Hash(verifier) == challenge;

    private static string Hash(string verifier) => Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(verifier)));

    private sealed record Grant(
        string ClientId,
        string RedirectUri,
        string Username,
        string? Challenge,
        string? ChallengeMethod,
        DateTimeOffset IssuedAt
    );
}
