using CpqBilling.Engine.Installations;
using CpqBilling.Engine.Service;
using CpqBilling.Web.Hosting;
using NodaTime;

namespace CpqBilling.Cli.Demo;

/// <summary>The service of the demo, quick enough to watch.</summary>
internal static class DemoServer
{
    private static readonly WorkRhythm Rhythm = new(Duration.FromMilliseconds(100), Duration.FromMilliseconds(50));

    /// <param name="port">0 takes a free one.</param>
    public static Task<BillingServer> StartAsync(Installation installation, int port, CancellationToken cancellation)
    {
        var options = new ServerOptions($"http://localhost:{port}", Quiet()) { IsReachedOnLoopback = true, LetsGuestsIn = true };
        return BillingServer.StartAsync(installation, options, Rhythm, cancellation);
    }

    /// <summary>The demo has a screen of its own; only what is wrong is logged.</summary>
    private static IConfiguration Quiet() =>
        new ConfigurationBuilder()
            .AddInMemoryCollection([new("Logging:LogLevel:Default", "Error"), new("Logging:LogLevel:CpqBilling", "Error")])
            .Build();
}
