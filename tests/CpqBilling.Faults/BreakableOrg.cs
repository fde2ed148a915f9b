using System.Collections.Immutable;
using CpqBilling.Core.Mapping;
using CpqBilling.Core.Settings;
using CpqBilling.Core.Translation;
using CpqBilling.Engine.Adopting;
using CpqBilling.Engine.Sync;
using CpqBilling.Engine.Tests;
using CpqBilling.Salesforce;
using CpqBilling.Storage;
using CpqBilling.Storage.Backups;
using CpqBilling.Stripe;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using NodaTime.Text;

namespace CpqBilling.Faults;

/// <summary>An org whose process can end at every moment of a sync, and begin again.</summary>
internal sealed class BreakableOrg : IAsyncDisposable
{
    /// <summary>Without a card, customers get invoices.</summary>
    private static readonly FieldMappings Invoiced = new()
    {
        Defaults = FirstOrders
            .Default(
                "subscription_schedule",
                "default_settings.collection_method",
                "send_invoice",
                "default_settings.invoice_settings.days_until_due",
                "Net 30"
            )
            .Defaults.AddRange(FirstOrders.Default("subscription", "collection_method", "send_invoice", "days_until_due", "Net 30").Defaults),
    };
    private readonly List<string> _files = [NewFile()];
    private readonly StillClock _clock;

    private BreakableOrg(World world, string now)
    {
        World = world;
        _clock = new StillClock { Now = InstantPattern.General.Parse(now).Value };
    }

    public World World { get; }

    public Moments Moments { get; private set; } = new();

    private BillingOrg Org { get; set; } = null!;

    public static async Task<BreakableOrg> StartAsync(string now)
    {
        var org = new BreakableOrg(await World.StartAsync(now), now);
        await org.BeginAsync();
        return org;
    }

    public Task<SyncReport> SyncAsync(string order) => new SyncShell(Org).SyncAsync(new("Order", World.Ids[order]), "test", CancellationToken.None);

    public async Task MoveToAsync(string now)
    {
        _clock.Now = InstantPattern.General.Parse(now).Value;
        await World.MoveToAsync(_clock.Now);
    }

    /// <summary>Syncs until the process ends at a moment, and begins again when the lease of the dead one has run out.</summary>
    public async Task EndAtAsync(int moment, string order)
    {
        Moments.EndsAt = moment;
        Moments.IsCounting = true;
        try
        {
            await SyncAsync(order);
        }
        catch (Exception) when (Moments.IsOver)
        {
            // As the end of a process: nobody catches it.
        }

        await BeginAsync();
    }

    /// <summary>Goes on with an empty database.</summary>
    public Task LoseDatabaseAsync()
    {
        _files.Add(NewFile());
        return BeginAsync();
    }

    /// <returns>The file of a copy.</returns>
    public async Task<string> CopyDatabaseAsync()
    {
        var copy = NewFile();
        await File.WriteAllBytesAsync(copy, []);
        _files.Insert(0, copy);
        await SqliteBackup.WriteAsync(_files[^1], copy, CancellationToken.None);
        return copy;
    }

    /// <summary>Goes on with what a copy remembers.</summary>
    public Task GoOnFromAsync(string copy)
    {
        _files.Remove(copy);
        _files.Add(copy);
        return BeginAsync();
    }

    public async Task<ImmutableArray<AdoptedContract>> AdoptAsync(bool keeps = true)
    {
        var outcome = await new Adoption(Org).RunAsync(keeps, null, CancellationToken.None);
        return Assert.IsType<AdoptionOutcome.Looked>(outcome).Contracts;
    }

    /// <summary>When jobs are due.</summary>
    public async Task<List<Instant>> DueAtAsync()
    {
        await using var db = Org.Database.CreateDbContext();
        return await db.SyncJobs.Select(job => job.DueAt).ToListAsync();
    }

    /// <summary>Orders that the lists show.</summary>
    public async Task<List<string>> ListedAsync()
    {
        await using var db = Org.Database.CreateDbContext();
        return await db.ListedOrders.Select(row => row.OrderId).ToListAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await World.DisposeAsync();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        _files.ForEach(File.Delete);
    }

    private static string NewFile() => Path.Combine(Path.GetTempPath(), $"faults-{Guid.NewGuid():N}.db");

    private async Task BeginAsync()
    {
        var moments = new Moments();
        Moments = moments;
        foreach (var (door, side) in new[] { (World.SalesforceDoor, "Salesforce"), (World.StripeDoor, "Stripe") })
        {
            door.Before = name => moments.Pass($"before {side} {name}");
            door.After = name => moments.Pass($"after {side} {name}");
        }

        var database = await BillingDatabase.OpenAsync(_files[^1], new DatabaseOptions([new BreakableCommits(moments)]));
        await LetTimePassAsync(database);
        Org = new BillingOrg(
            new OrgFacts("00D000000000000EAA", "https://engine.example.test", false, "USD"),
            new SalesforceSession(SalesforceHttp.CreateClient(), World.Salesforce(), retry: new RetryRules(0, TimeSpan.Zero)),
            new StripeGateway(new StripeConnection(World.StripeKey, World.StripeDoor.Address.ToString())),
            database,
            new BillingSettings(),
            Invoiced,
            LoadRequest.DefaultOrderFilter,
            _clock
        );
    }

    /// <summary>For leases and jobs that wait to be tried again, which go by the database's clock.</summary>
    private static async Task LetTimePassAsync(BillingDatabase database)
    {
        var past = Instant.FromUnixTimeMilliseconds(0);
        await using var db = database.CreateDbContext();
        await db.ContractLeases.ExecuteUpdateAsync(set => set.SetProperty(row => row.UntilAt, past));
        await db.SyncJobs.ExecuteUpdateAsync(set => set.SetProperty(row => row.RetryAt, (Instant?)null));
        await db.PlanSteps.ExecuteUpdateAsync(set => set.SetProperty(row => row.AttemptedAt, (Instant?)past));
    }

    private sealed class StillClock : IClock
    {
        public Instant Now { get; set; }

        public Instant GetCurrentInstant() => Now;
    }
}
