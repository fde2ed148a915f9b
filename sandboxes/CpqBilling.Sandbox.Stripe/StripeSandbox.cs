using CpqBilling.Sandbox.Stripe.Control;
using CpqBilling.Sandbox.Stripe.Faults;
using CpqBilling.Sandbox.Stripe.Pages;
using CpqBilling.Sandbox.Stripe.Persistence;
using CpqBilling.Sandbox.Stripe.Search;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CpqBilling.Sandbox.Stripe;

/// <summary>A running sandbox server: answers like Stripe Billing, keeps its own state and its own time.</summary>
public sealed class StripeSandbox : IAsyncDisposable
{
    private readonly WebApplication _application;
    private readonly SandboxParts _parts;
    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _ticking;

    private StripeSandbox(WebApplication application, SandboxState state, SandboxParts parts)
    {
        _application = application;
        _parts = parts;
        State = state;
        var addresses = application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!;
        Address = new Uri(addresses.Addresses.First());
        _ticking = TickAsync(_stopping.Token);
    }

    /// <summary>Where clients point their API base at.</summary>
    public Uri Address { get; }

    internal SandboxState State { get; }

    public static async Task<StripeSandbox> StartAsync(StripeSandboxOptions options, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(System.Net.IPAddress.Loopback, options.Port));
        var state = new SandboxState(new SandboxClock(options.FrozenAt), new KindTable(Resources.Kinds));
        var log = new RequestLog();
        var gates = new RequestGates();
        if (options.Pages)
        {
            builder.Services.AddPages(state, log);
        }

        var application = builder.Build();
        var pipeline = new Pipeline(state, Resources.Routes(), log, gates);
        var parts = SandboxParts.Start(options, application, state, log, gates);
        if (options.ControlApi)
        {
            ControlEndpoints.Map(application, state, log);
            parts.MapControl(application);
        }

        if (options.Pages)
        {
            application.MapPages();
        }

        application.MapFallback("/v1/{**rest}", pipeline.HandleAsync);
        application.MapFallback((HttpContext http) => pipeline.HandleAsync(http));
        await application.StartAsync(cancellation);
        return new StripeSandbox(application, state, parts);
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _ticking;
        await _application.StopAsync();
        await _application.DisposeAsync();
        await _parts.DisposeAsync();
        _stopping.Dispose();
    }

    /// <summary>Lets real time cause what falls due while nobody asks anything.</summary>
    private async Task TickAsync(CancellationToken cancellation)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1));
        try
        {
            while (await timer.WaitForNextTickAsync(cancellation))
            {
                State.CatchUpIdle();
            }
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // The server is going down.
        }
    }
}
