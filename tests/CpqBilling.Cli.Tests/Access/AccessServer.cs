using CpqBilling.Engine.Application.Access;
using CpqBilling.Engine.Installations;
using CpqBilling.Engine.Service;
using CpqBilling.Web.Hosting;
using Microsoft.Extensions.Configuration;
using NodaTime;

namespace CpqBilling.Cli.Tests.Access;

/// <summary>A service without orgs, for tests of who gets in.</summary>
internal sealed class AccessServer : IAsyncDisposable
{
    private readonly ServiceFolder _folder = new();

    private AccessServer() { }

    public Installation Installation { get; private set; } = null!;

    public BillingServer Server { get; private set; } = null!;

    public InstallationAccess Access => new(Installation);

    public static Instant Now => SystemClock.Instance.GetCurrentInstant();

    public static async Task<AccessServer> StartAsync(bool letsGuestsIn = false)
    {
        var started = new AccessServer();
        started.Installation = await Installation.OpenAsync(
            new InstallationOptions(started._folder.FullPath),
            Xunit.TestContext.Current.CancellationToken
        );
        var options = new ServerOptions("http://localhost:0", new ConfigurationBuilder().Build()) { LetsGuestsIn = letsGuestsIn };
        started.Server = await BillingServer.StartAsync(
            started.Installation,
            options,
            new WorkRhythm(Duration.Zero, Duration.FromMilliseconds(50)),
            Xunit.TestContext.Current.CancellationToken
        );
        return started;
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
