using System.Net;
using System.Text;

namespace CpqBilling.Sandbox.Stripe.Tests.Protocol;

/// <summary>P01 and the other ways a key can be wrong.</summary>
[Collection(SandboxTests.Name)]
public sealed class AuthenticationTests(SandboxFixture fixture)
{
    [Fact]
    public async Task P01_BearerAndBasic_ReachTheSameAccount()
    {
        using var api = fixture.NewAccount();
        var bearer = await api.GetAsync("/v1/account");
        var (status, body, _) = await AskAsync("Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes(api.Key + ":")));
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal((string?)bearer["id"], (string?)body["id"]);
    }

    [Fact]
    public async Task P01_WithoutAKey_IsUnauthorized()
    {
        var (status, body, headers) = await AskAsync(null);
        Assert.Equal(HttpStatusCode.Unauthorized, status);
        Assert.Equal("Basic realm=\"Stripe\"", headers["WWW-Authenticate"]);
        Assert.Contains("You did not provide an API key", (string?)body["error"]!["message"]);
    }

    [Theory]
    [InlineData("Bearer garbage_abcdefghijklmnop_wxyz", 401, "Invalid API Key provided: garbage_")]
    [InlineData("Bearer sk_live_abcdefghijklmnop", 401, "Invalid API Key provided")]
    [InlineData("Bearer pk_test_abcdefghijklmnop", 403, "publishable")]
    public async Task P01_WrongKeys(string header, int expected, string message)
    {
        var (status, body, _) = await AskAsync(header);
        Assert.Equal(expected, (int)status);
        Assert.Contains(message, (string?)body["error"]!["message"]);
        Assert.DoesNotContain("abcdefghijklmnop", (string?)body["error"]!["message"]);
    }

    [Fact]
    public async Task AKeyOfAConnectedAccount_IsRefused()
    {
        using var api = fixture.NewAccount();
        var (status, body, _) = await AskAsync($"Bearer {api.Key}", "Stripe-Account", "acct_1");
        Assert.Equal(HttpStatusCode.Forbidden, status);
        Assert.Equal("account_invalid", (string?)body["error"]!["code"]);
    }

    [Fact]
    public async Task TwoKeys_HaveSeparateState()
    {
        using var one = fixture.NewAccount();
        using var other = fixture.NewAccount();
        var id = (string)(await one.PostAsync("/v1/customers", "name=Acme"))["id"]!;
        Assert.Equal(404, (await other.GetRefusedAsync($"/v1/customers/{id}")).Status);
    }

    private async Task<(HttpStatusCode Status, JsonNode Body, Dictionary<string, string> Headers)> AskAsync(
        string? authorization,
        string? header = null,
        string? value = null
    )
    {
        using var http = new HttpClient { BaseAddress = fixture.Address };
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/account");
        if (authorization is not null)
        {
            request.Headers.TryAddWithoutValidation("Authorization", authorization);
        }

        if (header is not null)
        {
            request.Headers.TryAddWithoutValidation(header, value);
        }

        using var response = await http.SendAsync(request, TestContext.Current.CancellationToken);
        var body = JsonNode.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!;
        return (response.StatusCode, body, response.Headers.ToDictionary(pair => pair.Key, pair => string.Join(",", pair.Value)));
    }
}
