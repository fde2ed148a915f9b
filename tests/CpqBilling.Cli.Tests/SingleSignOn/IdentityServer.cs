using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace CpqBilling.Cli.Tests.SingleSignOn;

/// <summary>An OpenID Connect provider on the loopback: whoever comes is the person it was told, and every rule of the code flow with PKCE is held.</summary>
internal sealed class IdentityServer : IAsyncDisposable
{
    public const string ClientId = "cpqbilling";
    public const string ClientSecret = "seeded-oidc-secret-4711";
    private readonly RSA _key = RSA.Create(2048);
    private readonly ConcurrentDictionary<string, (string Nonce, string Challenge, string Redirect)> _codes = new();
    private readonly WebApplication _application;

    private IdentityServer(WebApplication application) => _application = application;

    public Uri Issuer => new(_application.Urls.First());

    /// <summary>Claims of the person who comes next.</summary>
    public Dictionary<string, object> Person { get; set; } = [];

    /// <summary>What is put in place of the nonce that was sent.</summary>
    public string? WrongNonce { get; set; }

    public static async Task<IdentityServer> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var server = new IdentityServer(builder.Build());
        server._application.MapGet("/.well-known/openid-configuration", server.Describe);
        server._application.MapGet("/keys", server.Keys);
        server._application.MapGet("/authorize", server.Authorize);
        server._application.MapPost("/token", server.TokenAsync);
        await server._application.StartAsync(Xunit.TestContext.Current.CancellationToken);
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        await _application.DisposeAsync();
        _key.Dispose();
    }

    private string Name => Issuer.ToString().TrimEnd('/');

    private IResult Describe() =>
        Results.Json(
            new Dictionary<string, object>
            {
                ["issuer"] = Name,
                ["authorization_endpoint"] = $"{Name}/authorize",
                ["token_endpoint"] = $"{Name}/token",
                ["jwks_uri"] = $"{Name}/keys",
                ["response_types_supported"] = new[] { "code" },
                ["subject_types_supported"] = new[] { "public" },
                ["id_token_signing_alg_values_supported"] = new[] { "RS256" },
            }
        );

    private IResult Keys()
    {
        var parameters = _key.ExportParameters(false);
        return Results.Json(
            new
            {
                keys = new[]
                {
                    new
                    {
                        kty = "RSA",
                        use = "sig",
                        alg = "RS256",
                        kid = "one",
                        n = WebEncoders.Base64UrlEncode(parameters.Modulus!),
                        e = WebEncoders.Base64UrlEncode(parameters.Exponent!),
                    },
                },
            }
        );
    }

    private IResult Authorize(HttpRequest request)
    {
        var query = request.Query;
        var isRight =
            query["client_id"] == ClientId
            && query["response_type"] == "code"
            && query["code_challenge_method"] == "S256"
            && query["scope"].ToString().Split(' ').Contains("openid");
        if (!isRight)
        {
            return Results.BadRequest();
        }

        var code = Guid.NewGuid().ToString("N");
        _codes[code] = (query["nonce"].ToString(), query["code_challenge"].ToString(), query["redirect_uri"].ToString());
        var back = new Dictionary<string, string?> { ["code"] = code, ["state"] = query["state"] };
        return Results.Redirect(QueryHelpers.AddQueryString(query["redirect_uri"].ToString(), back));
    }

    private async Task<IResult> TokenAsync(HttpRequest request)
    {
        var form = await request.ReadFormAsync(request.HttpContext.RequestAborted);
        var isKnown = _codes.TryRemove(form["code"].ToString(), out var asked);
        var challenge = WebEncoders.Base64UrlEncode(SHA256.HashData(Encoding.ASCII.GetBytes(form["code_verifier"].ToString())));
        var isRight =
            isKnown
            && challenge == asked.Challenge
            && form["redirect_uri"] == asked.Redirect
            && form["client_id"] == ClientId
            && form["client_secret"] == ClientSecret;
        return isRight
            ? Results.Json(
                new
                {
                    access_token = "access",
                    token_type = "Bearer",
                    expires_in = 300,
                    id_token = IdToken(WrongNonce ?? asked.Nonce),
                }
            )
            : Results.Json(new { error = "invalid_grant" }, statusCode: 400);
    }

    private string IdToken(string nonce) =>
        new JsonWebTokenHandler().CreateToken(
            new SecurityTokenDescriptor
            {
                Issuer = Name,
                Audience = ClientId,
                Expires = DateTime.UtcNow.AddMinutes(5),
                Claims = new Dictionary<string, object>(Person) { ["nonce"] = nonce },
                SigningCredentials = new SigningCredentials(new RsaSecurityKey(_key) { KeyId = "one" }, SecurityAlgorithms.RsaSha256),
            }
        );
}
