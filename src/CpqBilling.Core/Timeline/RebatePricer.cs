using System.Collections.Immutable;
using CpqBilling.Core.Calendar;
using CpqBilling.Core.Contract;
using CpqBilling.Core.Errors;
using CpqBilling.Core.Pricing;
using CpqBilling.Core.Settings;

namespace CpqBilling.Core.Timeline;

/// <summary>Lines with a negative price: what they take off follows the law of charging, as if it were sold.</summary>
internal sealed class RebatePricer(ContractLife life, Prices prices, BillingSettings settings)
{
    private readonly BillingDay _day = life.Calendar.Day;
    private readonly BillMoments _bills = new(life, life.Calendar.Day);
    private readonly ChargePlanner _charges = new(life, settings, life.Calendar.Day);
    private readonly PeriodPrices _simplest = new(life, settings, prices.Currency);

    public Checked<ImmutableArray<PricedLine>> Price() => Checked.All(life.Rebates.Where(line => line.QuantityAtStart > 0).Select(PriceOf));

    private Checked<PricedLine> PriceOf(LineLife line)
    {
        var end = life.EndOf(line, _day);
        return end <= line.From
            ? Checked.Nothing<PricedLine>()
            : prices.Reader.ForLine(line.Line, line.Term.PeriodPrice, isRecurring: true).Select(like => Priced(Valued(line, end), like));
    }

    private PricedLine Priced(ChargedLine charged, PriceSpec like)
    {
        var line = charged.Life;
        var own = charged.Charges(line.QuantityAtStart, life, settings.ProrationPrecision, _day);
        var (charges, zeroFrom) = _charges.Plan(charged, own);
        var zero = zeroFrom is { } date ? new Boundary(_day.StartOf(date)) : (Boundary?)null;
        return new PricedLine(line, like, like, zero < line.From ? line.From : zero, charged.End, charges, [])
        {
            PricedFrom = own.PricedFrom is { } priced ? new Boundary(_day.StartOf(priced)) : null,
            Value = charged.Value,
            Reductions = _charges.Reductions(charged),
        };
    }

    private ChargedLine Valued(LineLife line, Boundary end)
    {
        var from = _bills.IsBilledAt(line.From) ? line.From : line.From with { IsNow = true };
        var divided = new ChargedLine(line, new LineValue(line.Term, null, prices.Currency), from, end, ChargesFullPeriod: false);
        var charges = divided.Charges(line.Quantity, life, settings.ProrationPrecision, _day);
        var hasRest = !line.Term.IsOpen && charges is { Remainder: not null } or { Proration: not 0 };
        return divided with { Value = divided.Value with { Term = line.Term with { PeriodPrice = _simplest.Of(line, hasRest) } } };
    }
}
