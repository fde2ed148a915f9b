using System.Net;
using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using CpqBilling.Core.Errors;
using Polly;
using Polly.Retry;

namespace CpqBilling.Salesforce;

/// <summary>A logged-in line to one org. Everything sent over it can be repeated safely: reads, updates and upserts.</summary>
/// <remarks>
/// Row locks, 503 and lost connections are repeated here with jitter; the daily limit is not, it lasts hours.
/// A token that was dropped is replaced once per request.
/// </remarks>
public sealed class SalesforceSession : IDisposable
{
    private readonly HttpClient _http;
    private readonly SessionTokens _tokens;
    private readonly ResiliencePipeline<Attempt> _pipeline;
    private readonly StrongBox<ApiUsage?> _usage;
    private int _calls;

    /// <param name="refreshTokenReplaced">Stores the refresh token that follows the connection's, where the org rotates them.</param>
    public SalesforceSession(
        HttpClient http,
        SalesforceConnection connection,
        TimeProvider? time = null,
        RetryRules? retry = null,
        Func<SalesforceAuth.RefreshToken, CancellationToken, Task>? refreshTokenReplaced = null
    )
    {
        _http = http;
        Connection = connection;
        Time = time ?? TimeProvider.System;
        Retry = retry ?? RetryRules.Default;
        Names = new PackageNames(connection.Namespace);
        _tokens = new SessionTokens(http, connection, Time) { RefreshTokenReplaced = refreshTokenReplaced };
        _pipeline = Pipeline(Retry, Time);
        _usage = new StrongBox<ApiUsage?>();
    }

    private SalesforceSession(SalesforceSession shared)
    {
        _http = shared._http;
        Connection = shared.Connection;
        Time = shared.Time;
        Retry = shared.Retry;
        Names = shared.Names;
        _tokens = shared._tokens;
        _pipeline = shared._pipeline;
        _usage = shared._usage;
    }

    /// <summary>The same line, counting its calls apart from those of others.</summary>
    public SalesforceSession CountedApart() => new(this);

    public SalesforceConnection Connection { get; }

    /// <summary>The org as errors point at it.</summary>
    public RecordRef Org => _tokens.Org;

    /// <summary>Requests sent so far, repetitions included, logins not.</summary>
    public int Calls => Volatile.Read(ref _calls);

    /// <summary>What the last answer on this line said about the daily allocation, whoever asked.</summary>
    public ApiUsage? Usage => Volatile.Read(ref _usage.Value);

    /// <summary>The user the connector works as; null before the first login.</summary>
    public string? UserId => _tokens.UserId;

    internal PackageNames Names { get; }

    internal TimeProvider Time { get; }

    internal RetryRules Retry { get; }

    /// <summary>Sends one request. <paramref name="path"/> is below the versioned API, or begins with a slash.</summary>
    public Task<SalesforceReply> SendAsync(HttpMethod method, string path, string? jsonBody, CancellationToken cancellation) =>
        SendAsync(new Request(method, path, jsonBody, IsJson: true), cancellation);

    /// <summary>Reads a page of CSV.</summary>
    internal Task<SalesforceReply> ReadCsvAsync(string path, CancellationToken cancellation) =>
        SendAsync(new Request(HttpMethod.Get, path, null, IsJson: false), cancellation);

    private async Task<SalesforceReply> SendAsync(Request request, CancellationToken cancellation)
    {
        var sent = 0;
        var attempt = await _pipeline.ExecuteAsync(
            async token =>
            {
                var once = await AttemptAsync(request, token);
                sent += once.Sent;
                return once;
            },
            cancellation
        );
        return attempt.Error is { } error
            ? new SalesforceReply.Refused(error, sent)
            : new SalesforceReply.Ok(attempt.Body, sent) { Csv = attempt.Csv };
    }

    public void Dispose() => _tokens.Dispose();

    /// <summary>For lines that are not REST. <paramref name="stale"/> is a token that was refused.</summary>
    internal Task<(string? Token, SyncError? Error)> TokenAsync(string? stale, CancellationToken cancellation) =>
        _tokens.CurrentAsync(stale, cancellation);

    private sealed record Request(HttpMethod Method, string Path, string? JsonBody, bool IsJson);

    private sealed record Attempt(JsonElement Body, SyncError? Error, bool Repeatable, int Sent)
    {
        public CsvPage? Csv { get; init; }
    }

