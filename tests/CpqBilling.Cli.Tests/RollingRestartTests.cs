using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using CpqBilling.Cli.Composition;
using CpqBilling.Engine.Cluster;
using CpqBilling.Engine.Installations;
using CpqBilling.Engine.Service;
using CpqBilling.Sandbox.Salesforce.Cpq;
using CpqBilling.Storage.Rows;
using CpqBilling.Storage.Tests;
using CpqBilling.Stripe;
using CpqBilling.Web.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using NodaTime;
using Xunit;

namespace CpqBilling.Cli.Tests;

/// <summary>Three nodes are replaced one after the other while orders are activated, and the certificate by which they know each other follows another meanwhile.</summary>
public sealed class RollingRestartTests(PostgresServer postgres) : IAsyncLifetime
{
    private static readonly WorkRhythm Quick = new(Duration.FromMilliseconds(50), Duration.FromMilliseconds(50));
    private static readonly string MasterKey = Convert.ToBase64String(new byte[32]);
    private static readonly RunOutcome[] Failures = [RunOutcome.Failed, RunOutcome.Rejected, RunOutcome.Unrecorded];
    private readonly ServiceFolder _folder = new();
    private readonly X509Certificate2 _former = Made("CN=former");
    private readonly X509Certificate2 _next = Made("CN=next");
    private Sandboxes _sandboxes = null!;
    private string _database = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _sandboxes = await Sandboxes.StartAsync(multiCurrency: false, frozenAt: null, Cancellation);
        _database = await postgres.NewDatabaseAsync();
    }

    [Fact]
    public async Task NodesAreReplacedUnderLoad_AndNoSyncFails()
    {
        var installation = await OpenAsync();
        await Demo.DemoInstallation.ConnectAsync(installation, _sandboxes, Cancellation);
        var nodes = new Queue<BillingServer>();
        for (var number = 0; number < 3; number++)
        {
            nodes.Enqueue(await StartAsync(_former, also: _next));
        }

        using var sold = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var selling = SellUntilAsync(sold.Token);
        for (var number = 0; number < 3; number++)
        {
            nodes.Enqueue(await StartAsync(_next, also: _former));
            await nodes.Dequeue().DisposeAsync();
        }

        await sold.CancelAsync();
        var orders = await selling;
        var billed = await Task.WhenAll(orders.Select(order => SoldOrders.StripeIdAsync(_sandboxes.SalesforceConnection, order)));
        foreach (var node in nodes)
        {
            await node.DisposeAsync();
        }

        Assert.True(orders.Count >= 3, $"{orders.Count} orders were activated meanwhile");
        Assert.Equal(orders.Count, billed.Distinct().Count());
        Assert.Equal(orders.Count, await CountAsync("customers"));
        Assert.Equal(orders.Count, await CountAsync("subscription_schedules"));
        await using var db = installation.Database.CreateDbContext();
        Assert.Equal([], await db.SyncRuns.Where(run => Failures.Contains(run.Outcome)).Select(run => run.ErrorsJson).ToListAsync(Cancellation));
    }

    public async ValueTask DisposeAsync()
    {
        await _sandboxes.DisposeAsync();
        _folder.Dispose();
        _former.Dispose();
        _next.Dispose();
    }

    /// <summary>One order after the other, as long as nodes come and go.</summary>
    private async Task<List<string>> SellUntilAsync(CancellationToken ended)
    {
        using var team = await SalesTeam.LoginAsync(_sandboxes.SalesforceAddress, cancellation: Cancellation);
        var orders = new List<string>();
        while (!ended.IsCancellationRequested)
        {
            orders.Add(await SoldOrders.SellAsync(team, $"Customer {orders.Count + 1}"));
        }

        return orders;
    }

    private Task<Installation> OpenAsync() => Installation.OpenAsync(new InstallationOptions(_folder.FullPath, _database, MasterKey), Cancellation);

    private async Task<BillingServer> StartAsync(X509Certificate2 certificate, X509Certificate2 also)
    {
        // Nodes that come and go are told at length.
        var quiet = new ConfigurationBuilder().AddInMemoryCollection([new("Logging:LogLevel:Orleans", "Error")]).Build();
        var options = new ServerOptions("http://localhost:0", quiet) { Node = new NodeOptions(Certificate: certificate, Also: also) };
        return await BillingServer.StartAsync(await OpenAsync(), options, Quick, Cancellation);
    }

    private static X509Certificate2 Made(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(name, key, HashAlgorithmName.SHA256);
        var now = DateTimeOffset.UtcNow;
        using var made = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pfx), null);
    }

    private async Task<int> CountAsync(string kind)
    {
        var stripe = new StripeGateway(_sandboxes.StripeConnection);
        var count = 0;
        for (var after = ""; ; )
        {
            var reply = await stripe.GetAsync($"/v1/{kind}?limit=100{after}", null, Cancellation);
            var page = Assert.IsType<StripeAnswered>(reply).Body;
            var found = page.GetProperty("data").EnumerateArray().ToList();
            count += found.Count;
            if (!page.GetProperty("has_more").GetBoolean())
            {
                return count;
            }

            after = $"&starting_after={found[^1].GetProperty("id").GetString()}";
        }
    }
}
