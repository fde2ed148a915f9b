using System.Collections.Immutable;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using CpqBilling.Core.Mapping;
using CpqBilling.Core.Planning;
using CpqBilling.Core.Requests;
using CpqBilling.Core.Settings;
using CpqBilling.Core.Translation;
using CpqBilling.Engine.Jobs;
using CpqBilling.Engine.Sync;
using CpqBilling.Salesforce;
using CpqBilling.Sandbox.Salesforce;
using CpqBilling.Sandbox.Stripe;
using CpqBilling.Storage;
using CpqBilling.Storage.Rows;
using CpqBilling.Stripe;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using NodaTime.Text;

namespace CpqBilling.Engine.Tests;

/// <summary>One org on both sandboxes over HTTP, with a clock that stands still and a database of its own.</summary>
internal sealed class TestBilling : IAsyncDisposable
{
    private const string StripeKey = "sk_test_engine";
    private readonly SalesforceSandbox _salesforce;
    private readonly StripeSandbox _stripe;
    private readonly HttpClient _http = new();
    private readonly string _databaseFile;
    private readonly FixedClock _clock;

    private TestBilling(SalesforceSandbox salesforce, StripeSandbox stripe, string databaseFile, FixedClock clock, BillingOrg org)
    {
        (_salesforce, _stripe, _databaseFile, _clock, Org) = (salesforce, stripe, databaseFile, clock, org);
    }

    public BillingOrg Org { get; private set; }

    public IReadOnlyDictionary<string, string> Ids { get; private set; } = new Dictionary<string, string>();

    public static async Task<TestBilling> StartAsync(string now, BillingSettings? settings = null)
    {
        var at = InstantPattern.General.Parse(now).Value;
        var salesforce = await SalesforceSandbox.StartAsync(new SalesforceSandboxOptions { FrozenAt = at.ToDateTimeOffset() });
        var stripe = await StripeSandbox.StartAsync(new StripeSandboxOptions { FrozenAt = at.ToDateTimeOffset() });
        var file = Path.Combine(Path.GetTempPath(), $"engine-{Guid.NewGuid():N}.db");
        var clock = new FixedClock { Now = at };
        var connection = new SalesforceConnection
        {
            InstanceUrl = salesforce.Address,
            Auth = new SalesforceAuth.ClientCredentials("sandbox-client", "sandbox-secret"),
        };
        var org = new BillingOrg(
            new OrgFacts("00D000000000000EAA", "https://engine.example.test", false, "USD"),
            new SalesforceSession(SalesforceHttp.CreateClient(), connection, retry: new RetryRules(0, TimeSpan.Zero)),
            new StripeGateway(new StripeConnection(StripeKey, stripe.Address.ToString())),
            await BillingDatabase.OpenAsync(file),
            settings ?? new BillingSettings(),
            FieldMappings.None,
            LoadRequest.DefaultOrderFilter,
            clock
        );
        return new TestBilling(salesforce, stripe, file, clock, org);
    }

    /// <summary>A static value, as an administrator maps it.</summary>
    public void Map(string objectKey, string path, object value) =>
        Org = Org with
        {
            Mappings = Org.Mappings with
            {
                Defaults = Org.Mappings.Defaults.SetItem(objectKey, Org.Mappings.DefaultsOf(objectKey).SetItem(path, value)),
            },
        };

    public Task<SyncReport> SyncAsync(string placeholder) =>
        new SyncShell(Org).SyncAsync(new("Order", Ids[placeholder]), "test", CancellationToken.None);

    /// <summary>A notice as a poll brings it: with the family of the order.</summary>
    public async Task<string> NoteAsync(string placeholder)
    {
        var answer = await new FamilyReader(Org.Salesforce).ReadAsync([Ids[placeholder]], CancellationToken.None);
        var family = ((SalesforceAnswer<ImmutableDictionary<string, string>>.Found)answer).Value[Ids[placeholder]];
        var notice = new ContractNotice(family, [Ids[placeholder]], "test", JobPriority.Live, Org.Now);
        await new ContractJobs(Org).EnqueueAsync(notice, CancellationToken.None);
        return family;
    }

    /// <summary>Time passes for leases and for jobs that wait to be tried again, which go by the database's clock.</summary>
    public async Task LetDatabaseTimePassAsync()
    {
        await using var db = Org.Database.CreateDbContext();
        await db.ContractLeases.ExecuteUpdateAsync(set => set.SetProperty(row => row.UntilAt, Instant.FromUnixTimeMilliseconds(0)));
        await db.SyncJobs.ExecuteUpdateAsync(set => set.SetProperty(row => row.RetryAt, (Instant?)null));
        await db.PlanSteps.ExecuteUpdateAsync(set =>
            set.SetProperty(row => row.AttemptedAt, (Instant?)Instant.FromUnixTimeMilliseconds(0))
                .SetProperty(row => row.LookedAt, row => row.LookedAt == null ? null : Instant.FromUnixTimeMilliseconds(0))
        );
    }

