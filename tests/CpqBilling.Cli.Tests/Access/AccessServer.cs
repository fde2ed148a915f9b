using CpqBilling.Engine.Application.Access;
using CpqBilling.Engine.Installations;
using CpqBilling.Engine.Outgoing;
using CpqBilling.Engine.Service;
using CpqBilling.Salesforce;
using CpqBilling.Stripe;
using CpqBilling.Web.Hosting;
using Microsoft.Extensions.Configuration;
using NodaTime;

namespace CpqBilling.Cli.Tests.Access;

/// <summary>A service for tests of who gets in; without orgs at first.</summary>
internal sealed class AccessServer : IAsyncDisposable
{
    private readonly ServiceFolder _folder = new();

    private AccessServer() { }

    public Installation Installation { get; private set; } = null!;

    public BillingServer Server { get; private set; } = null!;

    /// <summary>Where the installation keeps its database.</summary>
    public string Folder => _folder.FullPath;

    public InstallationAccess Access => new(Installation);

    public static Instant Now => SystemClock.Instance.GetCurrentInstant();

    /// <param name="logs">Level of everything that has none of its own.</param>
    public static async Task<AccessServer> StartAsync(
        bool letsGuestsIn = false,
        OutgoingOptions? outgoing = null,
        SingleSignOnProvider? singleSignOn = null,
        string logs = "Warning"
    )
    {
        var started = new AccessServer();
        started.Installation = await Installation.OpenAsync(
            new InstallationOptions(started._folder.FullPath),
            Xunit.TestContext.Current.CancellationToken
        );
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("Logging:LogLevel:Default", logs)]).Build();
        var options = new ServerOptions("http://localhost:0", configuration)
        {
            LetsGuestsIn = letsGuestsIn,
            Outgoing = outgoing ?? OutgoingOptions.None,
            SingleSignOn = singleSignOn,
        };
        started.Server = await BillingServer.StartAsync(
            started.Installation,
            options,
            new WorkRhythm(Duration.Zero, Duration.FromMilliseconds(50)),
            Xunit.TestContext.Current.CancellationToken
        );
        return started;
    }

    /// <summary>An org with a Stripe account, neither of which answers; nothing is asked of them by itself.</summary>
    public async Task ConnectAsync(string orgId, string account, string clientSecret, string stripeKey)
    {
        var cancellation = Xunit.TestContext.Current.CancellationToken;
        var nowhere = new Uri("http://127.0.0.1:9");
        var salesforce = new SalesforceConnection { InstanceUrl = nowhere, Auth = new SalesforceAuth.ClientCredentials("client", clientSecret) };
        var org = new OrgDescription(orgId, $"Org {account}", IsSandbox: true, IsMultiCurrency: false, "usd");
        await Installation.Connections.SaveSalesforceAsync(org, salesforce, Now, cancellation);
        await Installation.Connections.SetSyncEnabledAsync(orgId, false, cancellation);
        var stripe = new StripeAccountConnection(
            new StripeAccountDescription(account, account, IsLive: false),
            IsPrimary: true,
            new StripeConnection(stripeKey, nowhere.ToString()),
            []
        );
        await Installation.Connections.SaveStripeAsync(orgId, stripe, Now, cancellation);
    }

    public SignedInBrowser Browser() => new(Server.Addresses[0]);

    /// <summary>The first administrator, in a browser of their own.</summary>
    public async Task<SignedInBrowser> FirstAdministratorAsync(string email, string password)
    {
        var browser = Browser();
        var link = $"/first-run?token={Access.FirstRun.Token}";
        await browser.OpenAsync(link);
        await browser.PostAsync(link, ("_handler", "first"), ("FullName", "Ada Lovelace"), ("Email", email), ("Password", password));
        return browser;
    }

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        _folder.Dispose();
    }
}
