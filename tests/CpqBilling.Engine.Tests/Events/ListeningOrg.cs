using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using CpqBilling.Engine.Configurations;
using CpqBilling.Engine.Installations;
using CpqBilling.Engine.Service;
using CpqBilling.Salesforce;
using CpqBilling.Sandbox.Salesforce;
using CpqBilling.Sandbox.Stripe;
using CpqBilling.Storage;
using CpqBilling.Storage.Rows;
using CpqBilling.Stripe;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using NodaTime;
using Xunit;

namespace CpqBilling.Engine.Tests.Events;

/// <summary>An org on both sandboxes whose events are listened to, in an installation of its own.</summary>
internal sealed class ListeningOrg : IAsyncDisposable
{
    private static readonly TimeSpan KeepAlive = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(20);

    /// <summary>So rare that nothing is polled after the first round.</summary>
    private static readonly WorkRhythm Rhythm = new(Duration.FromDays(1), Duration.Zero);

    private readonly HttpClient _http = new();
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("events-");
    private readonly StripeSandbox _stripe;
    private readonly List<OrgWork> _works = [];
    private SalesforceSandbox _salesforce;
    private Dictionary<string, string> _ids = [];

    private ListeningOrg(SalesforceSandbox salesforce, StripeSandbox stripe) => (_salesforce, _stripe) = (salesforce, stripe);

    private Installation Installation { get; set; } = null!;

    public BillingDatabase Database => Installation.Database;

    public ConnectedOrg Org { get; private set; } = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static async Task<ListeningOrg> StartAsync()
    {
        var salesforce = await SalesforceSandbox.StartAsync(
            new SalesforceSandboxOptions { EventsKeepAlive = KeepAlive, Pages = false },
            Cancellation
        );
        var stripe = await StripeSandbox.StartAsync(new StripeSandboxOptions { Pages = false }, Cancellation);
        var org = new ListeningOrg(salesforce, stripe);
        org.Installation = await Installation.OpenAsync(new InstallationOptions(org._folder.FullName), Cancellation);
        await org.ConnectAsync();
        return org;
    }

    /// <summary>What a node does for the org; its first round polls.</summary>
    public OrgWork Work(WorkRhythm? rhythm = null)
    {
        var work = new OrgWork(Installation, Org, new ServiceParts(rhythm ?? Rhythm, new RunFeed(), new PublicAddress()), NullLogger.Instance);
        _works.Add(work);
        return work;
    }

    public string Id(string placeholder) => _ids[placeholder];

    /// <summary>Records as they are in the org already: no event tells of them.</summary>
    public async Task LoadAsync(JsonObject records)
    {
        var answer = await _http.PostAsJsonAsync(new Uri(_salesforce.Address, "/_sandbox/fixtures"), records, Cancellation);
        answer.EnsureSuccessStatusCode();
        _ids = (await answer.Content.ReadFromJsonAsync<Dictionary<string, string>>(Cancellation))!;
    }

    /// <summary>Changed over REST by the user the connector works as.</summary>
    public async Task ChangeAsync(string type, string placeholder, object fields)
    {
        var path = $"sobjects/{type}/{Id(placeholder)}";
        Assert.IsType<SalesforceReply.Ok>(await Org.Salesforce.SendAsync(HttpMethod.Patch, path, JsonSerializer.Serialize(fields), Cancellation));
    }

    public async Task TellGapAsync(object gap) =>
        (await _http.PostAsJsonAsync(new Uri(_salesforce.Address, "/_sandbox/events/gap"), gap, Cancellation)).EnsureSuccessStatusCode();

    /// <summary>Nothing that was changed until the year 3000 is found by a poll.</summary>
    public Task StopPollsAsync() =>
        new PollCursorStore(Database).MoveAsync(
            Org.Id,
            "Order",
            new StreamPosition(Instant.FromUtc(3000, 1, 1, 0, 0), null, null),
            Org.Clock.GetCurrentInstant(),
            Cancellation
        );

    public async Task<StreamPosition?> PositionAsync(string topic) =>
        await new PollCursorStore(Database).ReadAsync(Org.Id, $"events{topic}", Cancellation);

    public Task PutPositionAsync(string topic, string replayId) =>
        new PollCursorStore(Database).MoveAsync(
            Org.Id,
            $"events{topic}",
            new StreamPosition(null, null, replayId),
            Org.Clock.GetCurrentInstant(),
            Cancellation
        );

    public async Task<IReadOnlyList<SyncJob>> JobsAsync()
    {
        await using var db = Database.CreateDbContext();
        return await db.SyncJobs.AsNoTracking().ToListAsync(Cancellation);
    }

    /// <summary>Lets the node work until something is so.</summary>
    public async Task UntilAsync(OrgWork work, Func<Task<bool>> isSo)
    {
        while (!await isSo())
        {
            await work.RunOnceAsync(Cancellation);
            await Task.Delay(LookEvery, Cancellation);
        }
    }

    /// <summary>Until all were heard, and the poll that comes with the first of each is over.</summary>
    public async Task UntilHeardAsync(OrgWork work, params IReadOnlyList<string> topics)
    {
        foreach (var topic in topics)
        {
            await UntilAsync(work, async () => await PositionAsync(topic) is not null);
        }

        await work.RunOnceAsync(Cancellation);
    }

    /// <summary>The server is away, and comes back on the same ports as if nothing had been.</summary>
    public async Task LoseServerAsync(Func<Task> meanwhile)
    {
        var (rest, events) = (_salesforce.Address.Port, _salesforce.EventsAddress.Port);
        await _salesforce.DisposeAsync();
        await meanwhile();
        var options = new SalesforceSandboxOptions
        {
            Port = rest,
            EventsPort = events,
            EventsKeepAlive = KeepAlive,
            Pages = false,
        };
        _salesforce = await SalesforceSandbox.StartAsync(options, Cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var work in _works)
        {
            await work.StopAsync();
        }

        _http.Dispose();
        await _salesforce.DisposeAsync();
        await _stripe.DisposeAsync();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        _folder.Delete(recursive: true);
    }

    private async Task ConnectAsync()
    {
        var salesforce = new SalesforceConnection
        {
            InstanceUrl = _salesforce.Address,
            EventsUrl = _salesforce.EventsAddress,
            Auth = new SalesforceAuth.ClientCredentials("sandbox-client", "sandbox-secret"),
        };
        var stripe = new StripeConnection("sk_test_events", _stripe.Address.ToString());
        using var session = new SalesforceSession(SalesforceHttp.CreateClient(), salesforce);
        var org = Works(await ConnectionChecks.TrySalesforceAsync(session, null, Cancellation));
        var account = Works(await ConnectionChecks.TryStripeAsync(new StripeGateway(stripe), Cancellation));
        var now = SystemClock.Instance.GetCurrentInstant();
        await Installation.Connections.SaveSalesforceAsync(org, salesforce, now, Cancellation);
        await Installation.Connections.SaveStripeAsync(org.Id, new StripeAccountConnection(account, true, stripe, []), now, Cancellation);
        using var json = JsonDocument.Parse("""{ "settings": { "syncEnabled": true } }""");
        await new ConfigurationKeeper(Database).SaveAsync(new ConfigurationDraft(org.Id, json.RootElement, 0, "test", now), null, Cancellation);
        Org = (await Installation.Orgs.FindAsync(org.Id, Cancellation))!;
    }

    private static T Works<T>(ConnectionTrial<T> trial) => Assert.IsType<ConnectionTrial<T>.Works>(trial).Value;
}
