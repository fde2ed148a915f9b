using CpqBilling.Cli.Composition;
using CpqBilling.Engine.Installations;
using CpqBilling.Engine.Service;
using CpqBilling.Storage.Jobs;
using CpqBilling.Storage.Leases;
using CpqBilling.Storage.Rows;
using CpqBilling.Web.Hosting;
using CpqBilling.Web.Orders;
using NodaTime;

namespace CpqBilling.Cli.Demo;

/// <summary>The service of the demo, quick enough to watch.</summary>
internal static class DemoServer
{
    private static readonly WorkRhythm Rhythm = new(Duration.FromMilliseconds(100), Duration.FromMilliseconds(50));

    /// <param name="port">0 takes a free one.</param>
    public static Task<BillingServer> StartAsync(
        Installation installation,
        ConnectedOrg org,
        Sandboxes sandboxes,
        OrderBoard board,
        int port,
        CancellationToken cancellation
    )
    {
        var facts = new PageFacts(
            installation.Database,
            org.Id,
            sandboxes.SalesforceAddress,
            sandboxes.StripeAddress,
            org.Primary!.Connection.Account.Id
        );
        var sync = new AskedAgain(installation, org);
        var parts = new ServerParts(services => services.AddDemoPages(board, facts, sync), application => application.MapDemoPages());
        var options = new ServerOptions($"http://localhost:{port}", Quiet()) { IsReachedOnLoopback = true };
        return BillingServer.StartAsync(installation, options, Rhythm, cancellation, parts);
    }

    /// <summary>The demo has a screen of its own; only what is wrong is logged.</summary>
    private static IConfiguration Quiet() =>
        new ConfigurationBuilder()
            .AddInMemoryCollection([new("Logging:LogLevel:Default", "Error"), new("Logging:LogLevel:CpqBilling", "Error")])
            .Build();

    /// <summary>A button of the pages: the order's contract is looked at next.</summary>
    private sealed class AskedAgain(Installation installation, ConnectedOrg org) : IOrderSync
    {
        public Task SyncAsync(string orderId, CancellationToken cancellation) =>
            new JobQueue(installation.Database).EnqueueAsync(
                new JobRequest(new FamilyKey(org.Id, orderId), [orderId], "button", JobPriority.Interactive, org.Clock.GetCurrentInstant()),
                cancellation
            );
    }
}
