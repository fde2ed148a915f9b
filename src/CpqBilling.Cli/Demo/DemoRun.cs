using CpqBilling.Cli.Composition;
using CpqBilling.Engine.Installations;
using CpqBilling.Engine.Service;
using CpqBilling.Engine.Sync;
using CpqBilling.Sandbox.Salesforce.Cpq;
using CpqBilling.Storage;
using CpqBilling.Storage.Jobs;
using CpqBilling.Storage.Leases;
using CpqBilling.Storage.Rows;
using CpqBilling.Web.Hosting;
using CpqBilling.Web.Orders;
using NodaTime;

namespace CpqBilling.Cli.Demo;

/// <summary>The whole product on embedded defaults: both sandboxes, a service of a fresh installation that they are connected to, and a sales team.</summary>
internal sealed class DemoRun : IAsyncDisposable
{
    private readonly WorkFolder _folder;
    private readonly ConnectedOrg _org;
    private readonly DemoOrders _orders;
    private readonly DemoBoardKeeper _keeper;
    private readonly BillingServer _server;

    private DemoRun(WorkFolder folder, Sandboxes sandboxes, Installation installation, ConnectedOrg org, BillingServer server, OrderBoard board)
    {
        _folder = folder;
        _org = org;
        _server = server;
        _orders = new DemoOrders(sandboxes.SalesforceConnection);
        Board = board;
        Sandboxes = sandboxes;
        Database = installation.Database;
        var feed = server.Services.GetRequiredService<RunFeed>();
        _keeper = new DemoBoardKeeper(feed, board, _orders, new StripeObservation(sandboxes.StripeConnection));
    }

    public Sandboxes Sandboxes { get; }

    public BillingDatabase Database { get; }

    /// <summary>The pages.</summary>
    public Uri Address => _server.Addresses[0];

    /// <summary>Where other commands find the installation.</summary>
    public string Folder => _folder.Path;

    /// <summary>False when it disappears with the demo.</summary>
    public bool KeepsFolder => !_folder.IsTemporary;

    public OrderBoard Board { get; }

    public CallCount Calls => _keeper.Calls;

    /// <summary>True when every order that should sync did.</summary>
    public bool IsAsExpected { get; private set; }

    public static async Task<DemoRun> StartAsync(DemoOptions options, CancellationToken cancellation)
    {
        var folder = WorkFolder.Open(options.Data);
        var kept = options.Data is null ? null : folder.Path;
        var sandboxes = await Sandboxes.StartAsync(multiCurrency: false, frozenAt: null, cancellation, kept);
        var installation = await Installation.OpenAsync(new InstallationOptions(folder.Path), cancellation);
        var org = await DemoInstallation.ConnectAsync(installation, sandboxes, cancellation);
        var board = new OrderBoard();
        var server = await DemoServer.StartAsync(installation, options.Port, cancellation);
        return new DemoRun(folder, sandboxes, installation, org, server, board);
    }

    /// <summary>Sells deal by deal and waits until the service has billed each; a folder that holds the orders already is looked through again instead.</summary>
    /// <param name="doing">Told what happens at the moment.</param>
    public async Task PlayAsync(Action<string> doing, CancellationToken cancellation)
    {
        var deals = DemoDeals.All;
        var known = await _orders.ListAsync(cancellation);
        foreach (var (order, deal) in known.Zip(deals))
        {
            doing($"{deal.Customer}: looking again");
            Board.Put(order.OnBoard(deal.Kind));
            await LookAgainAsync(order.Id, cancellation);
            await _keeper.SettledAsync(order.Id, cancellation);
        }

        using var team = await SalesTeam.LoginAsync(Sandboxes.SalesforceAddress, cancellation: cancellation);
        var desk = await SalesDesk.OpenAsync(team, DateOnly.FromDateTime(_org.Clock.GetCurrentInstant().ToDateTimeUtc()));
        foreach (var deal in deals.Skip(known.Count))
        {
            doing($"{deal.Customer}: selling {deal.Kind}");
            _keeper.Selling = deal.Kind;
            var id = await deal.Sell(desk);
            doing($"{deal.Customer}: activated; the service notices, translates and bills");
            await _keeper.SettledAsync(id, cancellation);
        }

        if (known.Count < deals.Count)
        {
            await DemoDeals.LeaveADraftAsync(desk);
        }

        _keeper.Selling = DemoBoardKeeper.ByHand;

        IsAsExpected = Board.Orders.Zip(deals).All(pair => pair.Second.Mistake || pair.First.Status == OrderStatus.Synced);
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        await _keeper.DisposeAsync();
        _orders.Dispose();
        await Sandboxes.DisposeAsync();
        _folder.Dispose();
    }

    private Task LookAgainAsync(string orderId, CancellationToken cancellation) =>
        new JobQueue(Database).EnqueueAsync(
            new JobRequest(new FamilyKey(_org.Id, orderId), [orderId], "start", JobPriority.Interactive, _org.Clock.GetCurrentInstant()),
            cancellation
        );
}