    /// <summary>Another process on the same database: nothing is kept in memory.</summary>
    public void Restart() => Org = Org with { Stripe = new StripeGateway(new StripeConnection(StripeKey, _stripe.Address.ToString())) };

    /// <summary>An administrator changes mappings between two syncs.</summary>
    public void Use(FieldMappings mappings) => Org = Org with { Mappings = mappings };

    public void Use(BillingOrg org) => Org = org;

    public async Task LoadAsync(JsonObject records)
    {
        var response = await _http.PostAsJsonAsync(new Uri(_salesforce.Address, "/_sandbox/fixtures"), records);
        response.EnsureSuccessStatusCode();
        var ids = await response.Content.ReadFromJsonAsync<Dictionary<string, string>>();
        Ids = ids!;
    }

    /// <summary>Somebody corrects a record in Salesforce.</summary>
    public async Task ChangeAsync(string type, string placeholder, object fields)
    {
        var reply = await Org.Salesforce.SendAsync(
            HttpMethod.Patch,
            $"sobjects/{type}/{Ids[placeholder]}",
            JsonSerializer.Serialize(fields),
            CancellationToken.None
        );
        if (reply is not SalesforceReply.Ok)
        {
            throw new InvalidOperationException($"{type} {placeholder} was not changed: {reply}");
        }
    }

    public async Task MoveToAsync(string now)
    {
        _clock.Now = InstantPattern.General.Parse(now).Value;
        foreach (var server in new[] { _salesforce.Address, _stripe.Address })
        {
            (await _http.PostAsJsonAsync(new Uri(server, "/_sandbox/clock"), new { frozenAt = now })).EnsureSuccessStatusCode();
        }
    }

    /// <summary>Stripe does the work and the answer is lost, so often that the client's own repetitions do not help.</summary>
    public async Task LoseAnswersAsync(string path) =>
        (
            await _http.PostAsJsonAsync(
                new Uri(_stripe.Address, "/_sandbox/faults"),
                new
                {
                    method = "POST",
                    path,
                    times = 3,
                    kind = "LostAnswer",
                }
            )
        ).EnsureSuccessStatusCode();

    /// <summary>Asks something of the Stripe sandbox that Stripe itself does not offer.</summary>
    public async Task ControlStripeAsync(string control, object body) =>
        (await _http.PostAsJsonAsync(new Uri(_stripe.Address, $"/_sandbox/{control}"), body)).EnsureSuccessStatusCode();

    /// <summary>Requests both servers answered since this was last asked; tokens are not counted.</summary>
    public async Task<CallCount> TakeCallsAsync() => new(await TakeRequestsAsync(_salesforce.Address), await TakeRequestsAsync(_stripe.Address));

    private async Task<int> TakeRequestsAsync(Uri server)
    {
        var log = new Uri(server, "/_sandbox/requests");
        var requests = await _http.GetFromJsonAsync<JsonArray>(log);
        (await _http.DeleteAsync(log)).EnsureSuccessStatusCode();
        return requests!.Count(request => !((string)request!["path"]!).Contains("/oauth2/", StringComparison.Ordinal));
    }

    public async Task ClearFaultsAsync() => (await _http.DeleteAsync(new Uri(_stripe.Address, "/_sandbox/faults"))).EnsureSuccessStatusCode();

    public async Task<IReadOnlyList<JsonElement>> ListAsync(string path)
    {
        var reply = await Org.Stripe.GetAsync(path);
        return [.. Answered(reply).GetProperty("data").EnumerateArray()];
    }

    /// <summary>A customer that somebody made in Stripe by hand.</summary>
    public async Task<string> CustomerOfOthersAsync(string name)
    {
        var reply = await Org.Stripe.SendAsync(StripeMethod.Post, "/v1/customers", new StripeMap().Set("name", name), $"by hand {name}");
        return Answered(reply).GetProperty("id").GetString()!;
    }

    private static JsonElement Answered(StripeReply reply) =>
        reply is StripeAnswered answered ? answered.Body : throw new InvalidOperationException($"{reply}");

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _salesforce.DisposeAsync();
        await _stripe.DisposeAsync();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        File.Delete(_databaseFile);
    }

    private sealed class FixedClock : IClock
    {
        public Instant Now { get; set; }

        public Instant GetCurrentInstant() => Now;
    }
}
