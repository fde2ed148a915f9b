using System.Collections.Immutable;
using CpqBilling.Core.Calendar;
using CpqBilling.Core.Contract;
using CpqBilling.Core.Errors;
using CpqBilling.Core.Money;
using CpqBilling.Core.Pricing;
using CpqBilling.Core.Settings;
using NodaTime;

namespace CpqBilling.Core.Timeline;

/// <summary>Gives every recurring line its prices and one-time charges (docs/rules/charges.md 3), and each its own price id (docs/rules/prices.md 2).</summary>
public sealed class LinePricer(
    ContractLife life,
    PriceBuilder prices,
    ImmutableArray<CouponSpec> coupons,
    BillingSettings settings,
    BillingDay day,
    Currency currency,
    ErrorList errors
)
{
    private readonly List<PricedLine> _priced = [];
    private readonly Dictionary<string, List<PricedLine>> _onPrice = [];
    private readonly Dictionary<string, List<PricedLine>> _onMeter = [];
    private readonly List<Cpq.OrderLine> _leftOut = [];
    private readonly ILookup<string?, CouponSpec> _couponsOfLine = coupons.ToLookup(coupon => coupon.LineId);
    private readonly BillMoments _bills = new(life, day);
    private readonly ChargePlanner _charges = new(life, settings, day);
    private readonly PeriodPrices _simplest = new(life, settings, currency);

    public (ImmutableArray<PricedLine> Lines, ImmutableArray<Cpq.OrderLine> LeftOut) Price()
    {
        foreach (var line in life.Lines)
        {
            if (line.QuantityAtStart > 0 && PriceOf(line) is { } priced)
            {
                Note(priced);
            }
        }

        return ([.. _priced], [.. _leftOut]);
    }

    private void Note(PricedLine priced)
    {
        _priced.Add(priced);
        _onPrice.TryAdd(priced.Price.Key, []);
        _onPrice[priced.Price.Key].Add(priced);
        if (priced.Price.Shape.Recurring?.Meter is { } meter)
        {
            _onMeter.TryAdd(meter, []);
            _onMeter[meter].Add(priced);
        }
    }

    private PricedLine? PriceOf(LineLife line)
    {
        var end = life.EndOf(line, day);
        if (Valued(line, end) is not var (charged, chosen))
        {
            return null;
        }

        var isOneTimeThroughout = false;
        var isListedForCredit = false;
        ImmutableArray<OneTimeCharge> charges = [];
        LocalDate? zeroFrom = null;
        LocalDate? pricedFrom = null;
        if (!line.Line.IsMetered)
        {
            var own = charged.Charges(line.QuantityAtStart, life, settings.ProrationPrecision, day);
            isOneTimeThroughout = line.IsInitial && own is { WholePeriods: 0, RemainderFrom: not null };
            (charges, zeroFrom) = _charges.Plan(charged);
            pricedFrom = own.PricedFrom;
            isListedForCredit = charges.Any(charge => charge.Kind == ChargeKind.Credit && charge.At.At == end.At);
            if (isListedForCredit)
            {
                // What is given back at the end needs a moment in which it is given.
                zeroFrom = zeroFrom is { } part && day.StartOf(part) < end.At ? part : day.DateOf(end.At);
                end = new Boundary(end.At + Duration.FromSeconds(1));
            }
        }

        chosen = isOneTimeThroughout && chosen.Owner?.Type == "PricebookEntry" ? OwnPrice(charged) : chosen;
        if (end <= line.From)
        {
            return null;
        }

        var sharesMeter = SharesMeter(line, chosen, end);
        var isZeroThroughout = zeroFrom is { } zeroDate && day.StartOf(zeroDate) <= line.From.At;
        var price = !isZeroThroughout && !sharesMeter && IsTaken(chosen, line, end) ? prices.Duplicate(line.Line, chosen) : chosen;
        var zero = zeroFrom is null && pricedFrom is null ? null : prices.Zero(line.Line, chosen);
        return new PricedLine(
            line,
            price,
            zero,
            zeroFrom is { } date ? Later(new Boundary(day.StartOf(date)), line.From) : null,
            end,
            charges,
            [.. _couponsOfLine[line.Line.Id]]
        )
        {
            IsOneTimeThroughout = isOneTimeThroughout,
            IsListedForCredit = isListedForCredit,
            PricedFrom = pricedFrom is { } priced ? new Boundary(day.StartOf(priced)) : null,
            PeriodPrice = charged.Term.PeriodPrice,
        };
    }

    /// <summary>The line with the price of its periods: the simplest that CPQ's follows from, or what its tiers say.</summary>
    private (ChargedLine Line, PriceSpec Price)? Valued(LineLife line, Boundary end)
    {
        var from = _bills.IsBilledAt(line.From) ? line.From : line.From with { IsNow = true };
        var divided = new ChargedLine(line, new LineValue(line.Term, null, currency), from, end, ChargesFullPeriod(line));
        var hasRest = line.Line is { IsMetered: false, IsTiered: false } && !line.Term.IsOpen && HasRest(divided);
        var term = line.Term with { PeriodPrice = _simplest.Of(line, hasRest) };
        var charged = divided with { Value = divided.Value with { Term = term } };
        if (prices.Choose(line.Line, NetPrice(charged)) is not { } chosen)
        {
            return null;
        }

        var tiers = chosen.Shape.IsTiered && !line.Line.IsMetered ? chosen.Shape : null;
        return (charged with { Value = charged.Value with { Tiers = tiers } }, chosen);
    }

    private bool HasRest(ChargedLine line) =>
        line.Charges(line.Life.Quantity, life, settings.ProrationPrecision, day) is { Remainder: not null } or { Proration: not 0 };

    private PriceSpec OwnPrice(ChargedLine line) => prices.ForLine(line.Life.Line, NetPrice(line), isRecurring: true)!;

    /// <summary>Of one unit; fractions of units are billed as one, at what they cost together.</summary>
    private static decimal NetPrice(ChargedLine line) =>
        line.Life.IsNetAmount ? MinorUnits.ToStripePrecision(line.Term.PeriodPrice * line.Life.Quantity) : line.Term.PeriodPrice;

    /// <summary>The switch is for a whole contract shorter than a period; segments and inner lines are always prorated.</summary>
    private bool ChargesFullPeriod(LineLife line) =>
        !settings.ProrateShortInitialTerm
        && line.IsInitial
        && line.Line.Segment is null
        && line.Term.Start == life.Start
        && line.Term.EndExclusive == life.End;

    /// <summary>
    /// A meter counts a customer's usage once per item, so only one line may bill it at a time (docs/rules/prices.md 6): the later one has
    /// no item as long as the other runs, and takes over, at the same price, should that end first.
    /// </summary>
    private bool SharesMeter(LineLife line, PriceSpec price, Boundary end)
    {
        if (price.Shape.Recurring is not { IsMetered: true, Meter: { } meter })
        {
            return false;
        }

        var other = _onMeter.GetValueOrDefault(meter, []).Find(priced => Overlaps(priced, line, end));
        if (other is null)
        {
            return false;
        }

        if (other.Price.Shape.DifferenceFrom(price.Shape) is not null)
        {
            errors.Add(ShapeErrors.MeterPricesDiffer(line.Line.Ref, meter));
        }

        _leftOut.Add(line.Line);
        return true;
    }

    private bool IsTaken(PriceSpec price, LineLife line, Boundary end) =>
        _onPrice.GetValueOrDefault(price.Key, []).Exists(priced => priced.ZeroFrom != priced.Life.From && Overlaps(priced, line, end));

    private static bool Overlaps(PricedLine priced, LineLife line, Boundary end) => priced.Life.From < end && line.From < priced.Until;

    private static Boundary Later(Boundary first, Boundary second) => first >= second ? first : second;
}
