using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text.Json;
using CpqBilling.Core.Errors;

namespace CpqBilling.Salesforce;

/// <summary>Fetches the access token when first needed and again when Salesforce has dropped it; one fetch at a time.</summary>
internal sealed class SessionTokens(HttpClient http, SalesforceConnection connection, TimeProvider time) : IDisposable
{
    private readonly SemaphoreSlim _gate = new(1, 1);
    private volatile string? _token;

    /// <summary>The org, by its id once a login has told it.</summary>
    public RecordRef Org { get; private set; } = new("Organization", connection.InstanceUrl.Host);

    /// <summary>The token, or why there is none. <paramref name="stale"/> is one that was refused: it is replaced, unless somebody has done so.</summary>
    public async Task<(string? Token, SyncError? Error)> CurrentAsync(string? stale, CancellationToken cancellation)
    {
        if (_token is { } known && known != stale)
        {
            return (known, null);
        }

        await _gate.WaitAsync(cancellation);
        try
        {
            return _token is { } fresh && fresh != stale ? (fresh, null) : await FetchAsync(cancellation);
        }
        finally
        {
            _gate.Release();
        }
    }

    public void Dispose() => _gate.Dispose();

    private async Task<(string? Token, SyncError? Error)> FetchAsync(CancellationToken cancellation)
    {
        try
        {
            using var form = new FormUrlEncodedContent(TokenForm.Of(connection, time.GetUtcNow()));
            using var request = new HttpRequestMessage(HttpMethod.Post, connection.LoginOrigin + "/services/oauth2/token") { Content = form };
            request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
            using var response = await http.SendAsync(request, cancellation);
            var body = Json.ParseOrUndefined(await response.Content.ReadAsByteArrayAsync(cancellation));
            return response.IsSuccessStatusCode ? Accept(body) : (null, RemoteFaults.OfLogin((int)response.StatusCode, body, Org));
        }
        catch (Exception fault) when (fault is CryptographicException or ArgumentException)
        {
            return (null, ConnectionErrors.SalesforceUnauthorized(Org, "the private key of the connection cannot be read"));
        }
        catch (Exception fault) when (ConnectionFaults.IsOne(fault, cancellation))
        {
            return (null, ConnectionErrors.SalesforceUnreachable(Org, ConnectionFaults.Describe(fault)));
        }
    }

    private (string? Token, SyncError? Error) Accept(JsonElement body)
    {
        if (body.ValueKind != JsonValueKind.Object || body.Text("access_token") is not { Length: > 0 } token)
        {
            return (null, ConnectionErrors.SalesforceUnreachable(Org, "the login answered without a token"));
        }

        // The identity URL is …/id/<org id>/<user id>.
        if (body.Text("id")?.Split('/') is [.., var org, _] && SalesforceId.TryParse(org, out var orgId))
        {
            Org = new("Organization", orgId);
        }

        _token = token;
        return (token, null);
    }
}
