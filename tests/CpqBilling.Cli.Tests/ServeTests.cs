using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using CpqBilling.Cli.Composition;
using CpqBilling.Engine.Application.Access;
using CpqBilling.Engine.Application.Health;
using CpqBilling.Engine.Installations;
using CpqBilling.Engine.Service;
using CpqBilling.Salesforce;
using CpqBilling.Sandbox.Salesforce.Cpq;
using CpqBilling.Storage;
using CpqBilling.Web.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using NodaTime;
using Xunit;

namespace CpqBilling.Cli.Tests;

/// <summary>The service on an org that was connected by command: orders activated in Salesforce are billed by themselves.</summary>
public sealed class ServeTests : IAsyncLifetime
{
    private static readonly WorkRhythm Quick = new(Duration.Zero, Duration.FromMilliseconds(50));
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(50);
    private readonly ServiceFolder _folder = new();
    private Sandboxes _sandboxes = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _sandboxes = await Sandboxes.StartAsync(multiCurrency: false, frozenAt: null, Cancellation);
        await CommandLine.ConnectAsync("salesforce", $"{_sandboxes.SalesforceAddress}", "--data", _folder.FullPath);
        await CommandLine.ConnectAsync("stripe", "--stripe-url", $"{_sandboxes.StripeAddress}", "--data", _folder.FullPath);
        await ConfigureAsync("""{ "settings": { "syncEnabled": true } }""", basedOn: 0);
    }

    /// <summary>No poll finds anything that was changed before the year 3000: the order is heard of.</summary>
    [Fact]
    public async Task ActivatedOrder_IsBilledByItself_AsSoonAsItsEventArrives()
    {
        var events = $"{_sandboxes.SalesforceConnection.EventsUrl}";
        await CommandLine.ConnectAsync("salesforce", $"{_sandboxes.SalesforceAddress}", "--events", events, "--data", _folder.FullPath);
        var installation = await Installation.OpenAsync(new InstallationOptions(_folder.FullPath), Cancellation);
        var org = Assert.Single(await installation.Orgs.ListAsync(Cancellation));
        await using var server = await StartAsync("http://localhost:0");
        var reader = new EventReader(installation.Database);
        while (!(await reader.ReadAsync(org, Cancellation)).IsHeard)
        {
            await Task.Delay(LookEvery, Cancellation);
        }

        var never = new StreamPosition(Instant.FromUtc(3000, 1, 1, 0, 0), null, null);
        await new PollCursorStore(installation.Database).MoveAsync(org.Id, "Order", never, org.Clock.GetCurrentInstant(), Cancellation);
        using var team = await SalesTeam.LoginAsync(_sandboxes.SalesforceAddress, cancellation: Cancellation);
        var order = await SoldOrders.SellAsync(team, "Coho Winery");

        Assert.StartsWith("sub_sched_", await SoldOrders.StripeIdAsync(_sandboxes.SalesforceConnection, order), StringComparison.Ordinal);
        await using var db = installation.Database.CreateDbContext();
        Assert.Equal("event", Assert.Single(await db.SyncRuns.ToListAsync(Cancellation)).Reason);
        var (_, status) = await CommandLine.RunAsync("status", "--data", _folder.FullPath);
        Assert.Contains("arrive: the org is asked every 15 minutes besides", status, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WithoutSyncEnabled_NobodyAsksTheOrg_AndTheCommandStillBills()
    {
        await ConfigureAsync("""{ "settings": { "syncEnabled": false } }""", basedOn: 1);
        using var team = await SalesTeam.LoginAsync(_sandboxes.SalesforceAddress, cancellation: Cancellation);
        var order = await SoldOrders.SellAsync(team, "Coho Winery");
        var installation = await Installation.OpenAsync(new InstallationOptions(_folder.FullPath), Cancellation);
        var org = Assert.Single(await installation.Orgs.ListAsync(Cancellation));
        await _sandboxes.ClearLogsAsync(Cancellation);

        await new OrgWork(installation, org, new ServiceParts(Quick, new RunFeed(), new PublicAddress()), NullLogger.Instance).RunOnceAsync(
            Cancellation
        );

        Assert.Empty((await _sandboxes.SalesforceRequestsAsync(Cancellation)).EnumerateArray());
        // By the number people see, on the connected org.
        var (code, output) = await CommandLine.SyncAsync("order", "00000001", "--data", _folder.FullPath);
        Assert.Equal(0, code);
        Assert.StartsWith($"synced    Order {order} sub_sched_", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ConnectedAccount_IsToldToTheOrg_Once()
    {
        var installation = await Installation.OpenAsync(new InstallationOptions(_folder.FullPath), Cancellation);
        var org = Assert.Single(await installation.Orgs.ListAsync(Cancellation));
        var parts = new ServiceParts(Quick, new RunFeed(), new PublicAddress());

        await new OrgWork(installation, org, parts, NullLogger.Instance).RunOnceAsync(Cancellation);
        await new OrgWork(installation, org, parts, NullLogger.Instance).RunOnceAsync(Cancellation);

        var soql = "SELECT Stripe_ID__c, Is_Primary__c, Is_Live_Mode__c, Connection_Status__c FROM Stripe_Account__c";
        var reply = await org.Salesforce.SendAsync(HttpMethod.Get, $"query?q={Uri.EscapeDataString(soql)}", null, Cancellation);
        var account = Assert.Single(Assert.IsType<SalesforceReply.Ok>(reply).Body.GetProperty("records").EnumerateArray());
        Assert.Equal(org.Primary!.Connection.Account.Id, account.GetProperty("Stripe_ID__c").GetString());
        Assert.Equal((true, false), (account.GetProperty("Is_Primary__c").GetBoolean(), account.GetProperty("Is_Live_Mode__c").GetBoolean()));
        Assert.Equal("connected", account.GetProperty("Connection_Status__c").GetString());
    }

    [Fact]
    public async Task UnknownOrderNumber_IsOneSentence() =>
        Assert.Equal((1, ""), await CommandLine.SyncAsync("order", "99999999", "--data", _folder.FullPath));

    [Fact]
    public async Task Doctor_TriesEverything_AndNamesWhatIsWrong()
    {
        var (well, findings) = await CommandLine.DoctorAsync("--json", "--data", _folder.FullPath);
        Assert.Equal(0, well);
        Assert.Equal(
            ["database", "orgs", "Salesforce", "API calls", "events", "configuration", "Stripe"],
            JsonDocument
                .Parse(findings)
                .RootElement.EnumerateArray()
                .Select(finding => finding.GetProperty("check").GetString()!.Split(": ")[^1].Split(" acct_")[0])
        );

        using var empty = new ServiceFolder();
        var (ill, said) = await CommandLine.DoctorAsync("--json", "--data", empty.FullPath);
        Assert.Equal(1, ill);
        Assert.Contains("cpqbilling connect salesforce", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task LiveAndReady_OnLoopbackByName()
    {
        await using var server = await StartAsync("http://localhost:0");
        using var http = new HttpClient { BaseAddress = Assert.Single(server.Addresses) };

        Assert.Equal("localhost", http.BaseAddress.Host);
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync("/livez", Cancellation)).StatusCode);
        Assert.Equal("""{"status":"ready","checks":{"database":"ready","keys":"ready"}}""", await http.GetStringAsync("/readyz", Cancellation));
    }

    [Fact]
    public async Task ComponentsOfThePackage_SeeAndSyncAnOrder_WithTheKeyOfTheirOrg()
    {
        await using var server = await StartAsync("http://localhost:0");
        using var team = await SalesTeam.LoginAsync(_sandboxes.SalesforceAddress, cancellation: Cancellation);
        var order = await SoldOrders.SellAsync(team, "Coho Winery");
        var stripeId = await SoldOrders.StripeIdAsync(_sandboxes.SalesforceConnection, order);
        var (_, key) = await CommandLine.KeysAsync("add", "package", "--data", _folder.FullPath);
        using var http = new HttpClient { BaseAddress = new Uri(server.Addresses[0], $"/api/v1/salesforce/orders/{order}/") };

        Assert.Equal(HttpStatusCode.Unauthorized, (await http.GetAsync("timeline", Cancellation)).StatusCode);
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        var timeline = await http.GetFromJsonAsync<JsonElement>("timeline", Cancellation);
        var preview = await http.GetFromJsonAsync<JsonElement>("preview", Cancellation);
        using var sync = await http.PostAsync("sync", new StringContent("{}"), Cancellation);

        Assert.Equal(stripeId, timeline.GetProperty("stripeId").GetString());
        Assert.Equal($"{_sandboxes.StripeAddress}subscription_schedules/{stripeId}", timeline.GetProperty("dashboardUrl").GetString());
        var phase = Assert.Single(timeline.GetProperty("phases").EnumerateArray());
        // 3 × 10.00 a month
        var item = Assert.Single(phase.GetProperty("items").EnumerateArray());
        Assert.Equal(30m, item.GetProperty("amount").GetDecimal());
        Assert.Equal(
            "Cellar 3 USD month",
            string.Join(' ', new[] { "name", "quantity", "currencyCode", "interval" }.Select(name => $"{item.GetProperty(name)}"))
        );
        Assert.Equal(SoldOrders.Month.AddMonths(12).AddDays(-1).ToString("yyyy-MM-dd"), phase.GetProperty("endDate").GetString());
        Assert.Equal("translated", preview.GetProperty("outcome").GetString());
        Assert.Equal(HttpStatusCode.Accepted, sync.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await http.GetAsync("/api/v1/salesforce/orders/001000000000001AAA/preview", Cancellation)).StatusCode);
    }

    [Fact]
    public async Task RevokedKey_OpensNothing()
    {
        await using var server = await StartAsync("http://localhost:0");
        var (_, key) = await CommandLine.KeysAsync("add", "package", "--data", _folder.FullPath);
        var keys = new InstallationAccess(await Installation.OpenAsync(new InstallationOptions(_folder.FullPath), Cancellation)).Keys;
        var kept = Assert.Single(await keys.ListAsync(Cancellation));
        Assert.Equal(0, (await CommandLine.KeysAsync("revoke", kept.Id, "--data", _folder.FullPath)).Code);
        using var http = new HttpClient { BaseAddress = server.Addresses[0] };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);

        using var refused = await http.GetAsync("/api/v1/salesforce/orders/801000000000001AAA/preview", Cancellation);

        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        Assert.StartsWith(kept.Prefix, key, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SecondServiceOnAFolder_IsOneSentence()
    {
        var installation = await Installation.OpenAsync(new InstallationOptions(_folder.FullPath), Cancellation);
        using (ServiceLock.Take(installation.Folder))
        {
            Assert.StartsWith("A service runs on ", Assert.Throws<InstallationException>(() => ServiceLock.Take(installation.Folder)).Message);
        }

        ServiceLock.Take(installation.Folder).Dispose();
    }

    [Theory]
    [InlineData("http://0.0.0.0:0", "would be open to others without TLS")]
    [InlineData("http://*:0", "would be open to others without TLS")]
    [InlineData("localhost", "is no address for --urls")]
    public async Task UnsafeAddress_IsOneSentence(string urls, string expected)
    {
        var refusal = await Assert.ThrowsAsync<InstallationException>(() => StartAsync(urls));
        Assert.Contains(expected, refusal.Message, StringComparison.Ordinal);
    }

    public async ValueTask DisposeAsync()
    {
        await _sandboxes.DisposeAsync();
        _folder.Dispose();
    }

    private async Task ConfigureAsync(string json, int basedOn)
    {
        await File.WriteAllTextAsync(_folder.File("configuration.json"), json, Cancellation);
        var (code, _) = await CommandLine.ConfigAsync(
            "import",
            _folder.File("configuration.json"),
            "--based-on",
            $"{basedOn}",
            "--data",
            _folder.FullPath
        );
        Assert.Equal(0, code);
    }

    private async Task<BillingServer> StartAsync(string urls)
    {
        var installation = await Installation.OpenAsync(new InstallationOptions(_folder.FullPath), Cancellation);
        return await BillingServer.StartAsync(installation, new ServerOptions(urls, new ConfigurationBuilder().Build()), Quick, Cancellation);
    }
}
