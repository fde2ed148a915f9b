using System.Collections.Immutable;
using CpqBilling.Core.Contract;
using CpqBilling.Core.Money;
using CpqBilling.Core.Pricing;
using CpqBilling.Core.Timeline;

namespace CpqBilling.Core.Forecast;

/// <summary>Holds CPQ's order totals against the forecast, line by line, recurring or once, and names every difference; what has no end has no total.</summary>
public static class Reconciler
{
    public static Reconciliation? Reconcile(BillingTimeline timeline, ImmutableArray<ForecastInvoice> invoices)
    {
        var counted = timeline.Lines.Concat(timeline.Rebates).Where(line => !line.Life.Line.IsMetered && !line.Life.Term.IsOpen).ToList();
        if (counted.Count == 0 && timeline.Lines.Any(line => line.Life.Term.IsOpen))
        {
            return null;
        }

        var billed = invoices.SelectMany(invoice => invoice.Lines).Where(line => !line.IsDiscount).ToLookup(line => line.Line.Id);
        return Reconciliation.Of([
            .. counted.Select(line => Recurring(line, [.. billed[line.Life.Line.Id]], timeline.Termination)),
            .. OneTimeLines(timeline).Select(charge => OneTime(charge, [.. billed[charge.Line.Id]], timeline)),
        ]);
    }

    /// <summary>
    /// Sold, less what reductions take off, is billed; what was paid of a reduction and is not given back comes on top. Of a line that is
    /// terminated what was billed beyond the end stays billed, whatever CPQ takes off.
    /// </summary>
    private static LineReconciliation Recurring(PricedLine line, ImmutableArray<ForecastLine> entries, Termination? termination)
    {
        var sign = line.Life.Line.IsRebate ? -1 : 1;
        var sold = Sold(line) * sign;
        var ofTiers = line.Value.Tiers is null ? 0 : ByItsPrices(line) - sold;
        var kept = line.Reductions.Sum(reduction => reduction.Kept) * sign;
        var billed = entries.Sum(entry => entry.Amount);
        var creditsNet = line.Life.Line.IsRebate ? 0 : Credits(entries) - CreditsBeforeDiscounts(line);
        var left = billed - sold - ofTiers - kept - creditsNet;
        var isNamed = Math.Abs(left) > MostOfRounding(line, entries);
        var isTerminated = line.Reductions.Any(reduction => reduction.Removal.Order == termination?.Order);
        // What a termination takes off beyond the units' own price is not paid back; what it takes off less stays billed.
        var isAtOtherPrice = line.Reductions.Any(reduction => reduction.Total != reduction.ByOwnPrice) && (left < 0 || !isTerminated);
        // Months of unequal length make a share of what CPQ takes off no share of what was billed.
        var isKept = isNamed && !isAtOtherPrice && (isTerminated || kept != 0);
        return new LineReconciliation(line.Life.Line, sold, billed)
        {
            TakenOff = [.. line.Reductions.Select(reduction => TakenOffBy(reduction, line, termination))],
            Uncredited = kept + (isKept ? left : 0),
            OfTiers = ofTiers,
            CreditsNet = creditsNet,
            AtOtherPrice = isNamed && isAtOtherPrice ? left : 0,
            Otherwise = isNamed && !isAtOtherPrice && !isKept ? left : 0,
        };
    }

    /// <summary>By CPQ's own unit prices, which know nothing of tiers and of what can be charged.</summary>
    private static decimal Sold(PricedLine line)
    {
        if (line.Value.Term.IsCustom)
        {
            return ByItsPrices(line);
        }

        return (line.Value.Term.UnitPrice * line.Life.Quantity) - line.Reductions.Sum(reduction => AmountOf(reduction, line));
    }

    private static decimal AmountOf(ReductionAmount reduction, PricedLine line) =>
        reduction.Removal.By.UnitPrice is { } unit && !line.Value.Term.IsCustom
            ? unit * line.Value.Currency.MinorPerMajor * reduction.Removal.Units
            : reduction.Total;

