using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace CpqBilling.Salesforce;

/// <summary>The form that asks for an access token.</summary>
internal static class TokenForm
{
    private static readonly TimeSpan AssertionLife = TimeSpan.FromMinutes(3);

    public static IReadOnlyList<KeyValuePair<string, string>> Of(SalesforceConnection connection, DateTimeOffset now) =>
        connection.Auth switch
        {
            SalesforceAuth.ClientCredentials auth =>
            [
                new("grant_type", "client_credentials"),
                new("client_id", auth.ClientId),
                new("client_secret", auth.ClientSecret),
            ],
            SalesforceAuth.JwtBearer auth =>
            [
                new("grant_type", "urn:ietf:params:oauth:grant-type:jwt-bearer"),
                new("assertion", Assertion(auth, connection.LoginOrigin, now)),
            ],
            SalesforceAuth.RefreshToken auth =>
            [
                new("grant_type", "refresh_token"),
                new("client_id", auth.ClientId),
                new("refresh_token", auth.Token),
                .. auth.ClientSecret is { Length: > 0 } secret ? [new("client_secret", secret)] : Array.Empty<KeyValuePair<string, string>>(),
            ],
            _ => throw new System.Diagnostics.UnreachableException(),
        };

    /// <exception cref="CryptographicException">The key is no RSA key.</exception>
    /// <exception cref="ArgumentException">The key is no PEM text.</exception>
    private static string Assertion(SalesforceAuth.JwtBearer auth, string audience, DateTimeOffset now)
    {
        var claims = new JsonObject
        {
            ["iss"] = auth.ClientId,
            ["sub"] = auth.Username,
            ["aud"] = audience,
            ["exp"] = now.Add(AssertionLife).ToUnixTimeSeconds(),
        };
        var signed = $"{Encoded("""{"alg":"RS256","typ":"JWT"}""")}.{Encoded(claims.ToJsonString())}";
        using var key = RSA.Create();
        key.ImportFromPem(auth.PrivateKeyPem);
        var signature = key.SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        return $"{signed}.{Base64Url.EncodeToString(signature)}";
    }

    private static string Encoded(string json) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json));
}