    private async Task<Attempt> AttemptAsync(Request request, CancellationToken cancellation)
    {
        var (token, refusal) = await _tokens.CurrentAsync(null, cancellation);
        if (token is null)
        {
            return new(default, refusal, IsUnreachable(refusal!), 0);
        }

        var first = await SendOnceAsync(request, token, cancellation);
        if (first.Status != (int)HttpStatusCode.Unauthorized)
        {
            return Judge(first, 1);
        }

        (token, refusal) = await _tokens.CurrentAsync(token, cancellation);
        return token is null ? new(default, refusal, IsUnreachable(refusal!), 1) : Judge(await SendOnceAsync(request, token, cancellation), 2);
    }

    private sealed record Answer(int Status, JsonElement Body, bool IsReadable, string? Lost)
    {
        public CsvPage? Csv { get; init; }
    }

    private async Task<Answer> SendOnceAsync(Request asked, string token, CancellationToken cancellation)
    {
        Interlocked.Increment(ref _calls);
        try
        {
            using var request = new HttpRequestMessage(asked.Method, Address(asked.Path));
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
            request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue(asked.IsJson ? "application/json" : "text/csv"));
            request.Content = asked.JsonBody is null ? null : new StringContent(asked.JsonBody, Encoding.UTF8, "application/json");
            using var response = await _http.SendAsync(request, cancellation);
            var bytes = await response.Content.ReadAsByteArrayAsync(cancellation);
            NoteUsage(response);
            if (!asked.IsJson && response.IsSuccessStatusCode)
            {
                return new((int)response.StatusCode, default, true, null) { Csv = new CsvPage(Encoding.UTF8.GetString(bytes), LocatorOf(response)) };
            }

            var body = Json.ParseOrUndefined(bytes);
            return new((int)response.StatusCode, body, bytes.Length == 0 || body.ValueKind != JsonValueKind.Undefined, null);
        }
        catch (Exception fault) when (ConnectionFaults.IsOne(fault, cancellation))
        {
            return new(0, default, false, ConnectionFaults.Describe(fault));
        }
    }

    private Attempt Judge(Answer answer, int sent)
    {
        if (answer.Lost is { } lost)
        {
            return new(default, ConnectionErrors.SalesforceUnreachable(Org, lost), true, sent);
        }

        if (answer.Status is >= 200 and < 300)
        {
            return answer.IsReadable
                ? new(answer.Body, null, false, sent) { Csv = answer.Csv }
                : new(default, ConnectionErrors.SalesforceUnreachable(Org, "the answer is damaged"), true, sent);
        }

        var error = RemoteFaults.Of(answer.Status, answer.Body, Org, Org);
        return new(default, error, error.UpstreamCode == "UNABLE_TO_LOCK_ROW" || answer.Status >= 500, sent);
    }

    private Uri Address(string path) =>
        new(Connection.InstanceOrigin + (path.StartsWith('/') ? path : $"{Connection.DataPath}/{path}"), UriKind.Absolute);

    /// <summary>The word null on the last page.</summary>
    private static string? LocatorOf(HttpResponseMessage response) =>
        response.Headers.TryGetValues("Sforce-Locator", out var values) && values.FirstOrDefault() is { } locator && locator != "null"
            ? locator
            : null;

    /// <summary><c>Sforce-Limit-Info: api-usage=18/15000</c></summary>
    private void NoteUsage(HttpResponseMessage response)
    {
        if (
            response.Headers.TryGetValues("Sforce-Limit-Info", out var values)
            && values.FirstOrDefault()?.Split(',')[0].Split('=') is ["api-usage", var usage]
            && usage.Split('/') is [var used, var max]
            && int.TryParse(used, out var usedCalls)
            && int.TryParse(max, out var maxCalls)
        )
        {
            Volatile.Write(ref _usage.Value, new ApiUsage(usedCalls, maxCalls));
        }
    }

    private static bool IsUnreachable(SyncError error) => error.Name == "SalesforceUnreachable";

    private static ResiliencePipeline<Attempt> Pipeline(RetryRules retry, TimeProvider time)
    {
        var builder = new ResiliencePipelineBuilder<Attempt> { TimeProvider = time };
        if (retry.Repeats > 0)
        {
            builder.AddRetry(
                new RetryStrategyOptions<Attempt>
                {
                    MaxRetryAttempts = retry.Repeats,
                    Delay = retry.FirstDelay,
                    BackoffType = DelayBackoffType.Exponential,
                    UseJitter = true,
                    ShouldHandle = arguments => ValueTask.FromResult(arguments.Outcome.Result?.Repeatable == true),
                }
            );
        }

        return builder.Build();
    }
}
