using CpqBilling.Cli.Composition;
using CpqBilling.Engine.Sync;
using CpqBilling.Sandbox.Salesforce.Cpq;
using CpqBilling.Storage;
using CpqBilling.Web.Orders;
using NodaTime;

namespace CpqBilling.Cli.Demo;

/// <summary>The whole product on embedded defaults: both sandboxes, a SQLite database, a sales team, and the pipeline.</summary>
internal sealed class DemoRun : IAsyncDisposable
{
    private readonly WorkFolder _folder;
    private readonly BillingOrg _org;

    private DemoRun(WorkFolder folder, Sandboxes sandboxes, BillingDatabase database, BillingOrg org)
    {
        _folder = folder;
        Sandboxes = sandboxes;
        Database = database;
        _org = org;
    }

    public Sandboxes Sandboxes { get; }

    public BillingDatabase Database { get; }

    public string OrgId => _org.Facts.OrgId;

    public OrderBoard Board { get; } = new();

    public CallCount Calls => new(_org.Salesforce.Calls, _org.Stripe.Calls.Total);

    /// <summary>True when every order did what it should.</summary>
    public bool IsAsExpected { get; private set; }

    /// <param name="folder">Where to keep everything; null keeps nothing.</param>
    public static async Task<DemoRun> StartAsync(string? folder, CancellationToken cancellation)
    {
        var work = WorkFolder.Open(folder);
        var sandboxes = await Sandboxes.StartAsync(multiCurrency: false, frozenAt: null, cancellation, folder is null ? null : work.Path);
        var database = await BillingDatabase.OpenAsync(work.DatabaseFile, cancellation);
        var org = await OrgBuilder.BuildAsync(
            sandboxes.SalesforceConnection,
            sandboxes.StripeConnection,
            database,
            DemoConfiguration.Read(),
            SystemClock.Instance,
            cancellation
        );
        return new DemoRun(work, sandboxes, database, org);
    }

    /// <summary>Sells and syncs deal by deal; a folder that holds the orders already is brought up to date instead.</summary>
    /// <param name="doing">Told what happens at the moment.</param>
    public async Task PlayAsync(Action<string> doing, CancellationToken cancellation)
    {
        var deals = DemoDeals.All;
        var pipeline = new DemoPipeline(_org, new StripeObservation(Sandboxes.StripeConnection), Board);
        using var orders = new DemoOrders(Sandboxes.SalesforceConnection);
        using var team = await SalesTeam.LoginAsync(Sandboxes.SalesforceAddress, cancellation: cancellation);
        var desk = new SalesDesk(team, DateOnly.FromDateTime(_org.Now.ToDateTimeUtc()));
        var known = await orders.ListAsync(cancellation);
        foreach (var (order, deal) in known.Zip(deals))
        {
            doing($"{deal.Customer}: looking again");
            Board.Put(new BoardOrder(order.Id, order.Number, order.Customer, deal.Kind, OrderStatus.Waiting));
            await pipeline.SyncAsync(order.Id, "start", cancellation);
        }

        foreach (var deal in deals.Skip(known.Count))
        {
            doing($"{deal.Customer}: selling {deal.Kind}");
            var id = await deal.Sell(desk);
            var order = (await orders.ListAsync(cancellation)).Single(order => order.Id == id);
            Board.Put(new BoardOrder(id, order.Number, order.Customer, deal.Kind, OrderStatus.Waiting));
            doing($"{deal.Customer}: order {order.Number} is activated; polling, translating, billing");
            await pipeline.PollAsync(cancellation);
        }

        IsAsExpected = Board.Orders.Zip(deals).All(pair => pair.Second.Mistake || pair.First.Status == OrderStatus.Synced);
    }

    public async ValueTask DisposeAsync()
    {
        await Sandboxes.DisposeAsync();
        _folder.Dispose();
    }
}
