using System.Threading.Channels;
using CpqBilling.Core.Translation;
using CpqBilling.Engine.Service;
using CpqBilling.Engine.Sync;
using CpqBilling.Web.Orders;

namespace CpqBilling.Cli.Demo;

/// <summary>Watches the service of the demo and notes on the board what became of each order.</summary>
internal sealed class DemoBoardKeeper : IAsyncDisposable
{
    public const string ByHand = "sold by hand";
    private readonly OrderBoard _board;
    private readonly DemoOrders _orders;
    private readonly StripeObservation _stripe;
    private readonly Channel<object> _told = Channel.CreateUnbounded<object>(new UnboundedChannelOptions { SingleReader = true });
    private readonly Task _keeping;

    public DemoBoardKeeper(RunFeed feed, OrderBoard board, DemoOrders orders, StripeObservation stripe)
    {
        (_board, _orders, _stripe) = (board, orders, stripe);
        feed.Began += (_, began) => _told.Writer.TryWrite(began);
        feed.Ended += (_, ended) => _told.Writer.TryWrite(ended);
        _keeping = KeepAsync();
    }

    /// <summary>What is being sold at the moment, in a few words.</summary>
    public string Selling { get; set; } = ByHand;

    /// <summary>Calls of all syncs so far; looking is not counted.</summary>
    public CallCount Calls { get; private set; }

    /// <summary>Waits until the service is done with an order.</summary>
    public async Task<BoardOrder> SettledAsync(string orderId, CancellationToken cancellation)
    {
        var settled = new TaskCompletionSource<BoardOrder>(TaskCreationOptions.RunContinuationsAsynchronously);
        void Look(object? sender, BoardOrder order)
        {
            if (order.Id == orderId && order.Status is not (OrderStatus.Waiting or OrderStatus.Syncing))
            {
                settled.TrySetResult(order);
            }
        }

        _board.Changed += Look;
        try
        {
            if (_board.Find(orderId) is { } known)
            {
                Look(null, known);
            }

            return await settled.Task.WaitAsync(cancellation);
        }
        finally
        {
            _board.Changed -= Look;
        }
    }

    public async ValueTask DisposeAsync()
    {
        _told.Writer.TryComplete();
        await _keeping;
    }

    private async Task KeepAsync()
    {
        await foreach (var told in _told.Reader.ReadAllAsync())
        {
            await NoteAsync(told);
        }
    }

    /// <summary>The sandboxes may be gone before the last event is looked at: then there is nothing to show any more.</summary>
    private async Task NoteAsync(object told)
    {
        try
        {
            switch (told)
            {
                case SyncBegan began:
                    _board.Put((await OrderAsync(began.OrderId)) with { Status = OrderStatus.Syncing });
                    break;
                case SyncEnded ended:
                    await NoteAsync(await OrderAsync(ended.OrderId), ended.Report);
                    break;
            }
        }
        catch (Composition.CommandException refused)
        {
            await Console.Error.WriteLineAsync(refused.Message);
        }
    }

    private async Task<BoardOrder> OrderAsync(string orderId) =>
        _board.Find(orderId) ?? (await _orders.FindAsync(orderId, CancellationToken.None)).OnBoard(Selling);

    private async Task NoteAsync(BoardOrder order, SyncReport report)
    {
        Calls = new CallCount(Calls.Salesforce + report.Calls.Salesforce, Calls.Stripe + report.Calls.Stripe);
        var (phases, first) = report.StripeId is { } id ? await _stripe.LookAsync(id, CancellationToken.None) : (0, null);
        var translated = report.Translation as Translated;
        _board.Put(
            order with
            {
                Status = StatusOf(report),
                ContractKey = translated?.Contract.Initial.Id,
                StripeId = report.StripeId,
                Created = translated is null or { Plan.Steps.IsEmpty: true } ? order.Created : CreatedText.Of(translated.Plan),
                Phases = phases,
                FirstInvoice = first,
                Errors = report.Errors,
                Translation = translated,
                Reason = report.Reason,
            }
        );
        foreach (var sibling in _board.Orders.Where(other => other.Id != order.Id && other.StripeId is { } shared && shared == report.StripeId))
        {
            _board.Put(sibling with { Phases = phases, Translation = translated });
        }
    }

    private static OrderStatus StatusOf(SyncReport report) =>
        report.Outcome switch
        {
            _ when report.IsTriedAgain => OrderStatus.Waiting,
            SyncOutcome.Synced or SyncOutcome.Unchanged => OrderStatus.Synced,
            SyncOutcome.Rejected => OrderStatus.Rejected,
            SyncOutcome.Skipped => OrderStatus.Skipped,
            SyncOutcome.Failed or SyncOutcome.Unrecorded => OrderStatus.Failed,
            _ => throw new System.Diagnostics.UnreachableException(),
        };
}
