using System.Buffers.Text;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using System.Web;

namespace CpqBilling.Sandbox.Salesforce.Tests;

public sealed class LoginTests
{
    private const string Token = "/services/oauth2/token";

    [Fact]
    public async Task ClientCredentials_GiveATokenForTheIntegrationUser()
    {
        await using var org = await TestOrg.StartAsync();
        var (status, answer) = await org.FormAsync(Token, "grant_type=client_credentials&client_id=sandbox-client&client_secret=sandbox-secret");
        Assert.Equal(200, status);
        var origin = org.Address.ToString().TrimEnd('/');
        Assert.Equal($"{origin} Bearer", $"{answer!["instance_url"]} {answer["token_type"]}");
        Assert.Matches($"^{origin}/id/00D[A-Za-z0-9]{{15}}/005[A-Za-z0-9]{{15}}$", answer["id"]!.GetValue<string>());
        Assert.StartsWith("00D", answer["access_token"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Null(answer["refresh_token"]);
        Assert.Equal("1706788800000", answer["issued_at"]!.GetValue<string>());
        var (_, identity) = await org.SendAsync("GET", new Uri(answer["id"]!.GetValue<string>()).AbsolutePath);
        Assert.Equal("integration@cpqbilling.test", identity!["username"]!.GetValue<string>());
        var (_, info) = await org.SendAsync("GET", "/services/oauth2/userinfo");
        Assert.Equal("integration@cpqbilling.test", info!["preferred_username"]!.GetValue<string>());
        Assert.Equal(
            "integration@cpqbilling.test",
            (await org.SendAsync("GET", $"/services/data/v51.0/sobjects/User/{info["user_id"]}")).Body!["Username"]!.GetValue<string>()
        );
        Assert.Equal(
            "Developer Edition",
            await org.ColumnAsync(
                "SELECT Name, InstanceName, IsSandbox, TrialExpirationDate, NamespacePrefix, OrganizationType FROM Organization",
                "OrganizationType"
            )
        );
    }

    [Theory]
    [InlineData("grant_type=client_credentials&client_id=sandbox-client&client_secret=wrong", "invalid_client")]
    [InlineData("grant_type=client_credentials&client_id=nobody&client_secret=x", "invalid_client_id")]
    [InlineData("grant_type=password", "unsupported_grant_type")]
    [InlineData("", "invalid_request")]
    [InlineData("grant_type=refresh_token&client_id=sandbox-client&client_secret=sandbox-secret&refresh_token=x", "invalid_grant")]
    [InlineData("grant_type=authorization_code&client_id=sandbox-client&code=x", "invalid_grant")]
    [InlineData("grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer&assertion=x", "invalid_grant")]
    public async Task BadGrant_IsAnObjectWithStatus400(string form, string error)
    {
        await using var org = await TestOrg.StartAsync();
        var (status, answer) = await org.FormAsync(Token, form);
        Assert.Equal($"400 {error}", $"{status} {answer!["error"]}");
    }

    [Fact]
    public async Task BasicHeader_CarriesTheClientToo()
    {
        await using var org = await TestOrg.StartAsync();
        org.Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(
            "Basic",
            Convert.ToBase64String("sandbox-client:sandbox-secret"u8)
        );
        Assert.Equal(200, (await org.FormAsync(Token, "grant_type=client_credentials")).Status);
    }

    [Theory]
    [InlineData("origin", "in 3 minutes", "granted")]
    [InlineData("https://login.salesforce.com", "in 3 minutes", "granted")]
    [InlineData("https://test.salesforce.com", "in 3 minutes", "granted")]
    [InlineData("https://acme.my.salesforce.com", "in 3 minutes", "granted")]
    [InlineData("https://example.com", "in 3 minutes", "audience is invalid")]
    [InlineData("origin", "in milliseconds", "granted")] // what the command line of Salesforce sends
    [InlineData("origin", "4 minutes ago", "granted")]
    [InlineData("origin", "6 minutes ago", "expired authorization code")]
    [InlineData("origin", "in 3 minutes", "invalid assertion", "other key")]
    [InlineData("origin", "in 3 minutes", "user hasn't approved this consumer", "own key", "nobody@example.com")]
    public async Task JwtBearer_IsCheckedLikeSalesforceDoes(
        string audience,
        string expiry,
        string expected,
        string key = "own key",
        string user = "integration@cpqbilling.test"
    )
    {
        await using var org = await TestOrg.StartAsync();
        using var own = RSA.Create(2048);
        using var other = RSA.Create(2048);
        await org.SendAsync(
            "POST",
            "/_sandbox/clients",
            new JsonObject { ["id"] = "app", ["certificate"] = own.ExportSubjectPublicKeyInfoPem() }.ToJsonString()
        );
        var now = DateTimeOffset.UtcNow;
        var exp = expiry switch
        {
            "in milliseconds" => now.ToUnixTimeMilliseconds() + 300,
            "in 3 minutes" => now.ToUnixTimeSeconds() + 180,
            "4 minutes ago" => now.ToUnixTimeSeconds() - 240,
            _ => now.ToUnixTimeSeconds() - 360,
        };
        var claims = new JsonObject
        {
            ["iss"] = "app",
            ["sub"] = user,
            ["aud"] = audience == "origin" ? org.Address.ToString().TrimEnd('/') : audience,
            ["exp"] = exp,
        };
        var signed =
            Base64Url.EncodeToString("""{"alg":"RS256"}"""u8) + "." + Base64Url.EncodeToString(Encoding.UTF8.GetBytes(claims.ToJsonString()));
        var signature = (key == "own key" ? own : other).SignData(
            Encoding.ASCII.GetBytes(signed),
            HashAlgorithmName.SHA256,
            RSASignaturePadding.Pkcs1
        );
        var (_, answer) = await org.FormAsync(
            Token,
            $"grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer&assertion={signed}.{Base64Url.EncodeToString(signature)}"
        );
        Assert.Equal(expected, answer!["access_token"] is null ? answer["error_description"]!.GetValue<string>() : "granted");
    }

    [Fact]
    public async Task BrowserLogin_ShowsAPageAndGivesARefreshToken()
    {
        await using var org = await TestOrg.StartAsync();
        var verifier = new string('v', 64);
        var challenge = Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(verifier)));
        var request =
            $"response_type=code&client_id=sandbox-client&redirect_uri=http%3A%2F%2Flocalhost%3A1717%2FOauthRedirect&state=s%261&code_challenge={challenge}&code_challenge_method=S256";
        using var page = await org.RawAsync("GET", "/services/oauth2/authorize?" + request);
        var html = await page.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Contains("<option>sales@cpqbilling.test</option>", html, StringComparison.Ordinal);
        Assert.Contains("name=\"state\" value=\"s&amp;1\"", html, StringComparison.Ordinal);

        var code = await LogInAsync(org, request);
        var (status, answer) = await org.FormAsync(
            Token,
            $"grant_type=authorization_code&client_id=sandbox-client&client_secret=sandbox-secret&redirect_uri=http%3A%2F%2Flocalhost%3A1717%2FOauthRedirect&code={code}&code_verifier={verifier}"
        );
        Assert.Equal(200, status);
        Assert.Equal(
            "invalid_grant",
            (
                await org.FormAsync(
                    Token,
                    $"grant_type=authorization_code&client_id=sandbox-client&redirect_uri=http%3A%2F%2Flocalhost%3A1717%2FOauthRedirect&code={code}&code_verifier={verifier}"
                )
            ).Body!["error"]!.GetValue<string>()
        );

        var refresh = WebUtility.UrlEncode(answer!["refresh_token"]!.GetValue<string>());
        var (_, renewed) = await org.FormAsync(
            Token,
            $"grant_type=refresh_token&client_id=sandbox-client&client_secret=sandbox-secret&refresh_token={refresh}"
        );
        org.Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", renewed!["access_token"]!.GetValue<string>());
        Assert.Equal(
            "sales@cpqbilling.test",
            (await org.SendAsync("GET", "/services/oauth2/userinfo")).Body!["preferred_username"]!.GetValue<string>()
        );

        Assert.Equal(
            200,
            (await org.FormAsync("/services/oauth2/revoke", "token=" + WebUtility.UrlEncode(renewed["access_token"]!.GetValue<string>()))).Status
        );
        Assert.Equal(401, (await org.SendAsync("GET", "limits")).Status);
    }

