using CpqBilling.Cli.Composition;
using CpqBilling.Core.Errors;
using CpqBilling.Core.Translation;
using CpqBilling.Engine.Sync;
using CpqBilling.Salesforce;
using CpqBilling.Storage;
using CpqBilling.Web.Hosting;
using CpqBilling.Web.Orders;
using NodaTime;

namespace CpqBilling.Cli.Demo;

/// <summary>The pipeline of production, one order at a time: notice by polling, sync, and note on the board what came of it.</summary>
internal sealed class DemoPipeline(BillingOrg org, DemoOrders orders, StripeObservation stripe, OrderBoard board) : IOrderSync, IDisposable
{
    private const string Stream = "Order";
    private const int PageSize = 200;
    private readonly PollCursorStore _cursors = new(org.Database);
    private readonly OrderPoller _poller = new(org.Salesforce);
    private readonly AccountPoll _accounts = new(org);
    private readonly SemaphoreSlim _turn = new(1);

    /// <summary>Syncs every order that changed since the last poll.</summary>
    public async Task PollAsync(CancellationToken cancellation)
    {
        var isLast = false;
        while (!isLast)
        {
            var position = await _cursors.ReadAsync(org.Facts.OrgId, Stream, cancellation);
            var from = new PollCursor(position?.ModifiedAt ?? Instant.FromUnixTimeSeconds(0), position?.RecordId);
            var page = await _poller.PollAsync(from, org.OrderFilter, PageSize, cancellation) switch
            {
                SalesforceAnswer<PollPage>.Found found => found.Value,
                SalesforceAnswer<PollPage>.Refused refused => throw new CommandException(refused.Error.Message),
                _ => throw new System.Diagnostics.UnreachableException(),
            };
            foreach (var notice in page.Orders)
            {
                await SyncAsync(notice.OrderId, "poll", cancellation);
            }

            var next = new StreamPosition(page.Next.ModifiedAt, page.Next.AfterId, null);
            await _cursors.MoveAsync(org.Facts.OrgId, Stream, next, org.Now, cancellation);
            isLast = page.IsLast;
        }

        await new DueContracts(org).RunAsync((orderId, reason) => SyncAsync(orderId, reason, cancellation), cancellation);
    }

    /// <summary>Updates the customers of accounts that changed since the last poll.</summary>
    public async Task PollAccountsAsync(CancellationToken cancellation)
    {
        await _turn.WaitAsync(cancellation);
        try
        {
            await _accounts.PollAsync(cancellation);
        }
        finally
        {
            _turn.Release();
        }
    }

    Task IOrderSync.SyncAsync(string orderId, CancellationToken cancellation) => SyncAsync(orderId, "button", cancellation);

    public async Task<SyncReport> SyncAsync(string orderId, string reason, CancellationToken cancellation)
    {
        await _turn.WaitAsync(cancellation);
        try
        {
            var order = board.Find(orderId) ?? (await orders.FindAsync(orderId, cancellation)).OnBoard("sold by hand");
            board.Put(order with { Status = OrderStatus.Syncing });
            var report = await new SyncShell(org).SyncAsync(new RecordRef("Order", orderId), reason, cancellation);
            await NoteAsync(order, report, cancellation);
            return report;
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();

    private async Task NoteAsync(BoardOrder order, SyncReport report, CancellationToken cancellation)
    {
        var (phases, first) = report.StripeId is { } id ? await stripe.LookAsync(id, cancellation) : (0, null);
        var translated = report.Translation as Translated;
        board.Put(
            order with
            {
                Status = StatusOf(report.Outcome),
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
        foreach (var sibling in board.Orders.Where(other => other.Id != order.Id && other.StripeId is { } shared && shared == report.StripeId))
        {
            board.Put(sibling with { Phases = phases, Translation = translated });
        }
    }

    private static OrderStatus StatusOf(SyncOutcome outcome) =>
        outcome switch
        {
            SyncOutcome.Synced or SyncOutcome.Unchanged => OrderStatus.Synced,
            SyncOutcome.Rejected => OrderStatus.Rejected,
            SyncOutcome.Skipped => OrderStatus.Skipped,
            SyncOutcome.Failed => OrderStatus.Failed,
            _ => throw new System.Diagnostics.UnreachableException(),
        };
}
