using System.Net;
using System.Net.Http.Json;
using CpqBilling.Cli.Composition;
using CpqBilling.Engine.Application.Access;
using CpqBilling.Engine.Application.Connections;
using CpqBilling.Engine.Installations;
using CpqBilling.Salesforce;
using CpqBilling.Sandbox.Salesforce;
using Xunit;

namespace CpqBilling.Cli.Tests;

/// <summary>Orgs and Stripe accounts are connected by command: tried first, then kept with their secrets encrypted.</summary>
public sealed class ConnectTests : IAsyncLifetime
{
    private readonly ServiceFolder _folder = new();
    private Sandboxes _sandboxes = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _sandboxes = await Sandboxes.StartAsync(multiCurrency: false, frozenAt: null, Cancellation);

    [Fact]
    public async Task SandboxesAreConnected_AndKeptWithoutReadableSecrets()
    {
        var (salesforce, stripe) = (await SalesforceAsync(), await StripeAsync());

        Assert.Equal((0, 0), (salesforce.Code, stripe.Code));
        var org = Assert.Single((await OpenAsync()).Orgs);
        Assert.Equal("00DHs0000000001MAA", org.Id);
        Assert.Equal(new SalesforceAuth.ClientCredentials("sandbox-client", "sandbox-secret"), org.Connection.Salesforce.Auth);
        Assert.Equal("sk_test_sandbox", org.Primary!.Connection.Connection.ApiKey);
        Assert.False(org.Primary.Connection.Account.IsLive);
        foreach (var file in Directory.GetFiles(_folder.FullPath))
        {
            var bytes = System.Text.Encoding.Latin1.GetString(await File.ReadAllBytesAsync(file, Cancellation));
            Assert.DoesNotContain("sandbox-secret", bytes, StringComparison.Ordinal);
            Assert.DoesNotContain("sk_test_sandbox", bytes, StringComparison.Ordinal);
            Assert.True(OperatingSystem.IsWindows() || File.GetUnixFileMode(file) == (UnixFileMode.UserRead | UnixFileMode.UserWrite), file);
        }
    }

    [Fact]
    public async Task ChangedConnections_StandInTheAudit_AndNeedTheInstallation()
    {
        await SalesforceAsync();
        await StripeAsync();
        var (installation, orgs) = await OpenAsync();
        var (book, org, ada) = (new ConnectionBook(installation), orgs[0].Id, Actor.OnMachine("Ada"));
        var key = new StripeKey("sk_test_sandbox", $"{_sandboxes.StripeAddress}");
        var account = Assert.IsType<KeyTrial.Tried>(await book.TryKeyAsync(org, key, Cancellation)).Account;

        await book.KeepKeyAsync(org, key, account, ada, Cancellation);
        await book.SetSyncingAsync(org, false, ada, Cancellation);

        var clerk = ada with { IsInstallationAdministrator = false };
        await Assert.ThrowsAsync<NotPermittedException>(() => book.SetSyncingAsync(org, true, clerk, Cancellation));
        await Assert.ThrowsAsync<NotPermittedException>(() => book.KeepKeyAsync(org, key, account, clerk, Cancellation));
        var entries = await new InstallationAccess(installation).Audit.ReadAsync(ada, new AuditFilter(org, ""), Cancellation);
        Assert.Equal(
            [("Ada", "syncing paused", org), ("Ada", "Stripe key replaced", account.Id)],
            entries.Select(entry => (entry.Who, entry.Action, entry.Target!))
        );
        Assert.False((await book.ListAsync(Cancellation))[0].IsSyncing);
    }

    [Fact]
    public async Task SignInByBrowser_IsKeptAsARefreshToken()
    {
        var port = FreePort();
        var output = new Terminal();
        var command = Commands.ConnectCommand.Create();
        var running = command
            .Parse([
                "salesforce",
                $"{_sandboxes.SalesforceAddress}",
                "--flow",
                "web",
                "--client-id",
                "PlatformCLI",
                "--port",
                $"{port}",
                "--data",
                _folder.FullPath,
            ])
            .InvokeAsync(new System.CommandLine.InvocationConfiguration { Output = output }, Cancellation);
        var page = new Uri(await output.LineAsync(line => line.StartsWith("http", StringComparison.Ordinal)));

        await SignInAsync(page);

        Assert.Equal(0, await running);
        var org = Assert.Single((await OpenAsync()).Orgs);
        Assert.IsType<SalesforceAuth.RefreshToken>(org.Connection.Salesforce.Auth);
        Assert.IsType<SalesforceAnswer<SalesforceOrg>.Found>(await new OrgReader(org.Salesforce).OrganizationAsync(Cancellation));
    }

