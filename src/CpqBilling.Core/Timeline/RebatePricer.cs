using System.Collections.Immutable;
using CpqBilling.Core.Calendar;
using CpqBilling.Core.Contract;
using CpqBilling.Core.Money;
using CpqBilling.Core.Pricing;
using CpqBilling.Core.Settings;

namespace CpqBilling.Core.Timeline;

/// <summary>Lines with a negative price: what they take off follows the law of charging, as if it were sold.</summary>
internal sealed class RebatePricer(ContractLife life, PriceBuilder prices, BillingSettings settings, BillingDay day, Currency currency)
{
    private readonly BillMoments _bills = new(life, day);
    private readonly ChargePlanner _charges = new(life, settings, day);
    private readonly PeriodPrices _simplest = new(life, settings, currency);

    public ImmutableArray<PricedLine> Price() => [.. life.Rebates.Where(line => line.QuantityAtStart > 0).Select(PriceOf).OfType<PricedLine>()];

    private PricedLine? PriceOf(LineLife line)
    {
        var end = life.EndOf(line, day);
        if (end <= line.From || prices.ForLine(line.Line, line.Term.PeriodPrice, isRecurring: true) is not { } like)
        {
            return null;
        }

        var charged = Valued(line, end);
        var own = charged.Charges(line.QuantityAtStart, life, settings.ProrationPrecision, day);
        var (charges, zeroFrom) = _charges.Plan(charged);
        var zero = zeroFrom is { } date ? new Boundary(day.StartOf(date)) : (Boundary?)null;
        return new PricedLine(line, like, like, zero < line.From ? line.From : zero, end, charges, [])
        {
            PricedFrom = own.PricedFrom is { } priced ? new Boundary(day.StartOf(priced)) : null,
            PeriodPrice = charged.Term.PeriodPrice,
        };
    }

    private ChargedLine Valued(LineLife line, Boundary end)
    {
        var from = _bills.IsBilledAt(line.From) ? line.From : line.From with { IsNow = true };
        var divided = new ChargedLine(line, new LineValue(line.Term, null, currency), from, end, ChargesFullPeriod: false);
        var charges = divided.Charges(line.Quantity, life, settings.ProrationPrecision, day);
        var hasRest = !line.Term.IsOpen && charges is { Remainder: not null } or { Proration: not 0 };
        return divided with { Value = divided.Value with { Term = line.Term with { PeriodPrice = _simplest.Of(line, hasRest) } } };
    }
}
