using System.Collections.Immutable;
using CpqBilling.Core.Contract;
using CpqBilling.Core.Money;
using CpqBilling.Core.Timeline;

namespace CpqBilling.Core.Forecast;

/// <summary>Holds CPQ's order totals against the forecast, for untiered lines at a fixed price, recurring or once; what has no end has no total.</summary>
public static class Reconciler
{
    public static Reconciliation? Reconcile(BillingTimeline timeline, ImmutableArray<ForecastInvoice> invoices)
    {
        var counted = timeline
            .Lines.Concat(timeline.Rebates)
            .Where(line => !line.Life.Line.IsMetered && !line.Life.Line.IsTiered && !line.Life.Term.IsOpen)
            .ToList();
        if (counted.Count == 0 && timeline.Lines.Any(line => line.Life.Term.IsOpen))
        {
            return null;
        }

        var billed = invoices.SelectMany(invoice => invoice.Lines).Where(line => !line.IsDiscount).ToLookup(line => line.Line.Id);
        return Reconciliation.Of([
            .. counted.Select(line => Recurring(line, [.. billed[line.Life.Line.Id]])),
            .. OneTimeLines(timeline).Select(charge => OneTime(charge, billed[charge.Line.Id].Sum(line => line.Amount), timeline)),
        ]);
    }

    /// <summary>Each bill of a line is half a minor unit off at most, and so is CPQ's price of each unit that is taken off; more has a reason.</summary>
    private static LineReconciliation Recurring(PricedLine line, ImmutableArray<ForecastLine> entries)
    {
        var removed = line.Life.Removed.Sum(removal => RemovedAmount(line.Life, removal));
        var sold = ((line.Life.Term.UnitPrice * line.Life.Quantity) - removed) * (line.Life.Line.IsRebate ? -1 : 1);
        var billed = entries.Sum(entry => entry.Amount);
        var most = 0.5m * (1 + entries.Sum(entry => entry.Periods) + line.Life.Removed.Sum(removal => removal.Units));
        var left = billed - sold;
        return new LineReconciliation(line.Life.Line, sold, billed, Math.Abs(left) <= most ? 0 : left);
    }

    private static LineReconciliation OneTime(TimelineCharge charge, decimal billed, BillingTimeline timeline)
    {
        var sold = MinorUnits.LineAmount(charge.Unit, charge.Quantity) - TakenBack(charge, timeline);
        return new LineReconciliation(charge.Line, sold, billed, billed - sold);
    }

    private static IEnumerable<TimelineCharge> OneTimeLines(BillingTimeline timeline) =>
        timeline
            .Phases.SelectMany(phase => phase.Charges)
            .Concat(timeline.Invoices.SelectMany(invoice => invoice.Charges))
            .Where(charge => charge is { Kind: null, Line: { IsRecurring: false, IsTiered: false } })
            .DistinctBy(charge => charge.Line.Id);

    private static decimal TakenBack(TimelineCharge charge, BillingTimeline timeline)
    {
        var currency = Currency.Of(charge.Like.Shape.Currency);
        return timeline
            .Life.Orders.SelectMany(order => order.Returns.Concat(order.InvoicedReturns))
            .Where(taken => taken.Returned.Line.Id == charge.Line.Id)
            .Sum(taken => MinorUnits.FromMajor(taken.Amount, currency));
    }

    /// <summary>What CPQ takes off for a reduction: its own unit price for the time left, as the amendment states it.</summary>
    private static decimal RemovedAmount(LineLife life, UnitsRemoved removal) =>
        removal.By.UnitPrice is { } price && life.Term.UnitPrice != 0 ? price * Factor(life) * removal.Units : 0;

    /// <summary>Minor units per major unit, as the line's own amounts show it.</summary>
    private static decimal Factor(LineLife life) => life.Line.UnitPrice is { } major && major != 0 ? life.Term.UnitPrice / major : 100;
}
