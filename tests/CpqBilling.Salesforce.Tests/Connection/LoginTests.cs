using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using CpqBilling.Core.Errors;
using CpqBilling.Salesforce.Tests.Fakes;

namespace CpqBilling.Salesforce.Tests.Connection;

public sealed class LoginTests
{
    private readonly FakeOrg _org = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ClientCredentials_SendIdAndSecret() =>
        Assert.Equal(
            "grant_type=client_credentials&client_id=client&client_secret=secret",
            await FormAsync(new SalesforceAuth.ClientCredentials("client", "secret"))
        );

    [Fact]
    public async Task RefreshToken_SendsTheSecretOnlyWhenThereIsOne()
    {
        Assert.Equal(
            "grant_type=refresh_token&client_id=client&refresh_token=r1",
            await FormAsync(new SalesforceAuth.RefreshToken("client", null, "r1"))
        );
        Assert.Equal(
            "grant_type=refresh_token&client_id=client&refresh_token=r1&client_secret=s",
            await FormAsync(new SalesforceAuth.RefreshToken("client", "s", "r1"))
        );
    }

    [Fact]
    public async Task Jwt_IsSignedForTheOrgItself()
    {
        using var key = RSA.Create(2048);
        var form = await FormAsync(new SalesforceAuth.JwtBearer("client", "robot@acme.test", key.ExportPkcs8PrivateKeyPem()));

        Assert.StartsWith("grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer&assertion=", form, StringComparison.Ordinal);
        var parts = form[(form.IndexOf("assertion=", StringComparison.Ordinal) + 10)..].Split('.');
        var signature = Base64Url.DecodeFromChars(parts[2]);
        Assert.True(
            key.VerifyData(Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}"), signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
        );
        var claims = JsonElement.Parse(Base64Url.DecodeFromChars(parts[1]));
        Assert.Equal("client", claims.GetProperty("iss").GetString());
        Assert.Equal("robot@acme.test", claims.GetProperty("sub").GetString());
        Assert.Equal(FakeOrg.Url, claims.GetProperty("aud").GetString());
        Assert.True(claims.GetProperty("exp").TryGetInt64(out _));
    }

    [Theory]
    [InlineData("not a key")]
    [InlineData("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----")]
    public async Task UnreadableKey_AsksToReconnect(string pem)
    {
        var error = await RefusedAsync(new SalesforceAuth.JwtBearer("client", "robot@acme.test", pem));

        Assert.Equal("SYNC-6002", error.Code);
        Assert.Empty(_org.Requests);
    }

    [Fact]
    public async Task RefusedGrant_AsksToReconnect_AndIsNotRepeated()
    {
        _org.Login(HttpStatusCode.BadRequest, """{"error":"invalid_grant","error_description":"user hasn't approved this consumer"}""");

        var error = await RefusedAsync(new SalesforceAuth.ClientCredentials("client", "secret"));

        Assert.Equal(("SYNC-6002", "invalid_grant"), (error.Code, error.UpstreamCode));
        Assert.Equal("Salesforce refused the connection: user hasn't approved this consumer", error.Message);
        Assert.Single(_org.Requests);
    }

    [Fact]
    public async Task UnavailableLogin_IsRepeated()
    {
        _org.Login(HttpStatusCode.ServiceUnavailable, "<html/>").Answer(HttpStatusCode.OK, "{}");
        using var session = _org.Session();

        Assert.IsType<SalesforceReply.Ok>(await session.SendAsync(HttpMethod.Get, "limits", null, Cancellation));
        Assert.Equal(2, _org.Logins.Count);
    }

    [Fact]
    public void Connection_ShowsNoSecret()
    {
        var connection = new SalesforceConnection
        {
            InstanceUrl = new Uri(FakeOrg.Url),
            Auth = new SalesforceAuth.ClientCredentials("client", "secret"),
        };

        Assert.Equal("Salesforce https://acme.my.salesforce.test (ClientCredentials, v65.0)", connection.ToString());
        Assert.DoesNotContain("secret", connection.Auth.ToString(), StringComparison.Ordinal);
    }

    private async Task<string> FormAsync(SalesforceAuth auth)
    {
        _org.Requests.Clear();
        _org.Answer(HttpStatusCode.OK, "{}");
        using var session = _org.Session(auth);
        await session.SendAsync(HttpMethod.Get, "limits", null, Cancellation);
        return Assert.Single(_org.Logins).Body;
    }

    private async Task<SyncError> RefusedAsync(SalesforceAuth auth)
    {
        using var session = _org.Session(auth);
        return Assert.IsType<SalesforceReply.Refused>(await session.SendAsync(HttpMethod.Get, "limits", null, Cancellation)).Error;
    }
}
