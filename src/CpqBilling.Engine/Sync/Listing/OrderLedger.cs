using CpqBilling.Core.Cpq;
using CpqBilling.Core.Errors;
using CpqBilling.Core.Forecast;
using CpqBilling.Core.Translation;
using CpqBilling.Engine.Jobs;
using CpqBilling.Storage;
using CpqBilling.Storage.Journal;
using CpqBilling.Storage.Outgoing;
using CpqBilling.Storage.Rows;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace CpqBilling.Engine.Sync.Listing;

/// <summary>Writes the rows that lists are made of: after every run the orders of its contract as they stand, and the invoices to expect.</summary>
/// <remarks>Only the holder of the contract writes them, so that of two syncs the later one is what people see.</remarks>
internal sealed class OrderLedger(BillingOrg org, HeldLease lease)
{
    public async Task NoteAsync(string orderId, SyncReport report)
    {
        if (report.Snapshot is not { } snapshot)
        {
            await lease.WriteAsync(db => NoteUnreadAsync(db, orderId, report));
            return;
        }

        var contents = ContractContents.Of(snapshot);
        var forecast = (report.Translation as Translated)?.Forecast();
        org.Contracts.Keep(contents.ContractKey, snapshot);
        await lease.WriteAsync(db => NoteAsync(db, contents, report, forecast));
    }

    private async Task NoteAsync(BillingDb db, ContractContents contents, SyncReport report, InvoiceForecast? forecast)
    {
        var translated = report.Translation as Translated;
        var ids = contents.Orders.Select(order => order.Id).ToList();
        var known = await db
            .ListedOrders.Where(row => row.OrgId == org.Facts.OrgId && ids.Contains(row.OrderId))
            .ToDictionaryAsync(row => row.OrderId);
        foreach (var order in contents.Orders)
        {
            var row = known.GetValueOrDefault(order.Id) ?? Added(db, order.Id);
            var before = OrderStanding.Of(row);
            Describe(row, contents, order, translated);
            SetState(row, StateOf(order, row, contents, report), report, org.Now);
            row.NextInvoiceOn = NextInvoice(forecast, contents.Snapshot) ?? (translated is null ? row.NextInvoiceOn : null);
            row.StripeId = report.StripeId ?? row.StripeId;
            if (order == contents.Trigger)
            {
                await TellAsync(db, row, before, report);
            }
        }

        await new ExpectedAmounts(org).ReplaceAsync(db, contents, forecast);
        await db.SaveChangesAsync();
    }

    /// <summary>The order could not even be read: what was known of it stays, and its state says why.</summary>
    private async Task NoteUnreadAsync(BillingDb db, string orderId, SyncReport report)
    {
        var row = await db.ListedOrders.FindAsync(org.Facts.OrgId, orderId) ?? Added(db, orderId);
        var before = OrderStanding.Of(row);
        SetState(row, report.Outcome == SyncOutcome.Failed ? OrderState.Retrying : OrderState.NeedsYou, report, org.Now);
        await TellAsync(db, row, before, report);
        await db.SaveChangesAsync();
    }

    /// <summary>Whoever asked to be told of it is, by the transaction that makes it so.</summary>
    private async Task TellAsync(BillingDb db, ListedOrder row, OrderStanding before, SyncReport report)
    {
        if (OrderNews.Of(row, before, report, SystemClock.Instance.GetCurrentInstant()) is { } news)
        {
            await Outbox.AddAsync(db, news, CancellationToken.None);
        }
    }

    private ListedOrder Added(BillingDb db, string orderId)
    {
        var row = new ListedOrder
        {
            OrgId = org.Facts.OrgId,
            OrderId = orderId,
            ContractKey = orderId,
            Number = orderId,
            State = OrderState.Waiting,
            ChangedAt = org.Now,
        };
        db.ListedOrders.Add(row);
        return row;
    }

    private static void Describe(ListedOrder row, ContractContents contents, Order order, Translated? translated)
    {
        row.ContractKey = contents.ContractKey;
        row.Number = order.Label;
        row.AccountId = order.AccountId;
        row.AccountName = contents.Snapshot.Records.Find(order.AccountId)?.Text("Name") ?? "";
        row.CustomerId = contents.Account?.Text("Stripe_ID__c") ?? row.CustomerId;
        row.Kind = ContractContents.KindOf(order, translated?.Timeline);
        row.ActivatedAt = order.ActivatedAt;
        row.Currency = contents.Currency;
        row.Sold = contents.SoldBy(order);
    }

    /// <summary>An error stops the order that was asked for, those it names, and those that wait behind them; what is billed stays billed.</summary>
    private static OrderState StateOf(Order order, ListedOrder row, ContractContents contents, SyncReport report)
    {
        var isAsked = order == contents.Trigger;
        switch (report.Outcome)
        {
            case SyncOutcome.Synced or SyncOutcome.Unchanged when report.Errors.IsEmpty:
                return OrderState.Done;
            case SyncOutcome.Synced or SyncOutcome.Unchanged:
                return !isAsked ? OrderState.Done
                    : report.Errors.All(PlanRun.IsTransient) ? OrderState.Retrying
                    : OrderState.NeedsYou;
            case SyncOutcome.Skipped:
                return isAsked ? OrderState.Skipped : row.State;
            case SyncOutcome.Failed:
                return isAsked ? OrderState.Retrying : row.State;
            default:
                return isAsked || order.StripeId is null || report.Errors.Any(error => IsAbout(error, order)) ? OrderState.NeedsYou : OrderState.Done;
        }
    }

    private static bool IsAbout(SyncError error, Order order) => error.Record.Id == order.Id || order.Lines.Any(line => line.Id == error.Record.Id);

    private static void SetState(ListedOrder row, OrderState state, SyncReport report, Instant now)
    {
        var needs = state is OrderState.NeedsYou or OrderState.Retrying;
        var code = needs ? report.Errors.FirstOrDefault()?.Code : null;
        row.RaisedAt =
            !needs ? null
            : row.RaisedAt is { } since && row.ErrorCode == code ? since
            : now;
        row.State = state;
        row.ErrorCode = code;
        row.ErrorsJson = needs ? ErrorJson.Write(report.Errors) : null;
        row.Reason = state == OrderState.Skipped ? report.Reason : null;
        row.ChangedAt = now;
    }

    private static LocalDate? NextInvoice(InvoiceForecast? forecast, OrderSnapshot snapshot)
    {
        var today = snapshot.Now.InZone(snapshot.Settings.BillingTimeZone).Date;
        return forecast?.Invoices.Where(invoice => invoice.Date > today).Select(invoice => (LocalDate?)invoice.Date).FirstOrDefault();
    }
}
