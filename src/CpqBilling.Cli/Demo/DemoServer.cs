using System.Net;
using CpqBilling.Engine.Installations;
using CpqBilling.Engine.Outgoing;
using CpqBilling.Engine.Service;
using CpqBilling.Web.Hosting;
using NodaTime;

namespace CpqBilling.Cli.Demo;

/// <summary>The service of the demo, quick enough to watch.</summary>
internal static class DemoServer
{
    private static readonly WorkRhythm Rhythm = new(Duration.FromMilliseconds(100), Duration.FromMilliseconds(50));

    /// <summary>Webhooks may be tried with a receiver beside the demo.</summary>
    private static readonly OutgoingOptions OnThisMachine = new(null, [IPNetwork.Parse("127.0.0.0/8"), IPNetwork.Parse("::1/128")]);

    /// <param name="port">0 takes a free one.</param>
    public static Task<BillingServer> StartAsync(Installation installation, int port, CancellationToken cancellation)
    {
        var options = new ServerOptions($"http://localhost:{port}", Quiet())
        {
            IsReachedOnLoopback = true,
            LetsGuestsIn = true,
            Outgoing = OnThisMachine,
        };
        return BillingServer.StartAsync(installation, options, Rhythm, cancellation);
    }

    /// <summary>The demo has a screen of its own; only what is wrong is logged.</summary>
    private static IConfiguration Quiet() =>
        new ConfigurationBuilder()
            .AddInMemoryCollection([new("Logging:LogLevel:Default", "Error"), new("Logging:LogLevel:CpqBilling", "Error")])
            .Build();
}
