using CpqBilling.Core.Calendar;
using CpqBilling.Core.Contract;
using CpqBilling.Core.Forecast;
using CpqBilling.Core.Money;
using CpqBilling.Core.Pricing;
using CpqBilling.Core.Requests;
using CpqBilling.Core.Timeline;
using CpqBilling.Engine.Application.Words;

namespace CpqBilling.Engine.Application.Contracts;

/// <summary>Says of an amount how it was computed, with the numbers.</summary>
public sealed class AmountSentence(BillingTimeline? timeline, string currency)
{
    public string Of(ForecastLine line)
    {
        var priced = timeline?.Lines.Concat(timeline.Rebates).FirstOrDefault(known => known.Life.Line.Id == line.Line.Id);
        if (line.Kind is ChargeKind.Discount or ChargeKind.Correction)
        {
            return Settled(line);
        }

        if (priced is null)
        {
            return OnceOrEvergreen(line);
        }

        return line.Kind switch
        {
            ChargeKind.Remainder => $"{Each(line)}: the last part of a period. {Sold(priced)}",
            ChargeKind.Proration => $"{Each(line)}: what whole periods of {Unit(priced.PeriodPrice)} leave of the line's price. {Sold(priced)}",
            ChargeKind.Credit => $"{Each(line)}: time that was billed and is given back. {Sold(priced)}",
            _ when line.Line.IsRebate => $"A line with a negative price takes {Money(-line.Amount)} off each bill, by a coupon. {Sold(priced)}",
            _ => Recurring(line, priced),
        };
    }

    private string Settled(ForecastLine line) =>
        line.Kind == ChargeKind.Discount
            ? $"{Money(line.Amount)}: what discounts would have taken off bills that were missed."
            : $"{Money(line.Amount)}: what the order says now, less what was billed for it before it was changed.";

    private string Recurring(ForecastLine line, PricedLine priced)
    {
        var shape = priced.Price.Shape;
        if (shape.IsTiered)
        {
            return $"{line.Quantity} units through {StripeWord.Of(shape.TiersMode!.Value)} tiers come to {Money(line.Amount)} for one period.";
        }

        var unit = shape.UnitAmount ?? 0;
        var full = MinorUnits.LineAmount(unit, line.Quantity) * line.Periods;
        var periods = line.Periods > 1 ? $" × {line.Periods} periods that began before the first sync" : "";
        var cut = full == line.Amount ? "" : ", of which the end of the contract leaves a share";
        return $"{line.Quantity} × {Unit(unit)} {MoneyText.Every(shape.Recurring?.IntervalMonths)}{periods} = {Money(full)}{cut}. {Sold(priced)}";
    }

    private string OnceOrEvergreen(ForecastLine line) =>
        line.Kind == ChargeKind.Credit ? $"{Each(line)}: it was charged once, and is taken back."
        : line.Quantity == 0 ? Money(line.Amount)
        : $"{Each(line)} = {Money(line.Amount)}.";

    private string Each(ForecastLine line) =>
        line.Quantity == 0 ? Money(line.Amount)
        : line.Line.IsTiered ? $"{line.Quantity} units through tiers"
        : $"{line.Quantity} × {Unit(line.Amount / line.Quantity / Math.Max(1, line.Periods))}";

    /// <summary>What CPQ says of the line: one unit over all its months.</summary>
    private string Sold(PricedLine priced)
    {
        var term = priced.Life.Term;
        return term.Months.IsZero || term.EndExclusive == OpenEnd.Date
            ? ""
            : $"CPQ sold one for {Unit(term.UnitPrice)} over {Months(term.Months.Value)}: × {term.PeriodMonths} ÷ {term.Months.Value:0.####} = {Unit(priced.PeriodPrice)} for {Months(term.PeriodMonths)}.";
    }

    private static string Months(decimal months) => months == 1 ? "1 month" : $"{months:0.####} months";

    private string Unit(decimal minor) => MoneyText.Unit(minor, currency);

    private string Money(decimal minor) => MoneyText.Of(minor, currency);
}