    private static TakenOff TakenOffBy(ReductionAmount reduction, PricedLine line, Termination? termination) =>
        new(
            reduction.Removal.Order,
            reduction.Removal.By,
            reduction.Removal.Units,
            MinorUnits.Trim(AmountOf(reduction, line)),
            reduction.Removal.Order == termination?.Order
        );

    private static decimal ByItsPrices(PricedLine line) => line.Value.Total(line.Life.Quantity) - line.Reductions.Sum(reduction => reduction.Total);

    private static decimal Credits(ImmutableArray<ForecastLine> entries) =>
        entries.Where(entry => entry.Kind == ChargeKind.Credit).Sum(entry => entry.Amount);

    /// <summary>The whole of every credit, as far as the forecast holds credits of the line at all.</summary>
    private static decimal CreditsBeforeDiscounts(PricedLine line) =>
        line.Charges.Where(charge => charge.Kind == ChargeKind.Credit).Sum(charge => MinorUnits.LineAmount(charge.Unit, charge.Quantity));

    /// <summary>
    /// Each bill of a line is half of what can be charged off at most, those included that were to come when its first amount took up what
    /// they leave; and so is each unit that CPQ takes off. More has a reason.
    /// </summary>
    private static decimal MostOfRounding(PricedLine line, ImmutableArray<ForecastLine> entries)
    {
        var step = line.Value.Currency.ChargeStep;
        var planned = line.Life.Removed.IsEmpty ? 0 : Math.Ceiling(line.Value.Term.Months.Value / line.Value.Term.PeriodMonths);
        return step
            * 0.5m
            * (1 + planned + entries.Sum(entry => entry.Periods) + line.Reductions.Sum(reduction => Math.Max(1, reduction.Removal.Units)));
    }

    private static LineReconciliation OneTime(TimelineCharge charge, ImmutableArray<ForecastLine> entries, BillingTimeline timeline)
    {
        var currency = Currency.Of(charge.Like.Shape.Currency);
        var byItsPrice = MinorUnits.LineAmount(charge.Unit, charge.Quantity);
        var byCpq = (charge.Line.UnitPrice ?? 0) * charge.Line.Quantity * currency.MinorPerMajor;
        var isRounded = Math.Abs(byCpq - byItsPrice) <= currency.ChargeStep / 2;
        var sold = charge.Line.IsTiered || isRounded ? byCpq : byItsPrice;
        ImmutableArray<TakenOff> returns = [.. Returns(charge, timeline, currency)];
        var takenBack = returns.Sum(taken => taken.Amount);
        var billed = entries.Sum(entry => entry.Amount);
        var left = billed - byItsPrice + takenBack;
        return new LineReconciliation(charge.Line, sold - takenBack, billed)
        {
            TakenOff = returns,
            OfTiers = charge.Line.IsTiered ? byItsPrice - sold : 0,
            CreditsNet = takenBack > 0 && Credits(entries) < 0 ? left : 0,
            Uncredited = takenBack > 0 && Credits(entries) == 0 ? left : 0,
            Otherwise = takenBack > 0 ? 0 : left,
        };
    }

    private static IEnumerable<TimelineCharge> OneTimeLines(BillingTimeline timeline) =>
        timeline
            .Phases.SelectMany(phase => phase.Charges)
            .Concat(timeline.Invoices.SelectMany(invoice => invoice.Charges))
            .Where(charge => charge is { Kind: null, Line.IsRecurring: false })
            .DistinctBy(charge => charge.Line.Id);

    private static IEnumerable<TakenOff> Returns(TimelineCharge charge, BillingTimeline timeline, Currency currency) =>
        timeline
            .Life.Orders.SelectMany(order => order.Returns.Concat(order.InvoicedReturns))
            .Where(taken => taken.Returned.Line.Id == charge.Line.Id)
            .Select(taken => new TakenOff(taken.Order, taken.By, taken.Units, MinorUnits.FromMajor(taken.Amount, currency), EndsContract: false));
}
