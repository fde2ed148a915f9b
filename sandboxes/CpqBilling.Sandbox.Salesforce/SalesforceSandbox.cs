using System.Net;
using CpqBilling.Sandbox.Salesforce.Api;
using CpqBilling.Sandbox.Salesforce.Control;
using CpqBilling.Sandbox.Salesforce.Http;
using CpqBilling.Sandbox.Salesforce.Org;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CpqBilling.Sandbox.Salesforce;

/// <summary>A Salesforce org with CPQ and our package, served on loopback for as long as it is not disposed.</summary>
public sealed class SalesforceSandbox : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly SandboxOrg _org;

    private SalesforceSandbox(WebApplication app, SandboxOrg org, Uri[] addresses) =>
        (_app, _org, Address, EventsAddress) = (app, org, addresses[0], addresses[1]);

    /// <summary>Where the org answers, without a path.</summary>
    public Uri Address { get; }

    /// <summary>Where the Pub/Sub API answers: gRPC over HTTP/2 without TLS.</summary>
    public Uri EventsAddress { get; }

    /// <summary>Starts an org; it answers when the task is done.</summary>
    public static async Task<SalesforceSandbox> StartAsync(SalesforceSandboxOptions options, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        var org = new SandboxOrg(new OrgStart(options.FrozenAt, options.DatabaseFile, options.MultiCurrency, options.HasPackage));
        var app = Build(options, org);
        await app.StartAsync(cancellation);
        var addresses = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses;
        return new SalesforceSandbox(app, org, [.. addresses.Select(address => new Uri(address))]);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        _org.Dispose();
    }

    private static WebApplication Build(SalesforceSandboxOptions options, SandboxOrg org)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        // The settings and signals of the program around us are not ours.
        builder.Configuration.Sources.Clear();
        builder.Services.AddSingleton<IHostLifetime, EmbeddedLifetime>();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestLineSize = kestrel.Limits.MaxRequestHeadersTotalSize = 256 * 1024;
            kestrel.Limits.MaxRequestBodySize = 512 * 1024 * 1024;
            kestrel.Listen(IPAddress.Loopback, options.Port);
        });
        Events.EventsHost.AddTo(builder, options.EventsPort, options.EventsKeepAlive);
        if (options.Pages)
            Pages.PagesHost.AddTo(builder);
        var app = builder.Build();
        Map(app, org, options);
        return app;
    }

    private static void Map(WebApplication app, SandboxOrg org, SalesforceSandboxOptions options)
    {
        var services = new SandboxServices(org, options.SessionTimeout, options.WallTime);
        services.Fixtures.Recall();
        org.Store.Hooks.Committed(services.Writes.Add);
        Events.EventsHost.Map(app, org, services);
        if (options.Pages)
            Pages.PagesHost.Map(app, org);
        app.Use(new RequestMiddleware(org, services.Requests).HandleAsync);
        app.Use(new FaultMiddleware(services.Faults, services.Tokens, services.Usage).HandleAsync);
        app.UseRouting();
        var auth = new AuthEndpoints(org, services.Clients, services.Tokens);
        app.MapPost("/services/oauth2/token", auth.TokenAsync);
        app.MapMethods("/services/oauth2/authorize", ["GET", "POST"], auth.AuthorizeAsync);
        app.MapMethods("/services/oauth2/revoke", ["GET", "POST"], auth.RevokeAsync);
        app.MapMethods("/services/oauth2/userinfo", ["GET", "POST"], auth.UserInfoAsync);
        app.MapMethods("/id/{organization}/{user}", ["GET", "POST"], auth.IdentityAsync);
        app.MapPost("/services/Soap/m/{version}", new Deploying.MetadataEndpoint(new Deploying.Deployments(org), services.Tokens).HandleAsync);
        app.MapPost("/services/Soap/{**path}", new SoapLogin(org, services.Tokens).HandleAsync);
        app.Map("/services/data/{**path}", new DataEndpoint(new RestApi(org, services.Usage), services.Tokens, services.Usage).HandleAsync);
        app.Map("/services/apexrest/SBQQ/ServiceRouter", new Cpq.ServiceRouter(org, services.Tokens, services.Usage).HandleAsync);
        if (options.ControlApi)
            app.Map("/_sandbox/{**path}", new ControlApi(org, services).HandleAsync);
    }

    /// <summary>The sandbox stops when it is disposed, not when the process hears a signal.</summary>
    private sealed class EmbeddedLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
