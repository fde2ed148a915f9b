using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace CpqBilling.Cli.Tests.Outgoing;

/// <summary>Takes webhooks on the loopback, or refuses them, and remembers what came.</summary>
internal sealed class Receiver : IAsyncDisposable
{
    private readonly SemaphoreSlim _calls = new(0);
    private readonly WebApplication _application;

    private Receiver(WebApplication application) => _application = application;

    private ConcurrentQueue<(string Path, Dictionary<string, string> Headers, string Body)> Received { get; } = new();

    /// <summary>What is answered from now on.</summary>
    public HttpStatusCode Answer { get; set; } = HttpStatusCode.NoContent;

    public Uri Address => new(_application.Urls.First());

    public static async Task<Receiver> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var receiver = new Receiver(builder.Build());
        receiver._application.MapPost("/{**path}", receiver.TakeAsync);
        await receiver._application.StartAsync(Xunit.TestContext.Current.CancellationToken);
        return receiver;
    }

    /// <summary>Waits for the next call, and takes it away.</summary>
    public async Task<(string Path, Dictionary<string, string> Headers, string Body)> HeardAsync()
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Xunit.TestContext.Current.CancellationToken);
        patience.CancelAfter(TimeSpan.FromSeconds(60));
        await _calls.WaitAsync(patience.Token);
        return Received.TryDequeue(out var call) ? call : throw new InvalidOperationException("Two wait for one call.");
    }

    public async ValueTask DisposeAsync()
    {
        await _application.DisposeAsync();
        _calls.Dispose();
    }

    private async Task TakeAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        var body = await reader.ReadToEndAsync(context.RequestAborted);
        Received.Enqueue((context.Request.Path, context.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString()), body));
        context.Response.StatusCode = (int)Answer;
        _calls.Release();
        await context.Response.WriteAsync(Answer == HttpStatusCode.NoContent ? "" : "the receiver is broken", context.RequestAborted);
    }
}
