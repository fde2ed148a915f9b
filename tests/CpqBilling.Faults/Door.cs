using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace CpqBilling.Faults;

/// <summary>A door before a server: every request is told before it goes in and after its answer came out, and can be broken off there.</summary>
internal sealed class Door : IAsyncDisposable
{
    private static readonly HashSet<string> OfTheConnection = new(StringComparer.OrdinalIgnoreCase)
    {
        "Transfer-Encoding",
        "Connection",
        "Keep-Alive",
        "Content-Length",
        "Host",
    };
    private readonly WebApplication _application;
    private readonly HttpClient _inside;

    private Door(WebApplication application, HttpClient inside)
    {
        _application = application;
        _inside = inside;
    }

    public Uri Address => new(_application.Urls.First());

    /// <summary>Told of each request before it goes in; what it throws breaks the connection.</summary>
    public Action<string> Before { get; set; } = _ => { };

    /// <summary>Told when the server has answered and the asker does not know yet.</summary>
    public Action<string> After { get; set; } = _ => { };

    public static async Task<Door> OpenAsync(Uri server)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var inside = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = server };
        var application = builder.Build();
        var door = new Door(application, inside);
        application.Run(door.PassAsync);
        await application.StartAsync();
        return door;
    }

    public async ValueTask DisposeAsync()
    {
        await _application.DisposeAsync();
        _inside.Dispose();
    }

    private async Task PassAsync(HttpContext context)
    {
        var name = $"{context.Request.Method} {context.Request.Path}";
        try
        {
            Before(name);
            using var answer = await _inside.SendAsync(await RequestAsync(context.Request));
            var body = await answer.Content.ReadAsByteArrayAsync();
            After(name);
            context.Response.StatusCode = (int)answer.StatusCode;
            foreach (var header in answer.Headers.Concat(answer.Content.Headers).Where(header => !OfTheConnection.Contains(header.Key)))
            {
                context.Response.Headers[header.Key] = header.Value.ToArray();
            }

            await context.Response.Body.WriteAsync(body);
        }
        catch (ProcessEndedException)
        {
            context.Abort();
        }
    }

    private static async Task<HttpRequestMessage> RequestAsync(HttpRequest request)
    {
        var passed = new HttpRequestMessage(new HttpMethod(request.Method), $"{request.Path}{request.QueryString}");
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body);
        passed.Content = body.Length == 0 ? null : new ByteArrayContent(body.ToArray());
        foreach (var header in request.Headers.Where(header => !OfTheConnection.Contains(header.Key)))
        {
            if (!passed.Headers.TryAddWithoutValidation(header.Key, header.Value.ToArray()))
            {
                passed.Content?.Headers.TryAddWithoutValidation(header.Key, header.Value.ToArray());
            }
        }

        return passed;
    }
}
