using System.Buffers.Text;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace CpqBilling.Sandbox.Salesforce.Auth;

/// <summary>Checks a JWT bearer assertion as leniently and as strictly as Salesforce does.</summary>
/// <remarks>
/// Some clients write <c>exp</c> in milliseconds; the real service takes it, so nothing far ahead is refused and the number is never made a date.
/// A false refusal of the audience would send such clients on to the real hosts.
/// </remarks>
internal static class JwtAssertion
{
    private const int GraceSeconds = 300;

    /// <returns>The user name the assertion speaks for.</returns>
    public static string Verify(string assertion, Clients clients, string origin, DateTimeOffset now)
    {
        if (assertion.Split('.') is not [var header, var payload, var signature])
            throw new OAuthError("invalid_grant", "invalid assertion");
        var claims = Decode(payload);
        var app = clients.Find(Text(claims, "iss")) ?? throw new OAuthError("invalid_client_id", "client identifier invalid");
        if (Text(Decode(header), "alg") != "RS256" || app.CertificatePem is null || !IsSigned(app.CertificatePem, $"{header}.{payload}", signature))
            throw new OAuthError("invalid_grant", "invalid assertion");
        if (!IsKnownAudience(Text(claims, "aud"), origin))
            throw new OAuthError("invalid_grant", "audience is invalid");
        if (claims["exp"] is not JsonValue exp || !exp.TryGetValue<double>(out var expires) || expires < now.ToUnixTimeSeconds() - GraceSeconds)
            throw new OAuthError("invalid_grant", "expired authorization code");
        return Text(claims, "sub") ?? throw new OAuthError("invalid_grant", "user hasn't approved this consumer");
    }

    private static bool IsKnownAudience(string? audience, string origin)
    {
        if (audience is null)
            return false;
        var trimmed = audience.TrimEnd('/');
        return trimmed is "https://login.salesforce.com" or "https://test.salesforce.com"
            || trimmed.Equals(origin, StringComparison.OrdinalIgnoreCase)
            || (
                Uri.TryCreate(trimmed, UriKind.Absolute, out var uri)
                && (uri.IsLoopback || uri.Host.EndsWith(".my.salesforce.com", StringComparison.OrdinalIgnoreCase))
            );
    }

    private static bool IsSigned(string certificatePem, string signed, string signature)
    {
        try
        {
            using var key = PublicKey(certificatePem);
            return key.VerifyData(
                Encoding.ASCII.GetBytes(signed),
                Base64Url.DecodeFromChars(signature),
                HashAlgorithmName.SHA256,
                RSASignaturePadding.Pkcs1
            );
        }
        catch (Exception error) when (error is CryptographicException or FormatException or ArgumentException)
        {
            return false;
        }
    }

    /// <summary>A certificate, or just its public key.</summary>
    private static RSA PublicKey(string pem)
    {
        if (pem.Contains("BEGIN CERTIFICATE", StringComparison.Ordinal))
        {
            using var certificate = X509Certificate2.CreateFromPem(pem);
            return certificate.GetRSAPublicKey() ?? throw new CryptographicException("The certificate has no RSA key.");
        }
        var key = RSA.Create();
        key.ImportFromPem(pem);
        return key;
    }

    private static JsonObject Decode(string part)
    {
        try
        {
            return JsonNode.Parse(Base64Url.DecodeFromChars(part)) as JsonObject ?? throw new OAuthError("invalid_grant", "invalid assertion");
        }
        catch (Exception error) when (error is FormatException or JsonException)
        {
            throw new OAuthError("invalid_grant", "invalid assertion");
        }
    }

    private static string? Text(JsonObject json, string name) =>
        json[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
}
