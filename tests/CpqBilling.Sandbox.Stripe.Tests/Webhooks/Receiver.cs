using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CpqBilling.Sandbox.Stripe.Tests.Webhooks;

internal sealed record Delivery(string Body, string Signature, string UserAgent, string ContentType);

/// <summary>A server that takes events in, and refuses as many as it is told to.</summary>
internal sealed class Receiver : IAsyncDisposable
{
    private readonly WebApplication _application;
    private readonly Channel<Delivery> _received = Channel.CreateUnbounded<Delivery>();
    private int _refusals;

    private Receiver(WebApplication application) => _application = application;

    public string Url { get; private set; } = "";

    public int Refusals
    {
        set => _refusals = value;
    }

    public static async Task<Receiver> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(System.Net.IPAddress.Loopback, 0));
        var application = builder.Build();
        var receiver = new Receiver(application);
        application.MapPost("/hook", receiver.TakeAsync);
        await application.StartAsync();
        var address = application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        receiver.Url = $"{address}/hook";
        return receiver;
    }

    public async Task<Delivery> NextAsync()
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(TimeSpan.FromSeconds(20));
        return await _received.Reader.ReadAsync(patience.Token);
    }

    public async Task<List<Delivery>> NextAsync(int count)
    {
        List<Delivery> deliveries = [];
        while (deliveries.Count < count)
        {
            deliveries.Add(await NextAsync());
        }

        return deliveries;
    }

    public bool IsEmpty => _received.Reader.Count == 0;

    public async ValueTask DisposeAsync() => await _application.DisposeAsync();

    private async Task<IResult> TakeAsync(HttpRequest request)
    {
        using var reader = new StreamReader(request.Body);
        var delivery = new Delivery(
            await reader.ReadToEndAsync(),
            request.Headers["Stripe-Signature"]!,
            request.Headers.UserAgent!,
            request.ContentType!
        );
        await _received.Writer.WriteAsync(delivery);
        return Interlocked.Decrement(ref _refusals) >= 0 ? Results.StatusCode(500) : Results.Ok();
    }
}
