using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;
using CpqBilling.Cli.Composition;
using CpqBilling.Engine.Application.Access;
using CpqBilling.Engine.Application.Connections;
using CpqBilling.Engine.Installations;
using CpqBilling.Engine.Service;
using CpqBilling.Salesforce;
using CpqBilling.Sandbox.Salesforce.Cpq;
using CpqBilling.Storage.Rows;
using CpqBilling.Stripe;
using CpqBilling.Web.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using NodaTime;
using Xunit;

namespace CpqBilling.Cli.Tests;

/// <summary>Every secret follows another while orders are activated: the client secret in Salesforce, the key of Stripe with the secret of its endpoint, the master key.</summary>
public sealed class RotationTests : IAsyncLifetime
{
    private const string NextStripeKey = "sk_test_next";
    private const string NextSecret = "next-secret";
    private static readonly WorkRhythm Quick = new(Duration.FromMilliseconds(50), Duration.FromMilliseconds(50));
    private static readonly Actor Ada = Actor.OnMachine("Ada");
    private readonly ServiceFolder _folder = new();
    private readonly string _url = $"http://localhost:{FreePort()}";
    private Sandboxes _sandboxes = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _sandboxes = await Sandboxes.StartAsync(multiCurrency: false, frozenAt: null, Cancellation);

    public async ValueTask DisposeAsync()
    {
        await _sandboxes.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task EverySecretIsRenewedUnderLoad_AndEveryOrderIsBilledOnce()
    {
        var installation = await OpenAsync();
        var org = await Demo.DemoInstallation.ConnectAsync(installation, _sandboxes, Cancellation);
        using var team = await SalesTeam.LoginAsync(_sandboxes.SalesforceAddress, cancellation: Cancellation);
        var orders = new List<string>();
        await using (await ServeAsync(installation))
        {
            await RenewedAsync(team, orders, () => RenewClientSecretAsync(installation));
            await RenewedAsync(team, orders, () => RenewStripeKeyAsync(installation, org.Id));
        }

        var former = (await File.ReadAllTextAsync(_folder.File("master.key"), Cancellation)).Trim();
        var next = Convert.ToBase64String([.. Enumerable.Range(1, 32).Select(number => (byte)number)]);
        foreach (var keys in new[] { $"{next}\n{former}\n", next })
        {
            await File.WriteAllTextAsync(_folder.File("master.key"), keys, Cancellation);
            await using var server = await ServeAsync(await OpenAsync());
            await SoldAsync(team, orders);
        }

        await AssertBilledOnceAsync(await OpenAsync(), org.Id, orders);
    }

    /// <summary>One order waits to be billed and one comes while a secret is renewed; both are.</summary>
    private async Task RenewedAsync(SalesTeam team, List<string> orders, Func<Task> renewAsync)
    {
        orders.Add(await SoldOrders.SellAsync(team, $"Customer {orders.Count + 1}"));
        var selling = SoldOrders.SellAsync(team, $"Customer {orders.Count + 1}");
        await renewAsync();
        orders.Add(await selling);
        foreach (var order in orders[^2..])
        {
            await SoldOrders.StripeIdAsync(Org(NextSecret), order);
        }
    }

    private async Task SoldAsync(SalesTeam team, List<string> orders)
    {
        orders.Add(await SoldOrders.SellAsync(team, $"Customer {orders.Count + 1}"));
        await SoldOrders.StripeIdAsync(Org(NextSecret), orders[^1]);
    }

    private async Task RenewClientSecretAsync(Installation installation)
    {
        await ControlAsync(_sandboxes.SalesforceAddress, "clients", new { id = Sandboxes.ClientId, secret = NextSecret });
        var trial = await new ConnectionBook(installation).ConnectSalesforceAsync(Org(NextSecret), Ada, Cancellation);
        Assert.IsType<ConnectionTrial<OrgDescription>.Works>(trial);
    }

    /// <summary>The former key is refused from the same moment on: what is under way with it is tried again with the next.</summary>
    private async Task RenewStripeKeyAsync(Installation installation, string org)
    {
        var rolled = new Dictionary<string, string> { [NextStripeKey] = Sandboxes.StripeKey };
        await ControlAsync(_sandboxes.StripeAddress, "decisions", new { RolledKeys = rolled, ExpiredKeys = new[] { Sandboxes.StripeKey } });
        var book = new ConnectionBook(installation);
        var key = new StripeKey(NextStripeKey, $"{_sandboxes.StripeAddress}");
        var tried = Assert.IsType<KeyTrial.Tried>(await book.TryKeyAsync(org, key, Cancellation));
        await book.KeepKeyAsync(org, key, tried.Account, Ada, Cancellation);
    }

    private async Task AssertBilledOnceAsync(Installation installation, string org, List<string> orders)
    {
        var gateway = new StripeGateway(new StripeConnection(NextStripeKey, $"{_sandboxes.StripeAddress}"));
        foreach (var kind in new[] { "customers", "products", "prices", "subscription_schedules" })
        {
            Assert.Equal(orders.Count, (await ListAsync(gateway, kind)).Count);
        }

        // One endpoint, and the secret of the one before is still accepted.
        Assert.Single(await ListAsync(gateway, "webhook_endpoints"));
        var account = Assert.Single((await installation.Orgs.FindAsync(org, Cancellation))!.Accounts).Connection;
        Assert.Equal((NextStripeKey, 2), (account.Connection.ApiKey, account.WebhookSecrets.Distinct().Count()));
        await using var db = installation.Database.CreateDbContext();
        Assert.Equal(orders.Count, await db.ListedOrders.CountAsync(row => row.State == OrderState.Done, Cancellation));
        Assert.Empty(await db.SyncJobs.Select(job => job.ErrorsJson).ToListAsync(Cancellation));
    }

    private SalesforceConnection Org(string secret) =>
        _sandboxes.SalesforceConnection with
        {
            Auth = new SalesforceAuth.ClientCredentials(Sandboxes.ClientId, secret),
        };

    private Task<Installation> OpenAsync() => Installation.OpenAsync(new InstallationOptions(_folder.FullPath), Cancellation);

    private Task<BillingServer> ServeAsync(Installation installation)
    {
        var options = new ServerOptions(_url, new ConfigurationBuilder().Build()) { PublicUrl = new Uri(_url) };
        return BillingServer.StartAsync(installation, options, Quick, Cancellation);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static async Task<List<JsonElement>> ListAsync(StripeGateway gateway, string kind)
    {
        var reply = await gateway.GetAsync($"/v1/{kind}?limit=100", null, Cancellation);
        return [.. Assert.IsType<StripeAnswered>(reply).Body.GetProperty("data").EnumerateArray()];
    }

    private static async Task ControlAsync(Uri server, string control, object body)
    {
        using var http = new HttpClient();
        using var reply = await http.PostAsJsonAsync(new Uri(server, $"/_sandbox/{control}"), body, Cancellation);
        reply.EnsureSuccessStatusCode();
    }
}
