using CpqBilling.Cli.Composition;
using CpqBilling.Engine.Prorations;
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
    private readonly DemoOrders _orders;

    private DemoRun(WorkFolder folder, Sandboxes sandboxes, BillingOrg org)
    {
        _folder = folder;
        _org = org;
        _orders = new DemoOrders(sandboxes.SalesforceConnection);
        Sandboxes = sandboxes;
        Stripe = new StripeObservation(sandboxes.StripeConnection);
        Pipeline = new DemoPipeline(org, _orders, Stripe, Board);
    }

    public Sandboxes Sandboxes { get; }

    public StripeObservation Stripe { get; }

    public DemoPipeline Pipeline { get; }

    /// <summary>Invoices prorations when Stripe tells of them.</summary>
    public ProrationInvoicer Invoicer => new(_org);

    public BillingDatabase Database => _org.Database;

    public string OrgId => _org.Facts.OrgId;

    public OrderBoard Board { get; } = new();

    public CallCount Calls => new(_org.Salesforce.Calls, _org.Stripe.Calls.Total);

    /// <summary>True when every order that should sync did.</summary>
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
            null,
            SystemClock.Instance,
            cancellation,
            DemoConfiguration.Read()
        );
        return new DemoRun(work, sandboxes, org);
    }

    /// <summary>Sells and syncs deal by deal; a folder that holds the orders already is looked through again instead.</summary>
    /// <param name="doing">Told what happens at the moment.</param>
    public async Task PlayAsync(Action<string> doing, CancellationToken cancellation)
    {
        var deals = DemoDeals.All;
        var known = await _orders.ListAsync(cancellation);
        foreach (var (order, deal) in known.Zip(deals))
        {
            doing($"{deal.Customer}: looking again");
            Board.Put(order.OnBoard(deal.Kind));
            await Pipeline.SyncAsync(order.Id, "start", cancellation);
        }

        using var team = await SalesTeam.LoginAsync(Sandboxes.SalesforceAddress, cancellation: cancellation);
        var desk = await SalesDesk.OpenAsync(team, DateOnly.FromDateTime(_org.Now.ToDateTimeUtc()));
        foreach (var deal in deals.Skip(known.Count))
        {
            doing($"{deal.Customer}: selling {deal.Kind}");
            var order = await _orders.FindAsync(await deal.Sell(desk), cancellation);
            Board.Put(order.OnBoard(deal.Kind));
            doing($"{deal.Customer}: order {order.Number} is activated; noticing, translating, billing");
            await Pipeline.PollAsync(cancellation);
        }

        IsAsExpected = Board.Orders.Zip(deals).All(pair => pair.Second.Mistake || pair.First.Status == OrderStatus.Synced);
    }

    public async ValueTask DisposeAsync()
    {
        Pipeline.Dispose();
        _orders.Dispose();
        await Sandboxes.DisposeAsync();
        _folder.Dispose();
    }
}
