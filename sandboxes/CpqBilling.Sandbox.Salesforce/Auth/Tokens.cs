using System.Collections.Concurrent;
using System.Security.Cryptography;
using CpqBilling.Sandbox.Salesforce.Org;

namespace CpqBilling.Sandbox.Salesforce.Auth;

/// <summary>Access and refresh tokens. An access token dies when it was not used for the session's time; a refresh token lives until revoked.</summary>
/// <remarks>Time is that of the wall, not of the org's clock, which jumps by months.</remarks>
internal sealed class Tokens(SandboxOrg org, TimeSpan sessionTimeout, TimeProvider wallTime)
{
    private readonly ConcurrentDictionary<string, string> _access = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, DateTimeOffset> _usedAt = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, string> _refresh = new(StringComparer.Ordinal);

    public string IssueAccess(string username)
    {
        var token = Issue(_access, $"{org.Id[..15]}!AQ", username);
        _usedAt[token] = wallTime.GetUtcNow();
        return token;
    }

    public string IssueRefresh(string username) => Issue(_refresh, "5Aep", username);

    /// <summary>Whose session it is; null when there is none, or none any more. Asking keeps the session alive.</summary>
    public OrgUser? UserOf(string? accessToken)
    {
        if (Find(_access, accessToken) is not { } user)
            return null;
        var now = wallTime.GetUtcNow();
        if (_usedAt.TryGetValue(accessToken!, out var used) && now - used > sessionTimeout)
        {
            Revoke(accessToken!);
            return null;
        }
        _usedAt[accessToken!] = now;
        return user;
    }

    public OrgUser? UserOfRefresh(string? refreshToken) => Find(_refresh, refreshToken);

    public bool Revoke(string token)
    {
        _usedAt.TryRemove(token, out _);
        return _access.TryRemove(token, out _) | _refresh.TryRemove(token, out _);
    }

    public void RevokeAccess()
    {
        _access.Clear();
        _usedAt.Clear();
    }

    private OrgUser? Find(ConcurrentDictionary<string, string> tokens, string? token) =>
        token is not null && tokens.TryGetValue(token, out var username) ? org.Users.GetValueOrDefault(username) : null;

    private static string Issue(ConcurrentDictionary<string, string> tokens, string prefix, string username)
    {
        var token = prefix + Convert.ToBase64String(RandomNumberGenerator.GetBytes(48)).Replace('+', '.').Replace('/', '_').TrimEnd('=');
        tokens[token] = username;
        return token;
    }
}
