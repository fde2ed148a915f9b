using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace CpqBilling.Sandbox.Salesforce.Tests;

/// <summary>A running sandbox and a client logged in as the integration user.</summary>
public sealed class TestOrg : IAsyncDisposable
{
    private readonly SalesforceSandbox _sandbox;

    private TestOrg(SalesforceSandbox sandbox) => (_sandbox, Http) = (sandbox, new HttpClient { BaseAddress = sandbox.Address });

    public HttpClient Http { get; }

    /// <summary>The session of the integration user.</summary>
    public string Token { get; private set; } = "";

    public Uri Address => _sandbox.Address;

    public Uri EventsAddress => _sandbox.EventsAddress;

    public static async Task<TestOrg> StartAsync(SalesforceSandboxOptions? options = null)
    {
        var org = new TestOrg(
            await SalesforceSandbox.StartAsync(options ?? new SalesforceSandboxOptions { FrozenAt = DateTimeOffset.Parse("2024-02-01T12:00:00Z") })
        );
        await org.LoginAsync();
        return org;
    }

    public async Task LoginAsync()
    {
        var (status, body) = await FormAsync(
            "/services/oauth2/token",
            "grant_type=client_credentials&client_id=sandbox-client&client_secret=sandbox-secret"
        );
        Assert.Equal(200, status);
        Token = body!["access_token"]!.GetValue<string>();
        Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Token);
    }

    public async Task<(int Status, JsonNode? Body)> FormAsync(string path, string form)
    {
        using var content = new StringContent(form, Encoding.UTF8, "application/x-www-form-urlencoded");
        using var response = await Http.PostAsync(path, content);
        return ((int)response.StatusCode, Parse(await response.Content.ReadAsStringAsync()));
    }

    /// <summary>A path without a leading slash is below <c>/services/data/v65.0/</c>.</summary>
    public async Task<(int Status, JsonNode? Body)> SendAsync(string method, string path, string? json = null)
    {
        using var response = await RawAsync(method, path, json);
        return ((int)response.StatusCode, Parse(await response.Content.ReadAsStringAsync()));
    }

    public async Task<HttpResponseMessage> RawAsync(string method, string path, string? json = null)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path.StartsWith('/') ? path : "/services/data/v65.0/" + path);
        if (json is not null)
            request.Content = new StringContent(json, Encoding.UTF8, "application/json");
        return await Http.SendAsync(request);
    }

    public async Task<JsonNode> QueryAsync(string soql)
    {
        var (status, body) = await SendAsync("GET", "query?q=" + WebUtility.UrlEncode(soql));
        Assert.True(status == 200, body?.ToJsonString());
        return body!;
    }

    /// <summary>The first error of a query that must fail, as "CODE message".</summary>
    public async Task<string> QueryErrorAsync(string soql)
    {
        var (status, body) = await SendAsync("GET", "query?q=" + WebUtility.UrlEncode(soql));
        Assert.True(status == 400, body?.ToJsonString());
        return $"{body![0]!["errorCode"]} {body[0]!["message"]}";
    }

    /// <summary>Values of one column, parent paths included, joined by commas; null is written as such.</summary>
    public async Task<string> ColumnAsync(string soql, string path = "Name")
    {
        var result = await QueryAsync(soql);
        return string.Join(
            ",",
            result["records"]!.AsArray().Select(row => path.Split('.').Aggregate(row, (node, part) => node?[part])?.ToString() ?? "null")
        );
    }

    /// <summary>Loads records; answers the ids of their placeholders.</summary>
    public async Task<Dictionary<string, string>> LoadAsync(string json)
    {
        var (status, body) = await SendAsync("POST", "/_sandbox/fixtures", json);
        Assert.True(status == 200, body?.ToJsonString());
        return body!.AsObject().ToDictionary(pair => pair.Key, pair => pair.Value!.GetValue<string>());
    }

    public async Task<string> CreateAsync(string type, string json)
    {
        var (status, body) = await SendAsync("POST", "sobjects/" + type, json);
        Assert.True(status == 201, body?.ToJsonString());
        return body!["id"]!.GetValue<string>();
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _sandbox.DisposeAsync();
    }

    private static JsonNode? Parse(string text) => text.Length == 0 || text[0] is not ('{' or '[') ? null : JsonNode.Parse(text);
}
