using System.Diagnostics;
using System.Text.Json;
using System.Text.RegularExpressions;
using CpqBilling.Engine.Configurations;
using CpqBilling.Engine.Installations;
using CpqBilling.Salesforce;
using CpqBilling.Storage;
using CpqBilling.Storage.Rows;
using CpqBilling.Stripe;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using NodaTime.Text;

namespace CpqBilling.Faults.Processes;

/// <summary>Both sandboxes, and an installation that is connected to them through doors.</summary>
internal sealed partial class InstalledWorld : IAsyncDisposable
{
    /// <summary>Without a card, customers get invoices.</summary>
    private const string Configuration = """
        {
          "settings": { "syncEnabled": true },
          "fieldDefaults": {
            "subscription_schedule": {
              "default_settings.collection_method": "send_invoice",
              "default_settings.invoice_settings.days_until_due": "Net 30"
            },
            "subscription": { "collection_method": "send_invoice", "days_until_due": "Net 30" }
          }
        }
        """;
    private static readonly string MasterKey = Convert.ToBase64String(new byte[32]);
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(250);
    private readonly string _folder;
    private readonly Instant _startedAt;
    private readonly BillingDatabase _database;

    private InstalledWorld(World world, string folder, InstallationOptions options, Instant startedAt, BillingDatabase database)
    {
        (World, _folder, Options, _startedAt, _database) = (world, folder, options, startedAt, database);
        Killing = new Killing(world);
    }

    public World World { get; }

    public Killing Killing { get; }

    public History History => new(World, _database);

    public InstallationOptions Options { get; }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <param name="database">A server; null keeps the database in the folder.</param>
    public static async Task<InstalledWorld> StartAsync(string? database = null)
    {
        var now = SystemClock.Instance.GetCurrentInstant();
        var world = await World.StartAsync(InstantPattern.General.Format(now));
        var folder = Directory.CreateTempSubdirectory("processes-").FullName;
        var options = new InstallationOptions(folder, database, database is null ? null : MasterKey);
        var installation = await Installation.OpenAsync(options, Cancellation);
        await ConnectAsync(installation, world, now);
        return new InstalledWorld(world, folder, options, now, installation.Database);
    }

    public BillingProcess Run(params string[] arguments) => BillingProcess.Start(Options, arguments);

    public BillingProcess Sync(string order) => Run("sync", "order", World.Ids[order]);

    public BillingProcess Serve() => Run("serve", "--urls", "http://localhost:0");

    /// <summary>Loads what was sold, and bills what was sold before.</summary>
    public async Task SellAsync(SoldContract contract)
    {
        await World.LoadAsync(SoldContract.NextYear(contract.First()));
        if (contract.Later is { } later)
        {
            using var sync = Sync("Order#1");
            var (code, said) = await sync.EndAsync(Cancellation);
            Assert.True(code == 0, said);
            await World.LoadAsync(SoldContract.NextYear(later()));
        }
    }

    /// <summary>Waits until nothing is left to do.</summary>
    public async Task UntilDoneAsync(int orders)
    {
        for (var clock = Stopwatch.StartNew(); !await IsDoneAsync(orders); )
        {
            Assert.True(
                clock.Elapsed < BillingProcess.Longest,
                $"Not all of {orders} orders were billed within {BillingProcess.Longest.TotalMinutes} minutes."
            );
            await Task.Delay(LookEvery, Cancellation);
        }
    }

    /// <summary>Everything both sides hold, without what chance and the moment gave.</summary>
    public async Task<IReadOnlyList<string>> HoldingsAsync() =>
        [.. (await World.HoldingsAsync()).Select(WithoutMoment).Order(StringComparer.Ordinal)];

    public async ValueTask DisposeAsync()
    {
        await World.DisposeAsync();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task<bool> IsDoneAsync(int orders)
    {
        await using var db = _database.CreateDbContext();
        return !await db.SyncJobs.AnyAsync(Cancellation)
            && !await db.SyncRuns.AnyAsync(run => run.Outcome == RunOutcome.Running, Cancellation)
            && await db.ListedOrders.CountAsync(row => row.State == OrderState.Done, Cancellation) == orders;
    }

    private static async Task ConnectAsync(Installation installation, World world, Instant now)
    {
        var salesforce = world.Salesforce();
        var stripe = new StripeConnection(World.StripeKey, world.StripeDoor.Address.ToString());
        using var session = new SalesforceSession(SalesforceHttp.CreateClient(), salesforce);
        var org = Works(await ConnectionChecks.TrySalesforceAsync(session, null, Cancellation));
        var account = Works(await ConnectionChecks.TryStripeAsync(new StripeGateway(stripe), Cancellation));
        await installation.Connections.SaveSalesforceAsync(org, salesforce, now, Cancellation);
        await installation.Connections.SaveStripeAsync(org.Id, new StripeAccountConnection(account, IsPrimary: true, stripe, []), now, Cancellation);
        var configuration = JsonDocument.Parse(Configuration).RootElement;
        var draft = new ConfigurationDraft(org.Id, configuration, 0, "test", now);
        await new ConfigurationKeeper(installation.Database).SaveAsync(draft, null, Cancellation);
    }

    private static T Works<T>(ConnectionTrial<T> trial) => Assert.IsType<ConnectionTrial<T>.Works>(trial).Value;

    /// <summary>Without the address of this world's org, and times of the hour in which the test runs; those of the contract lie in another year.</summary>
    private string WithoutMoment(string line)
    {
        // Which order is told first, and so which Sync Record comes first, is chance where several are billed at once.
        var placed = SyncRecordId()
            .Replace(line.Replace(World.SalesforceDoor.Address.ToString(), "https://org.example/", StringComparison.Ordinal), "$1…");
        var counted = Counted().Replace(placed, match => IsNow(Instant.FromUnixTimeSeconds(long.Parse(match.Value, null))) ? "now" : match.Value);
        return Written()
            .Replace(
                counted,
                match => InstantPattern.General.Parse(match.Value) is { Success: true, Value: var at } && IsNow(at) ? "now" : match.Value
            );
    }

    private bool IsNow(Instant at) => at > _startedAt - Duration.FromHours(1) && at < _startedAt + Duration.FromHours(1);

    [GeneratedRegex("(/Sync_Record__c/)[A-Za-z0-9]{18}")]
    private static partial Regex SyncRecordId();

    [GeneratedRegex(@"\b1[0-9]{9}\b")]
    private static partial Regex Counted();

    [GeneratedRegex(@"\b2[0-9]{3}-[0-9]{2}-[0-9]{2}T[0-9:]{8}Z")]
    private static partial Regex Written();
}