    [Fact]
    public async Task WrongVerifier_GetsNoToken()
    {
        await using var org = await TestOrg.StartAsync();
        var code = await LogInAsync(
            org,
            "response_type=code&client_id=PlatformCLI&redirect_uri=http%3A%2F%2Flocalhost%3A1717%2F&state=1&code_challenge=abc&code_challenge_method=S256"
        );
        var (_, answer) = await org.FormAsync(
            Token,
            $"grant_type=authorization_code&client_id=PlatformCLI&redirect_uri=http%3A%2F%2Flocalhost%3A1717%2F&code={code}&code_verifier=wrong"
        );
        Assert.Equal("invalid_grant invalid code verifier", $"{answer!["error"]} {answer["error_description"]}");
    }

    [Fact]
    public async Task SoapLogin_AnswersASessionOrAFault()
    {
        await using var org = await TestOrg.StartAsync();
        const string envelope =
            """<se:Envelope xmlns:se="http://schemas.xmlsoap.org/soap/envelope/"><se:Body><login xmlns="urn:partner.soap.sforce.com"><username>sales@cpqbilling.test</username><password>PASSWORD</password></login></se:Body></se:Envelope>""";
        var (status, answer) = await SoapAsync(org, envelope.Replace("PASSWORD", "sandbox-passwordTOKEN", StringComparison.Ordinal));
        Assert.Equal(200, status);
        Assert.Matches(
            "<serverUrl>http://127.0.0.1:[0-9]+/services/Soap/u/65.0/00D[^<]+</serverUrl><sessionId>00D[^<]+</sessionId><userId>005[^<]+</userId>",
            answer
        );
        var (bad, fault) = await SoapAsync(org, envelope.Replace("PASSWORD", "wrong", StringComparison.Ordinal));
        Assert.Equal(500, bad);
        Assert.Contains(
            "<faultstring>INVALID_LOGIN: Invalid username, password, security token; or user locked out.</faultstring>",
            fault,
            StringComparison.Ordinal
        );
        Assert.Contains("Only the login call is supported", (await SoapAsync(org, "<x/>")).Text, StringComparison.Ordinal);
    }

    private static async Task<string> LogInAsync(TestOrg org, string request)
    {
        using var handler = new HttpClientHandler { AllowAutoRedirect = false };
        using var browser = new HttpClient(handler) { BaseAddress = org.Address };
        using var form = new StringContent(
            request + "&username=sales%40cpqbilling.test&password=sandbox-password",
            Encoding.UTF8,
            "application/x-www-form-urlencoded"
        );
        using var response = await browser.PostAsync("/services/oauth2/authorize", form, TestContext.Current.CancellationToken);
        Assert.Equal(302, (int)response.StatusCode);
        var query = HttpUtility.ParseQueryString(response.Headers.Location!.Query);
        Assert.Equal(HttpUtility.ParseQueryString(request)["state"], query["state"]);
        return WebUtility.UrlEncode(query["code"]!);
    }

    private static async Task<(int Status, string Text)> SoapAsync(TestOrg org, string envelope)
    {
        using var content = new StringContent(envelope, Encoding.UTF8, "text/xml");
        using var response = await org.Http.PostAsync("/services/Soap/u/65.0", content, TestContext.Current.CancellationToken);
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }
}
