using CpqBilling.Engine.Cluster;
using CpqBilling.Engine.Installations;
using CpqBilling.Engine.Outgoing;
using CpqBilling.Engine.Service;
using CpqBilling.Web.Api;
using CpqBilling.Web.Telemetry;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace CpqBilling.Web.Hosting;

/// <summary>The service: engine, pages and API of one installation in one process.</summary>
public sealed class BillingServer : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private readonly WebApplication _application;

    private BillingServer(WebApplication application) => _application = application;

    public IServiceProvider Services => _application.Services;

    /// <summary>Where it listens; loopback by its name, because passkeys need one.</summary>
    public IReadOnlyList<Uri> Addresses =>
        [.. _application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Select(ByName)];

    /// <summary>Composes and starts it: when this returns, it listens.</summary>
    /// <exception cref="InstallationException">An address cannot be listened on.</exception>
    public static async Task<BillingServer> StartAsync(
        Installation installation,
        ServerOptions options,
        WorkRhythm rhythm,
        CancellationToken cancellation
    )
    {
        var builder = WebApplication.CreateBuilder(
            new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory, ApplicationName = options.ApplicationName }
        );
        builder.WebHost.UseStaticWebAssets();
        builder.WebHost.UseUrls(options.Addresses);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Configure(options.Configuration.GetSection("Kestrel")));
        TrustedProxies.Configure(builder.Services, options.TrustedProxies);
        ServiceLog.Configure(builder.Logging, options.Configuration);
        builder.Services.AddSingleton<IHostLifetime, EmbeddedLifetime>();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = Patience);
        builder.Services.AddSecretProtection(installation.Database, installation.MasterKeys);
        builder.Services.AddServiceHealth();
        builder.Services.AddTelemetry(options.Configuration);
        builder.Services.AddSingleton(rhythm);
        builder.Services.AddSingleton<PublicAddress>();
        builder.Services.AddSingleton<ServiceParts>();
        builder.Services.AddSingleton<RunFeed>();
        builder.Services.AddBillingPages(installation, options);
        builder.UseOrleans(silo => ClusterSetup.Configure(silo, installation, options.Node));
        builder.Services.AddHostedService<OrgWorkers>();
        builder.Services.AddSingleton<DeliverySender>();
        builder.Services.AddSingleton<AlertWatch>();
        builder.Services.AddHostedService<OutgoingWorkers>();
        builder.Services.AddHostedService<PaceKeeper>();
        var application = builder.Build();
        application.UseForwardedHeaders();
        application.MapServiceHealth();
        application.MapTelemetry(options.Configuration);
        application.MapStripeWebhook((org, account, token) => WebhookTargets.FindAsync(installation, org, account, token));
        application.MapSalesforceEndpoints(installation);
        application.MapBillingPages();
        // Known before anybody asks for it, so that Stripe need not be read first.
        var address = application.Services.GetRequiredService<PublicAddress>();
        address.Url = options.PublicUrl;
        try
        {
            await application.StartAsync(cancellation);
        }
        catch (IOException error)
        {
            await application.DisposeAsync();
            throw new InstallationException($"{options.Urls} cannot be listened on; name another address with --urls. {error.Message}");
        }

        var server = new BillingServer(application);
        address.Url ??= options.IsReachedOnLoopback ? server.Addresses[0] : null;
        return server;
    }

    /// <summary>Lets running contracts finish their step, and ends.</summary>
    public async ValueTask DisposeAsync()
    {
        // Open pages hold their connections for ever.
        using var patience = new CancellationTokenSource(Patience);
        await _application.StopAsync(patience.Token);
        await _application.DisposeAsync();
    }

    private static Uri ByName(string address)
    {
        var url = new UriBuilder(address);
        return url.Host is "127.0.0.1" or "[::1]" ? new UriBuilder(url.Uri) { Host = "localhost" }.Uri : url.Uri;
    }

    /// <summary>The command hears signals, not the server.</summary>
    private sealed class EmbeddedLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
