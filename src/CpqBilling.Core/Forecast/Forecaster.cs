using System.Collections.Immutable;
using CpqBilling.Core.Calendar;
using CpqBilling.Core.Money;
using CpqBilling.Core.Timeline;
using NodaTime;

namespace CpqBilling.Core.Forecast;

/// <summary>Reads the invoices off a timeline: what is due on each billing date, and what phases charge when they begin.</summary>
/// <remarks>
/// A charge that falls on a billing date stands on that invoice; any other gets an invoice of its own, as
/// <c>autoInvoiceProrations</c> makes it. The past of a backdated contract is one invoice at the moment it is first synced.
/// </remarks>
public sealed class Forecaster(BillingTimeline timeline, ScheduleBilling billing, BillingDay day)
{
    public InvoiceForecast Forecast()
    {
        ImmutableArray<ForecastInvoice> made =
        [
            .. Bills()
                .Select(bill => bill.Invoice)
                .Concat(timeline.MadeInvoices.Select(invoice => Beside(invoice, day)))
                .OrderBy(invoice => invoice.Date),
        ];
        return new InvoiceForecast(
            made,
            timeline.Lines[0].Price.Shape.Currency,
            Reconciler.Reconcile(timeline, made),
            timeline.Lines.Any(line => line.Life.Line.IsMetered)
        )
        {
            RunsOnFrom = timeline is { IsOpen: true, Termination: null } ? billing.ToldUntil : null,
        };
    }

    /// <summary>The invoices with the moments they are made at, in order.</summary>
    internal IEnumerable<Bill> Bills()
    {
        var due = new DueAmounts(timeline, billing, day).All();
        var discounts = new RunningDiscounts(billing.CreatedAt);
        var phases = new Queue<TimelinePhase>(timeline.Phases);
        foreach (var group in due.GroupBy(entry => (entry.At, entry.IsOnCycle)).OrderBy(group => group.Key.At))
        {
            while (phases.TryPeek(out var next) && next.Start.At <= group.Key.At)
            {
                discounts.Enter(phases.Dequeue());
            }

            yield return new Bill(group.Key.At, group.Key.IsOnCycle, discounts.Invoice(day.DateOf(group.Key.At), [.. group]));
        }
    }

    /// <summary>An invoice of its own, with the coupons of its order.</summary>
    internal static ForecastInvoice Beside(TimelineInvoice invoice, BillingDay day)
    {
        var at = invoice.At.At;
        var due = invoice.Charges.Select(charge => DueAmount.Of(charge, at, isOnCycle: true));
        var discounts = new RunningDiscounts(at);
        discounts.Replace(invoice.Discounts, at);
        return discounts.Invoice(day.DateOf(at), [.. due]);
    }
}
