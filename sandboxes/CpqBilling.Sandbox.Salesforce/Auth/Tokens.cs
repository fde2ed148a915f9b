using System.Collections.Concurrent;
using System.Security.Cryptography;
using CpqBilling.Sandbox.Salesforce.Org;

namespace CpqBilling.Sandbox.Salesforce.Auth;

/// <summary>Access and refresh tokens. They are good until revoked; a fault can revoke one to play an expired session.</summary>
internal sealed class Tokens(SandboxOrg org)
{
    private readonly ConcurrentDictionary<string, string> _access = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, string> _refresh = new(StringComparer.Ordinal);

    public string IssueAccess(string username) => Issue(_access, $"{org.Id[..15]}!AQ", username);

    public string IssueRefresh(string username) => Issue(_refresh, "5Aep", username);

    public OrgUser? UserOf(string? accessToken) => Find(_access, accessToken);

    public OrgUser? UserOfRefresh(string? refreshToken) => Find(_refresh, refreshToken);

    public bool Revoke(string token) => _access.TryRemove(token, out _) | _refresh.TryRemove(token, out _);

    public void RevokeAccess() => _access.Clear();

    private OrgUser? Find(ConcurrentDictionary<string, string> tokens, string? token) =>
        token is not null && tokens.TryGetValue(token, out var username) ? org.Users.GetValueOrDefault(username) : null;

    private static string Issue(ConcurrentDictionary<string, string> tokens, string prefix, string username)
    {
        var token = prefix + Convert.ToBase64String(RandomNumberGenerator.GetBytes(48)).Replace('+', '.').Replace('/', '_').TrimEnd('=');
        tokens[token] = username;
        return token;
    }
}
