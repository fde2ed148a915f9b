using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace CpqBilling.Sandbox.Stripe.Tests;

/// <summary>A plain HTTP client of the sandbox: forms in, JSON out.</summary>
internal sealed class Api(Uri address, string key) : IDisposable
{
    private readonly HttpClient _http = new() { BaseAddress = address };

    public string Key => key;

    public Uri Address => address;

    public async Task<ApiReply> SendAsync(HttpMethod method, string path, string form = "", string? idempotencyKey = null, string? version = null)
    {
        using var request = new HttpRequestMessage(method, method == HttpMethod.Post || form.Length == 0 ? path : $"{path}?{form}");
        request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {key}");
        if (version is not null)
        {
            request.Headers.TryAddWithoutValidation("Stripe-Version", version);
        }

        if (idempotencyKey is not null)
        {
            request.Headers.TryAddWithoutValidation("Idempotency-Key", idempotencyKey);
        }

        if (method == HttpMethod.Post)
        {
            request.Content = new StringContent(form, Encoding.UTF8, "application/x-www-form-urlencoded");
        }

        using var response = await _http.SendAsync(request, TestContext.Current.CancellationToken);
        var body = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        var headers = response.Headers.ToDictionary(header => header.Key, header => string.Join(",", header.Value));
        return new ApiReply(response.StatusCode, JsonNode.Parse(body)!.AsObject(), headers);
    }

    /// <summary>A POST that must succeed. The form may be written over several lines.</summary>
    public async Task<JsonObject> PostAsync(string path, string form = "", string? version = null) =>
        Succeeded(await SendAsync(HttpMethod.Post, path, Joined(form), version: version));

    public async Task<JsonObject> GetAsync(string path, string query = "") => Succeeded(await SendAsync(HttpMethod.Get, path, Joined(query)));

    public async Task<JsonObject> DeleteAsync(string path, string query = "") => Succeeded(await SendAsync(HttpMethod.Delete, path, Joined(query)));

    /// <summary>A POST that must be refused; yields the error.</summary>
    public async Task<ApiRefusal> RefusedAsync(string path, string form = "", string? version = null) =>
        Refused(await SendAsync(HttpMethod.Post, path, Joined(form), version: version));

    public async Task<ApiRefusal> GetRefusedAsync(string path, string query = "") => Refused(await SendAsync(HttpMethod.Get, path, Joined(query)));

    public async Task<ApiRefusal> DeleteRefusedAsync(string path) => Refused(await SendAsync(HttpMethod.Delete, path));

    public void Dispose() => _http.Dispose();

    public static ApiRefusal Refused(ApiReply reply)
    {
        Assert.NotEqual(HttpStatusCode.OK, reply.Status);
        var error = reply.Body["error"]!.AsObject();
        return new ApiRefusal((int)reply.Status, (string)error["type"]!, (string?)error["code"], (string?)error["param"], (string)error["message"]!);
    }

    private static JsonObject Succeeded(ApiReply reply)
    {
        Assert.True(reply.Status == HttpStatusCode.OK, reply.Body.ToJsonString());
        return reply.Body;
    }

    private static string Joined(string form) =>
        string.Concat(form.Split(['\n', '\r'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
}

internal sealed record ApiReply(HttpStatusCode Status, JsonObject Body, IReadOnlyDictionary<string, string> Headers);

internal sealed record ApiRefusal(int Status, string Type, string? Code, string? Param, string Message);
