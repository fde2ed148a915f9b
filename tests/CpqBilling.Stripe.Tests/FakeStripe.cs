using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace CpqBilling.Stripe.Tests;

/// <summary>A request as it came over the wire.</summary>
public sealed record WireRequest(string Method, string Target, string Body, string? IdempotencyKey, string? Version, string? Authorization);

/// <summary>What the server does with one request.</summary>
public abstract record Answer
{
    public sealed record Json(int Status, string Body) : Answer;

    /// <summary>Closes the connection without a word.</summary>
    public sealed record Drop : Answer;

    /// <summary>Keeps the client waiting until it gives up.</summary>
    public sealed record Hang : Answer;

    public static Answer Ok(string body) => new Json(200, body);

    public static Answer Refused(int status, string error) => new Json(status, $$"""{"error":{{error}}}""");
}

/// <summary>A server on the loopback that answers what a test tells it to; everything else is missing.</summary>
public sealed class FakeStripe : IAsyncDisposable
{
    private readonly WebApplication _application;
    private readonly ConcurrentDictionary<string, ConcurrentQueue<Answer>> _answers = [];
    private readonly ConcurrentQueue<WireRequest> _requests = [];

    private FakeStripe()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(System.Net.IPAddress.Loopback, 0));
        _application = builder.Build();
        _application.Run(HandleAsync);
    }

    public string Address => _application.Urls.First();

    public IReadOnlyList<WireRequest> Requests => [.. _requests];

    /// <summary>Targets in the order of their text, because readings run side by side.</summary>
    public IEnumerable<string> Targets => Requests.Select(request => request.Target).Order(StringComparer.Ordinal);

    public static async Task<FakeStripe> StartAsync()
    {
        var server = new FakeStripe();
        await server._application.StartAsync(TestContext.Current.CancellationToken);
        return server;
    }

    /// <summary>Answers requests to a path (query not counted) one after the other; the last answer stays.</summary>
    public FakeStripe On(string method, string path, params Answer[] answers)
    {
        _answers[$"{method} {path}"] = new ConcurrentQueue<Answer>(answers);
        return this;
    }

    public StripeGateway Gateway(TimeSpan? timeout = null) => new(new StripeConnection("sk_test_1", Address, timeout));

    public ValueTask DisposeAsync() => _application.DisposeAsync();

    private async Task HandleAsync(HttpContext http)
    {
        using var reader = new StreamReader(http.Request.Body);
        var request = http.Request;
        _requests.Enqueue(
            new WireRequest(
                request.Method,
                Uri.UnescapeDataString(request.Path.ToUriComponent() + request.QueryString.ToUriComponent()),
                await reader.ReadToEndAsync(http.RequestAborted),
                request.Headers["Idempotency-Key"].FirstOrDefault(),
                request.Headers["Stripe-Version"].FirstOrDefault(),
                request.Headers.Authorization.FirstOrDefault()
            )
        );
        http.Response.Headers["Request-Id"] = $"req_{_requests.Count}";
        switch (Next($"{request.Method} {request.Path.Value}"))
        {
            case Answer.Json json:
                http.Response.StatusCode = json.Status;
                http.Response.ContentType = "application/json";
                await http.Response.WriteAsync(json.Body, http.RequestAborted);
                break;
            case Answer.Drop:
                http.Abort();
                break;
            case Answer.Hang:
                await Task.Delay(Timeout.InfiniteTimeSpan, http.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
                break;
        }
    }

    private Answer Next(string route)
    {
        if (!_answers.TryGetValue(route, out var answers))
        {
            return Answer.Refused(404, """{"type":"invalid_request_error","code":"resource_missing","message":"No such thing: 'x'","param":"id"}""");
        }

        return answers.Count > 1 && answers.TryDequeue(out var answer) ? answer
            : answers.TryPeek(out var last) ? last
            : throw new InvalidOperationException($"No answer for {route}");
    }
}
