using System.Net;
using CpqBilling.Cli.Composition;
using CpqBilling.Web.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace CpqBilling.Cli.Demo;

/// <summary>The pages of a running demo on a loopback port.</summary>
internal sealed class DemoSite : IAsyncDisposable
{
    private readonly WebApplication _application;

    private DemoSite(WebApplication application) => _application = application;

    public Uri Address => new(_application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());

    /// <param name="port">0 takes a free one.</param>
    public static async Task<DemoSite> StartAsync(DemoRun run, int port, CancellationToken cancellation)
    {
        // Files of the pages are found beside the program, from whatever folder it is started.
        var builder = WebApplication.CreateBuilder(
            new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory, ApplicationName = typeof(DemoSite).Assembly.GetName().Name }
        );
        builder.WebHost.UseStaticWebAssets();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port));
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<IHostLifetime, EmbeddedLifetime>();
        var facts = new PageFacts(
            run.Database,
            run.OrgId,
            run.Sandboxes.SalesforceAddress,
            run.Sandboxes.StripeAddress,
            await run.Stripe.AccountAsync(cancellation)
        );
        builder.Services.AddDemoPages(run.Board, facts, run.Pipeline);
        var application = builder.Build();
        application.MapDemoPages();
        var secret = new WebhookSecret();
        application.MapStripeWebhook(run.Invoicer, secret);
        try
        {
            await application.StartAsync(cancellation);
        }
        catch (IOException error)
        {
            throw new CommandException($"The page cannot be served on port {port}; name another with --port. {error.Message}");
        }

        var site = new DemoSite(application);
        secret.Value = await run.Stripe.ListenAsync(new Uri(site.Address, StripeWebhookEndpoint.Path), StripeWebhookEndpoint.EventType, cancellation);
        return site;
    }

    public async ValueTask DisposeAsync()
    {
        // Open pages hold their connections for ever.
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(2));
        await _application.StopAsync(patience.Token);
        await _application.DisposeAsync();
    }

    /// <summary>The command hears signals, not the server.</summary>
    private sealed class EmbeddedLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
