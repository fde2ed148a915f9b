using System.Buffers.Text;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using CpqBilling.Core.Errors;

namespace CpqBilling.Salesforce;

/// <summary>The web-server flow with PKCE: a person signs in at Salesforce, whose browser brings back a code, which is redeemed for a refresh token.</summary>
/// <param name="LoginUrl">Where the person signs in: the org's My Domain.</param>
/// <param name="RedirectUrl">The callback that the external client app names.</param>
public sealed record WebServerLogin(Uri LoginUrl, string ClientId, string? ClientSecret, Uri RedirectUrl)
{
    private const int RandomBytes = 32;

    /// <summary>Returns with the browser and must be the same.</summary>
    public string State { get; init; } = Random();

    /// <summary>Proves that whoever redeems the code is who asked for it.</summary>
    public string Verifier { get; init; } = Random();

    /// <summary>The page to open in a browser.</summary>
    public Uri AuthorizeUrl =>
        new(
            $"{LoginUrl.GetLeftPart(UriPartial.Authority)}/services/oauth2/authorize?response_type=code"
                + $"&client_id={Uri.EscapeDataString(ClientId)}&redirect_uri={Uri.EscapeDataString(RedirectUrl.ToString())}"
                + $"&scope={Uri.EscapeDataString("api refresh_token")}&state={State}"
                + $"&code_challenge={Challenge}&code_challenge_method=S256"
        );

    private string Challenge => Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(Verifier)));

    /// <summary>Redeems the code; an app that grants no refresh token cannot be used.</summary>
    public async Task<SalesforceAnswer<SalesforceAuth.RefreshToken>> RedeemAsync(HttpClient http, string code, CancellationToken cancellation)
    {
        var org = new RecordRef("Organization", LoginUrl.Host);
        try
        {
            using var form = new FormUrlEncodedContent(Form(code));
            using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(LoginUrl, "/services/oauth2/token")) { Content = form };
            request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
            using var response = await http.SendAsync(request, cancellation);
            var body = Json.ParseOrUndefined(await response.Content.ReadAsByteArrayAsync(cancellation));
            if (!response.IsSuccessStatusCode)
            {
                return new SalesforceAnswer<SalesforceAuth.RefreshToken>.Refused(RemoteFaults.OfLogin((int)response.StatusCode, body, org), 1);
            }

            return body.Text("refresh_token") is { Length: > 0 } token
                ? new SalesforceAnswer<SalesforceAuth.RefreshToken>.Found(new SalesforceAuth.RefreshToken(ClientId, ClientSecret, token), 1)
                : new SalesforceAnswer<SalesforceAuth.RefreshToken>.Refused(
                    ConnectionErrors.SalesforceUnauthorized(org, "the app grants no refresh token: give it the scope refresh_token"),
                    1
                );
        }
        catch (Exception fault) when (ConnectionFaults.IsOne(fault, cancellation))
        {
            return new SalesforceAnswer<SalesforceAuth.RefreshToken>.Refused(
                ConnectionErrors.SalesforceUnreachable(org, ConnectionFaults.Describe(fault)),
                1
            );
        }
    }

    /// <summary>Never shows a secret.</summary>
    public override string ToString() => $"Sign-in at {LoginUrl.Host} for {ClientId}";

    private List<KeyValuePair<string, string>> Form(string code) =>
        [
            new("grant_type", "authorization_code"),
            new("code", code),
            new("client_id", ClientId),
            new("redirect_uri", RedirectUrl.ToString()),
            new("code_verifier", Verifier),
            .. ClientSecret is { Length: > 0 } secret ? [new("client_secret", secret)] : Array.Empty<KeyValuePair<string, string>>(),
        ];

    private static string Random() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(RandomBytes));
}
