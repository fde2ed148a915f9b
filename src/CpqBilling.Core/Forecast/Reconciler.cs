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

        var billedOfLine = invoices
            .SelectMany(invoice => invoice.Lines)
            .Where(line => !line.IsDiscount)
            .ToLookup(line => line.Line.Id, line => line.Amount);
        decimal billed = 0;
        decimal ordered = 0;
        decimal uncredited = 0;
        foreach (var line in counted)
        {
            var term = line.Life.Term;
            var full = term.UnitPrice * line.Life.Quantity;
            var removed = line.Life.Removed.Sum(removal => RemovedAmount(line.Life, removal));
            var charged = billedOfLine[line.Life.Line.Id].Sum();
            var sold = (full - removed) * (line.Life.Line.IsRebate ? -1 : 1);
            billed += charged;
            ordered += sold;
            uncredited += charged - sold;
        }

        foreach (var charge in OneTimeLines(timeline))
        {
            var sold = MinorUnits.LineAmount(charge.Unit, charge.Quantity) - TakenBack(charge, timeline);
            var charged = billedOfLine[charge.Line.Id].Sum();
            billed += charged;
            ordered += sold;
            uncredited += charged - sold;
        }

        var rounding = Math.Abs(uncredited) < counted.Count * 12 ? uncredited : 0;
        return new Reconciliation(MinorUnits.Trim(ordered), MinorUnits.Trim(billed), MinorUnits.Trim(uncredited - rounding));
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
