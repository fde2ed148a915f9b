using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace CpqBilling.Sandbox.Salesforce.Cpq;

/// <summary>A refusal by the org.</summary>
public sealed class SalesRefusedException(string code, string message) : Exception($"{code}: {message}")
{
    /// <summary>Salesforce's error code.</summary>
    public string Code { get; } = code;
}

/// <summary>The REST calls that a sales team needs.</summary>
internal sealed class SalesConnection(HttpClient http, CancellationToken cancellation) : IDisposable
{
    private const string Data = "/services/data/v65.0/";

    public static async Task<SalesConnection> LoginAsync(Uri address, string clientId, string clientSecret, CancellationToken cancellation)
    {
        var http = new HttpClient { BaseAddress = address };
        using var form = new FormUrlEncodedContent(
            new Dictionary<string, string>
            {
                ["grant_type"] = "client_credentials",
                ["client_id"] = clientId,
                ["client_secret"] = clientSecret,
            }
        );
        using var response = await http.PostAsync(new Uri("/services/oauth2/token", UriKind.Relative), form, cancellation);
        var body = JsonNode.Parse(await response.Content.ReadAsStringAsync(cancellation));
        if (!response.IsSuccessStatusCode)
            throw new SalesRefusedException(
                body?["error"]?.GetValue<string>() ?? "login",
                body?["error_description"]?.GetValue<string>() ?? "The login failed."
            );
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", body!["access_token"]!.GetValue<string>());
        return new SalesConnection(http, cancellation);
    }

    public async Task<string> CreateAsync(string type, JsonObject fields) =>
        (await SendAsync(HttpMethod.Post, $"{Data}sobjects/{type}", WithoutNulls(fields)))!["id"]!.GetValue<string>();

    public Task UpdateAsync(string type, string id, JsonObject fields) => SendAsync(HttpMethod.Patch, $"{Data}sobjects/{type}/{id}", fields);

    public async Task<List<JsonObject>> QueryAsync(string soql)
    {
        var rows = new List<JsonObject>();
        for (var path = $"{Data}query?q={Uri.EscapeDataString(soql)}"; path is not null; )
        {
            var page = await SendAsync(HttpMethod.Get, path, null);
            rows.AddRange(page!["records"]!.AsArray().Select(row => row!.AsObject()));
            path = page["nextRecordsUrl"]?.GetValue<string>();
        }
        return rows;
    }

    /// <summary>Asks CPQ's own API for an amendment or renewal; the answer is a model in a string.</summary>
    public async Task<JsonNode> LoadAsync(string loader, string contractId)
    {
        var answer = await SendAsync(HttpMethod.Patch, $"/services/apexrest/SBQQ/ServiceRouter?loader={loader}&uid={contractId}", []);
        return JsonNode.Parse(answer!.GetValue<string>())!;
    }

    public void Dispose() => http.Dispose();

    private async Task<JsonNode?> SendAsync(HttpMethod method, string path, JsonObject? body)
    {
        using var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative));
        if (body is not null)
            request.Content = JsonContent.Create(body);
        using var response = await http.SendAsync(request, cancellation);
        var text = await response.Content.ReadAsStringAsync(cancellation);
        if (response.IsSuccessStatusCode)
            return text.Length == 0 ? null : JsonNode.Parse(text);
        var error = text.StartsWith('[') ? JsonNode.Parse(text)![0] : null;
        throw new SalesRefusedException(
            error?["errorCode"]?.GetValue<string>() ?? response.StatusCode.ToString(),
            error?["message"]?.GetValue<string>() ?? text
        );
    }

    private static JsonObject WithoutNulls(JsonObject fields) =>
        new([.. fields.Where(pair => pair.Value is not null).Select(pair => KeyValuePair.Create(pair.Key, pair.Value?.DeepClone()))]);
}
