using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using CpqBilling.Sandbox.Salesforce.Org;

namespace CpqBilling.Sandbox.Salesforce.Auth;

/// <summary><c>POST /services/oauth2/token</c>: every grant ends in an access token of a user.</summary>
internal sealed class TokenEndpoint(SandboxOrg org, Clients clients, Tokens tokens)
{
    /// <param name="form">The form fields; a Basic header has been added as <c>client_id</c> and <c>client_secret</c>.</param>
    /// <param name="origin">Scheme and host of the sandbox, without a trailing slash.</param>
    public JsonObject Answer(IReadOnlyDictionary<string, string> form, string origin)
    {
        var grant = form.GetValueOrDefault("grant_type");
        return grant switch
        {
            "client_credentials" => Granted(UserOf(Authenticated(form).Username), origin, form),
            null => throw new OAuthError("invalid_request", "grant_type is required"),
            _ => throw new OAuthError("unsupported_grant_type", "grant type not supported"),
        };
    }

    private ConnectedApp Authenticated(IReadOnlyDictionary<string, string> form)
    {
        var app = clients.Find(form.GetValueOrDefault("client_id")) ?? throw new OAuthError("invalid_client_id", "client identifier invalid");
        return app.Secret is not null && Same(app.Secret, form.GetValueOrDefault("client_secret") ?? "") ? app : throw new OAuthError("invalid_client", "invalid client credentials");
    }

    private OrgUser UserOf(string username) => org.Users.GetValueOrDefault(username) ?? throw new OAuthError("invalid_grant", "user hasn't approved this consumer");

    private JsonObject Granted(OrgUser user, string origin, IReadOnlyDictionary<string, string> form)
    {
        var issuedAt = org.Clock.Now.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
        var id = $"{origin}/id/{org.Id}/{user.Id}";
        var signature = Convert.ToBase64String(HMACSHA256.HashData(Encoding.UTF8.GetBytes(form.GetValueOrDefault("client_secret") ?? ""), Encoding.UTF8.GetBytes(id + issuedAt)));
        return new JsonObject
        {
            ["access_token"] = tokens.IssueAccess(user.Username), ["instance_url"] = origin, ["id"] = id, ["token_type"] = "Bearer", ["issued_at"] = issuedAt, ["signature"] = signature, ["scope"] = "api refresh_token",
        };
    }

    private static bool Same(string a, string b) => CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(a), Encoding.UTF8.GetBytes(b));
}
