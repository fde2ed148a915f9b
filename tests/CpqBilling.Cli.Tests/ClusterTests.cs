using CpqBilling.Cli.Composition;
using CpqBilling.Engine.Cluster;
using CpqBilling.Engine.Installations;
using CpqBilling.Engine.Service;
using CpqBilling.Sandbox.Salesforce.Cpq;
using CpqBilling.Storage.Tests;
using CpqBilling.Stripe;
using CpqBilling.Web.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using NodaTime;
using Xunit;

namespace CpqBilling.Cli.Tests;

/// <summary>Two services on one PostgreSQL database are one cluster: both work, and every order is billed once.</summary>
public sealed class ClusterTests(PostgresServer postgres) : IAsyncLifetime
{
    private static readonly WorkRhythm Quick = new(Duration.FromMilliseconds(50), Duration.FromMilliseconds(50));
    private static readonly string MasterKey = Convert.ToBase64String(new byte[32]);
    private static readonly string[] Customers = ["Coho Winery", "Contoso", "Fabrikam", "Litware", "Northwind", "Proseware"];
    private readonly ServiceFolder _first = new();
    private readonly ServiceFolder _second = new();
    private Sandboxes _sandboxes = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _sandboxes = await Sandboxes.StartAsync(multiCurrency: false, frozenAt: null, Cancellation);

    [Fact]
    public async Task TwoNodes_BillEveryOrderOnce_AndTheOtherGoesOnWhenOneStops()
    {
        var database = await postgres.NewDatabaseAsync();
        var installation = await OpenAsync(_first, database);
        await Demo.DemoInstallation.ConnectAsync(installation, _sandboxes, Cancellation);
        var first = await StartAsync(installation);
        await using var second = await StartAsync(await OpenAsync(_second, database));
        using var team = await SalesTeam.LoginAsync(_sandboxes.SalesforceAddress, cancellation: Cancellation);

        var orders = new List<string>();
        foreach (var customer in Customers)
        {
            orders.Add(await SoldOrders.SellAsync(team, customer));
        }

        var billed = await Task.WhenAll(orders.Select(order => SoldOrders.StripeIdAsync(_sandboxes.SalesforceConnection, order)));
        await first.DisposeAsync();
        var late = await SoldOrders.StripeIdAsync(_sandboxes.SalesforceConnection, await SoldOrders.SellAsync(team, "Woodgrove Bank"));

        Assert.Equal(Customers.Length + 1, billed.Append(late).Distinct().Count());
        Assert.Equal(Customers.Length + 1, await CountAsync("customers"));
        Assert.Equal(Customers.Length + 1, await CountAsync("subscription_schedules"));
        await using var db = installation.Database.CreateDbContext();
        var names = await db.Database.SqlQueryRaw<string>("SELECT SiloName AS \"Value\" FROM OrleansMembershipTable").ToListAsync(Cancellation);
        Assert.Equal(2, names.Count);
    }

    [Fact]
    public async Task NodeBeyondLoopback_NeedsACertificate()
    {
        var installation = await Installation.OpenAsync(new InstallationOptions(_first.FullPath), Cancellation);
        var options = Options() with { Node = new NodeOptions(System.Net.IPAddress.Parse("192.0.2.1")) };

        var refusal = await Assert.ThrowsAsync<InstallationException>(() => BillingServer.StartAsync(installation, options, Quick, Cancellation));

        Assert.Contains("clusterCertificate", refusal.Message, StringComparison.Ordinal);
    }

    public async ValueTask DisposeAsync()
    {
        await _sandboxes.DisposeAsync();
        _first.Dispose();
        _second.Dispose();
    }

    private static Task<Installation> OpenAsync(ServiceFolder folder, string database) =>
        Installation.OpenAsync(new InstallationOptions(folder.FullPath, database, MasterKey), Cancellation);

    private static Task<BillingServer> StartAsync(Installation installation) =>
        BillingServer.StartAsync(installation, Options(), Quick, Cancellation);

    private static ServerOptions Options() => new("http://localhost:0", new ConfigurationBuilder().Build());

    private async Task<int> CountAsync(string kind)
    {
        var reply = await new StripeGateway(_sandboxes.StripeConnection).GetAsync($"/v1/{kind}", null, Cancellation);
        return Assert.IsType<StripeAnswered>(reply).Body.GetProperty("data").GetArrayLength();
    }
}