    [Fact]
    public async Task SignInByCertificate_UsesTheKeyThatWasMade()
    {
        Assert.Equal(0, (await CommandLine.ConnectAsync("certificate", _folder.File("app"))).Code);
        await RegisterAsync("our-app", await File.ReadAllTextAsync(_folder.File("app.crt"), Cancellation));

        var (code, _) = await CommandLine.ConnectAsync(
            "salesforce",
            $"{_sandboxes.SalesforceAddress}",
            "--flow",
            "jwt",
            "--client-id",
            "our-app",
            "--username",
            "integration@cpqbilling.test",
            "--key-file",
            _folder.File("app.key"),
            "--data",
            _folder.FullPath
        );

        Assert.Equal(0, code);
        Assert.IsType<SalesforceAuth.JwtBearer>(Assert.Single((await OpenAsync()).Orgs).Connection.Salesforce.Auth);
        Assert.Equal(1, (await CommandLine.ConnectAsync("certificate", _folder.File("app"))).Code);
    }

    [Fact]
    public async Task RefusedSignIn_KeepsNothing()
    {
        await File.WriteAllTextAsync(_folder.File("secret"), "wrong", Cancellation);

        var (code, _) = await CommandLine.ConnectAsync(
            "salesforce",
            $"{_sandboxes.SalesforceAddress}",
            "--flow",
            "client-credentials",
            "--client-id",
            "sandbox-client",
            "--client-secret-file",
            _folder.File("secret"),
            "--data",
            _folder.FullPath
        );

        Assert.Equal(1, code);
        Assert.Empty((await OpenAsync()).Orgs);
    }

    [Fact]
    public async Task StripeBeforeAnyOrg_IsRefused() => Assert.Equal(1, (await StripeAsync()).Code);

    [Fact]
    public async Task AnotherMasterKey_OpensNothing_AndSaysSo()
    {
        await SalesforceAsync();
        await File.WriteAllTextAsync(_folder.File("master.key"), Convert.ToBase64String(new byte[32]), Cancellation);

        var refusal = await Assert.ThrowsAsync<InstallationException>(OpenAsync);

        Assert.StartsWith("The stored connections cannot be decrypted", refusal.Message, StringComparison.Ordinal);
    }

    public async ValueTask DisposeAsync()
    {
        await _sandboxes.DisposeAsync();
        _folder.Dispose();
    }

    private Task<(int Code, string Output)> SalesforceAsync() =>
        CommandLine.ConnectAsync("salesforce", $"{_sandboxes.SalesforceAddress}", "--data", _folder.FullPath);

    private Task<(int Code, string Output)> StripeAsync() =>
        CommandLine.ConnectAsync("stripe", "--stripe-url", $"{_sandboxes.StripeAddress}", "--data", _folder.FullPath);

    private async Task<(Installation Installation, IReadOnlyList<ConnectedOrg> Orgs)> OpenAsync()
    {
        var installation = await Installation.OpenAsync(new InstallationOptions(_folder.FullPath), Cancellation);
        return (installation, await installation.Orgs.ListAsync(Cancellation));
    }

    /// <summary>What an administrator does in Setup.</summary>
    private async Task RegisterAsync(string id, string certificate)
    {
        using var http = new HttpClient();
        using var response = await http.PostAsJsonAsync(
            new Uri(_sandboxes.SalesforceAddress, "/_sandbox/clients"),
            new { id, certificate },
            Cancellation
        );
        response.EnsureSuccessStatusCode();
    }

    /// <summary>What a person does on Salesforce's page; the browser then follows to the callback.</summary>
    private static async Task SignInAsync(Uri page)
    {
        using var browser = new HttpClient();
        var query = System.Web.HttpUtility.ParseQueryString(page.Query);
        var fields = query.AllKeys.ToDictionary(name => name!, name => query[name]!);
        fields["username"] = "integration@cpqbilling.test";
        fields["password"] = "sandbox-password";
        using var form = new FormUrlEncodedContent(fields);
        using var response = await browser.PostAsync(new Uri(page, "/services/oauth2/authorize"), form, Cancellation);
        Assert.Equal("Signed in. This page can be closed.", await response.Content.ReadAsStringAsync(Cancellation));
    }

    private static int FreePort()
    {
        using var socket = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
        socket.Start();
        return ((IPEndPoint)socket.LocalEndpoint).Port;
    }
}
