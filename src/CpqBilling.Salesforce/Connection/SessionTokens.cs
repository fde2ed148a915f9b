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
    private SalesforceConnection _connection = connection;

    /// <summary>The org, by its id once a login has told it.</summary>
    public RecordRef Org { get; private set; } = new("Organization", connection.InstanceUrl.Host);

    /// <summary>The user the connector works as; null before a login has told it.</summary>
    public string? UserId { get; private set; }

    /// <summary>Stores the refresh token that follows the connection's.</summary>
    public Func<SalesforceAuth.RefreshToken, CancellationToken, Task>? RefreshTokenReplaced { get; init; }

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
            using var form = new FormUrlEncodedContent(TokenForm.Of(_connection, time.GetUtcNow()));
            using var request = new HttpRequestMessage(HttpMethod.Post, _connection.LoginOrigin + "/services/oauth2/token") { Content = form };
            request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
            using var response = await http.SendAsync(request, cancellation);
            var body = Json.ParseOrUndefined(await response.Content.ReadAsByteArrayAsync(cancellation));
            return response.IsSuccessStatusCode
                ? await AcceptAsync(body, cancellation)
                : (null, RemoteFaults.OfLogin((int)response.StatusCode, body, Org));
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

    private async Task<(string? Token, SyncError? Error)> AcceptAsync(JsonElement body, CancellationToken cancellation)
    {
        if (body.ValueKind != JsonValueKind.Object || body.Text("access_token") is not { Length: > 0 } token)
        {
            return (null, ConnectionErrors.SalesforceUnreachable(Org, "the login answered without a token"));
        }

        // The identity URL is …/id/<org id>/<user id>.
        if (body.Text("id")?.Split('/') is [.., var org, var user] && SalesforceId.TryParse(org, out var orgId))
        {
            Org = new("Organization", orgId);
            UserId = SalesforceId.Full(user);
        }

        await KeepRefreshTokenAsync(body, cancellation);
        _token = token;
        return (token, null);
    }

    /// <summary>Orgs may give a new refresh token with each access token and drop the former: it is stored before anything is done with it.</summary>
    private async Task KeepRefreshTokenAsync(JsonElement body, CancellationToken cancellation)
    {
        if (_connection.Auth is SalesforceAuth.RefreshToken known && body.Text("refresh_token") is { Length: > 0 } next && next != known.Token)
        {
            var replaced = known with { Token = next };
            _connection = _connection with { Auth = replaced };
            await (RefreshTokenReplaced?.Invoke(replaced, cancellation) ?? Task.CompletedTask);
        }
    }
}
