using System.Net;
using CpqBilling.Sandbox.Salesforce.Auth;
using CpqBilling.Sandbox.Salesforce.Org;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace CpqBilling.Sandbox.Salesforce.Events;

/// <summary>Serves the Pub/Sub API beside REST, on a loopback port of its own that speaks HTTP/2 without TLS.</summary>
internal sealed class EventsHost(TimeSpan keepAlive, IHostApplicationLifetime lifetime)
{
    private SandboxServices? _services;
    private SandboxOrg? _org;

    public EventBus Bus => Services.Events;

    public ManagedSubscriptions Managed => Services.Managed;

    public string OrgId => _org!.Id;

    public TimeSpan KeepAlive => keepAlive;

    public CancellationToken Stopping => lifetime.ApplicationStopping;

    private SandboxServices Services => _services ?? throw new InvalidOperationException("The events are not served yet.");

    public static void AddTo(WebApplicationBuilder builder, int port, TimeSpan keepAlive)
    {
        builder.Services.AddGrpc();
        builder.Services.AddSingleton(services => new EventsHost(keepAlive, services.GetRequiredService<IHostApplicationLifetime>()));
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port, listen => listen.Protocols = HttpProtocols.Http2));
    }

    /// <summary>Calls of gRPC leave the pipeline here; nothing behind sees them.</summary>
    public static void Map(WebApplication app, SandboxOrg org, SandboxServices services)
    {
        var host = app.Services.GetRequiredService<EventsHost>();
        (host._services, host._org) = (services, org);
        app.MapWhen(
            IsGrpc,
            branch =>
            {
                branch.UseRouting();
                branch.UseEndpoints(endpoints => endpoints.MapGrpcService<EventCalls>());
            }
        );
    }

    public void Authenticate(ServerCallContext context)
    {
        string? Header(string name) => context.RequestHeaders.GetValue(name);
        var user = Services.Tokens.UserOf(Header("accesstoken"));
        if (user is null || string.IsNullOrEmpty(Header("instanceurl")) || string.IsNullOrEmpty(Header("tenantid")))
            throw EventErrors.Unauthenticated();
    }

    private static bool IsGrpc(HttpContext context) => context.Request.ContentType?.StartsWith("application/grpc", StringComparison.Ordinal) == true;
}
