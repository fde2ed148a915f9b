using System.Collections.Immutable;
using CpqBilling.Core.Contract;
using CpqBilling.Core.Money;
using CpqBilling.Core.Timeline;

namespace CpqBilling.Core.Forecast;

/// <summary>Holds CPQ's order totals against the forecast, for licensed, untiered lines at their ordered price; what has no end has no total.</summary>
public static class Reconciler
{
    public static Reconciliation? Reconcile(BillingTimeline timeline, ImmutableArray<ForecastInvoice> invoices)
    {
        var counted = timeline.Lines.Where(line => !line.Life.Line.IsMetered && !line.Life.Line.IsTiered && !line.Life.Term.IsOpen).ToList();
        if (counted.Count == 0 && timeline.Lines.Any(line => line.Life.Term.IsOpen))
        {
            return null;
        }

        var billedOfLine = invoices.SelectMany(invoice => invoice.Lines).ToLookup(line => line.Line.Id, line => line.Amount);
        decimal billed = 0;
        decimal ordered = 0;
        decimal uncredited = 0;
        foreach (var line in counted)
        {
            var term = line.Life.Term;
            var full = term.UnitPrice * line.Life.Quantity;
            var removed = line.Life.Removed.Sum(removal => RemovedAmount(line.Life, removal));
            var charged = billedOfLine[line.Life.Line.Id].Sum();
            billed += charged;
            ordered += full - removed;
            uncredited += charged - (full - removed);
        }

        var rounding = Math.Abs(uncredited) < counted.Count * 12 ? uncredited : 0;
        return new Reconciliation(MinorUnits.Trim(ordered), MinorUnits.Trim(billed), MinorUnits.Trim(uncredited - rounding));
    }

    /// <summary>What CPQ takes off for a reduction: its own unit price for the time left, as the amendment states it.</summary>
    private static decimal RemovedAmount(LineLife life, UnitsRemoved removal) =>
        removal.By.UnitPrice is { } price && life.Term.UnitPrice != 0 ? price * Factor(life) * removal.Units : 0;

    /// <summary>Minor units per major unit, as the line's own amounts show it.</summary>
    private static decimal Factor(LineLife life) => life.Line.UnitPrice is { } major && major != 0 ? life.Term.UnitPrice / major : 100;
}
