using System.Text.Json;
using CpqBilling.Core.Planning;
using CpqBilling.Core.Requests;
using CpqBilling.Stripe.Pacing;
using Stripe;

namespace CpqBilling.Stripe;

/// <summary>The only door to Stripe: sends one request and says what came of it.</summary>
/// <remarks>
/// What changes something is sent once: whoever holds the contract repeats it, under the same idempotency key and only while he holds it. Reads
/// that failed on the way (connection, 409, 429, 5xx) are repeated twice. Requests go at the pace of their account, where it has one; a refusal for the
/// rate slows it down. Bodies are ours rather than the client's classes, so that what is journalled is what is sent.
/// </remarks>
public sealed class StripeGateway
{
    private const int ReadAttempts = 3;
    private static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(300);

    /// <summary>As long as a lease: a request must not outlive the holder of its contract by much.</summary>
    private static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(15);

    // One pool for all accounts; connections are renewed so that a change of address is noticed.
    private static readonly SocketsHttpHandler Connections = new()
    {
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        AllowAutoRedirect = false,
        AutomaticDecompression = System.Net.DecompressionMethods.All,
    };

    private const string RateReason = "Stripe-Rate-Limited-Reason";

    private readonly StripeClient _client;
    private readonly StripePace? _pace;
    private readonly Counted _counted;

    /// <param name="pace">Of the account, shared by all that send to it; null sends at once.</param>
    public StripeGateway(StripeConnection connection, StripePace? pace = null)
    {
        (_pace, _counted) = (pace, new Counted());
        IsTestMode = connection.ApiKey.Contains("_test_", StringComparison.Ordinal);
        var http = new HttpClient(Connections, disposeHandler: false) { Timeout = connection.Timeout ?? DefaultTimeout };
        _client = new StripeClient(
            new StripeClientOptions
            {
                ApiKey = connection.ApiKey,
                ApiBase = connection.ApiBase?.TrimEnd('/'),
                HttpClient = new SystemNetHttpClient(http, maxNetworkRetries: 0, appInfo: null, enableTelemetry: false),
            }
        );
    }

    private StripeGateway(StripeGateway shared, Counted counted)
    {
        (_client, _pace, _counted) = (shared._client, shared._pace, counted);
        (IsTestMode, Urgency) = (shared.IsTestMode, shared.Urgency);
    }

    /// <summary>The same door, counting its requests apart from those of others.</summary>
    public StripeGateway CountedApart() => new(this, new Counted());

    /// <summary>The same door for requests of another urgency; they are counted together.</summary>
    public StripeGateway For(RequestUrgency urgency) => new(this, _counted) { Urgency = urgency };

    public RequestUrgency Urgency { get; private init; } = RequestUrgency.Live;

    /// <summary>Whether the key belongs to test mode; links to the dashboard need it.</summary>
    public bool IsTestMode { get; }

    public StripeCalls Calls => new(Volatile.Read(ref _counted.Reads), Volatile.Read(ref _counted.Writes));

    /// <summary>Changes something. References in path and body have been replaced by ids before.</summary>
    public Task<StripeReply> SendAsync(
        StripeMethod method,
        string path,
        StripeMap body,
        string idempotencyKey,
        CancellationToken cancellationToken = default
    )
    {
        Interlocked.Increment(ref _counted.Writes);
        var form = FormEncoding.Encode(body);
        var options = new RawRequestOptions { IdempotencyKey = idempotencyKey };
        return method == StripeMethod.Post
            ? RequestAsync(HttpMethod.Post, path, form, options, cancellationToken)
            : RequestAsync(HttpMethod.Delete, WithQuery(path, form), null, options, cancellationToken);
    }

    public async Task<StripeReply> GetAsync(string path, StripeMap? query = null, CancellationToken cancellationToken = default)
    {
        Interlocked.Increment(ref _counted.Reads);
        var form = query is null ? "" : FormEncoding.Encode(query);
        for (var attempt = 1; ; attempt++)
        {
            var reply = await RequestAsync(HttpMethod.Get, WithQuery(path, form), null, new RawRequestOptions(), cancellationToken);
            if (attempt == ReadAttempts || reply is not (StripeUnavailable or StripeRefused { Status: >= 500 or 409 or 429 }))
            {
                return reply;
            }

            await Task.Delay(FirstWait * Math.Pow(2, attempt - 1) * (0.5 + Random.Shared.NextDouble()), cancellationToken);
        }
    }

    private async Task<StripeReply> RequestAsync(
        HttpMethod method,
        string path,
        string? content,
        RawRequestOptions options,
        CancellationToken cancellationToken
    )
    {
        if (_pace is not null)
        {
            await _pace.PassAsync(Urgency, cancellationToken);
        }

        try
        {
            var response = await _client.RawRequestAsync(method, path, content, options, cancellationToken);
            using var document = JsonDocument.Parse(response.Content);
            return new StripeAnswered(document.RootElement.Clone(), response.RequestId);
        }
        catch (StripeException exception)
        {
            if (IsForTheRate(exception))
            {
                _pace?.SlowDown();
            }

            return Refusal(exception);
        }
        catch (JsonException)
        {
            return new StripeUnavailable("The answer is no JSON.");
        }
        catch (HttpRequestException exception)
        {
            return new StripeUnavailable(exception.Message);
        }
        catch (IOException exception)
        {
            return new StripeUnavailable(exception.Message);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new StripeUnavailable("No answer in time.");
        }
    }

    /// <summary>An answer without Stripe's error object comes from something between us and Stripe.</summary>
    private static StripeReply Refusal(StripeException exception) =>
        exception.StripeError is { } error
            ? new StripeRefused(
                (int)exception.HttpStatusCode,
                error.Type ?? "api_error",
                error.Code,
                error.Param,
                error.Message ?? exception.Message,
                exception.StripeResponse?.RequestId
            )
            : new StripeUnavailable($"Status {(int)exception.HttpStatusCode} without an answer of Stripe.");

    /// <summary>Of the account as a whole; a lock, or the limit of one kind of object, is no reason to slow everything down.</summary>
    private static bool IsForTheRate(StripeException exception)
    {
        if (exception is not { HttpStatusCode: System.Net.HttpStatusCode.TooManyRequests, StripeError.Code: "rate_limit" or null })
        {
            return false;
        }

        var headers = exception.StripeResponse?.Headers;
        return headers is null
            || !headers.TryGetValues(RateReason, out var reasons)
            || reasons.Any(reason => reason.StartsWith("global", StringComparison.Ordinal));
    }

    private static string WithQuery(string path, string query) => query.Length == 0 ? path : $"{path}?{query}";

    /// <summary>Requests so far.</summary>
    private sealed class Counted
    {
        public int Reads;
        public int Writes;
    }
}
