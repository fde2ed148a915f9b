using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using CpqBilling.Sandbox.Salesforce.Org;

namespace CpqBilling.Sandbox.Salesforce.Auth;

/// <summary><c>POST /services/oauth2/token</c>: every grant ends in an access token of a user.</summary>
internal sealed class TokenEndpoint(SandboxOrg org, Clients clients, Tokens tokens, AuthorizationCodes codes)
{
    private const string JwtBearer = "urn:ietf:params:oauth:grant-type:jwt-bearer";

    /// <param name="form">The form fields; a Basic header has been added as <c>client_id</c> and <c>client_secret</c>.</param>
    /// <param name="origin">Scheme and host of the sandbox, without a trailing slash.</param>
    public JsonObject Answer(IReadOnlyDictionary<string, string> form, string origin)
    {
        switch (form.GetValueOrDefault("grant_type"))
        {
            case "client_credentials":
                return Granted(UserOf(Authenticated(form, needsSecret: true).Username), origin, form);
            case "refresh_token":
                Authenticated(form, needsSecret: false);
                return Granted(
                    tokens.UserOfRefresh(form.GetValueOrDefault("refresh_token"))
                        ?? throw new OAuthError("invalid_grant", "expired access/refresh token"),
                    origin,
                    form
                );
            case "authorization_code":
                Authenticated(form, needsSecret: false);
                var user = UserOf(codes.Redeem(form));
                var answer = Granted(user, origin, form);
                answer["refresh_token"] = tokens.IssueRefresh(user.Username);
                return answer;
            case JwtBearer:
                return Granted(
                    UserOf(JwtAssertion.Verify(form.GetValueOrDefault("assertion") ?? "", clients, origin, DateTimeOffset.UtcNow)),
                    origin,
                    form
                );
            case null:
                throw new OAuthError("invalid_request", "grant_type is required");
            default:
                throw new OAuthError("unsupported_grant_type", "grant type not supported");
        }
    }

    /// <summary>A secret that is sent must be right; only client credentials need one, since PKCE or the refresh token itself proves the others.</summary>
    private ConnectedApp Authenticated(IReadOnlyDictionary<string, string> form, bool needsSecret)
    {
        var app = clients.Find(form.GetValueOrDefault("client_id")) ?? throw new OAuthError("invalid_client_id", "client identifier invalid");
        var secret = form.GetValueOrDefault("client_secret");
        var isFine =
            string.IsNullOrEmpty(secret) ? !needsSecret
            : app.Secret is null ? !needsSecret
            : Same(app.Secret, secret);
        return isFine ? app : throw new OAuthError("invalid_client", "invalid client credentials");
    }

    private OrgUser UserOf(string username) =>
        org.Users.GetValueOrDefault(username) ?? throw new OAuthError("invalid_grant", "user hasn't approved this consumer");

    private JsonObject Granted(OrgUser user, string origin, IReadOnlyDictionary<string, string> form)
    {
        var issuedAt = org.Clock.Now.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
        var id = $"{origin}/id/{org.Id}/{user.Id}";
        var signature = Convert.ToBase64String(
            HMACSHA256.HashData(Encoding.UTF8.GetBytes(form.GetValueOrDefault("client_secret") ?? ""), Encoding.UTF8.GetBytes(id + issuedAt))
        );
        return new JsonObject
        {
            ["access_token"] = tokens.IssueAccess(user.Username),
            ["instance_url"] = origin,
            ["id"] = id,
            ["token_type"] = "Bearer",
            ["issued_at"] = issuedAt,
            ["signature"] = signature,
            ["scope"] = "api refresh_token",
        };
    }

    private static bool Same(string a, string b) => CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(a), Encoding.UTF8.GetBytes(b));
}
